/** What is returned when it took too long. */
export const TOO_LONG = Symbol('too long')

/** Waits for it, but no longer than this; it may still end later, and nobody hears how. */
export async function within<T>(ms: number, promise: Promise<T> | undefined): Promise<T | undefined | typeof TOO_LONG> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<typeof TOO_LONG>((resolve) => {
    timer = setTimeout(() => resolve(TOO_LONG), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
    promise?.catch(() => undefined)
  }
}
