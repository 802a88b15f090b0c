/** Ends early with the signal, by throwing its reason, as `fetch` does. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = (): void => {
      signal?.removeEventListener('abort', given)
      resolve()
    }
    const given = (): void => {
      clearTimeout(timer)
      reject(signal?.reason as Error) // Whatever it is that whoever gives up has said.
    }
    const timer = setTimeout(over, ms)
    if (signal?.aborted) given()
    else signal?.addEventListener('abort', given, { once: true })
  })
}
