/** None of these is something: a count of zero is still waited for. */
type Nothing = false | null | undefined | 0 | ''

/** Waits until something is so; a test that waited in vain says for what. Never sleeps longer than it must. */
export async function until<T>(
  saying: string,
  look: () => T | Nothing | Promise<T | Nothing>,
  { withinMs = 30_000, everyMs = 10 }: { withinMs?: number; everyMs?: number } = {},
): Promise<T> {
  const end = performance.now() + withinMs
  let last: unknown
  for (;;) {
    try {
      const seen = await look()
      if (seen) return seen
      last = seen
    } catch (error) {
      last = error
    }
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain until ${saying}`, { cause: last })
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
