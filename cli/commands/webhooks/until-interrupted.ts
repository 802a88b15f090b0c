/** Fires at Ctrl-C, or when whoever started us ends us; who asks twice does not want to wait. */
export function untilInterrupted(): AbortController {
  const ended = new AbortController()
  const end = (): void => {
    if (ended.signal.aborted) process.exit(130)
    ended.abort()
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  return ended
}
