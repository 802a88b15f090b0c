const EVERY_MS = 100

/** A line on stderr that counts while somebody is watching; nothing where the output goes into a file. */
export function openProgress(what: string): { show(done: number, total?: number): void; close(): void } {
  let shown = false
  let last = 0
  return {
    show(done, total) {
      const now = performance.now()
      if (!process.stderr.isTTY || now - last < EVERY_MS) return
      last = now
      shown = true
      process.stderr.write(`\r  ${done}${total === undefined ? '' : ` of ${total}`} ${what} …`)
    },
    close() {
      if (shown) process.stderr.write('\r\u001b[2K')
    },
  }
}
