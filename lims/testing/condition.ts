/** Waits until something is so; a test that waited in vain says for what. Never sleeps longer than it must. */
export async function until<T>(
  saying: string,
  look: () => T | false | null | undefined | Promise<T | false | null | undefined>,
  { withinMs = 10_000, everyMs = 10 }: { withinMs?: number; everyMs?: number } = {},
): Promise<T> {
  const end = performance.now() + withinMs
  let last: unknown
  for (;;) {
    try {
      const seen = await look()
      if (seen !== false && seen !== undefined && seen !== null) return seen
      last = seen
    } catch (error) {
      last = error
    }
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain until ${saying}`, { cause: last })
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
