const EVERY_MS = 100

interface StatusLine {
  readonly show: (says: string) => void
  readonly close: () => void
}

interface Progress {
  readonly show: (done: number, total?: number) => void
  readonly close: () => void
}

/** A line on stderr that says what is being done, while somebody is watching. */
export function openStatusLine(): StatusLine {
  let shown = false
  return {
    show(says) {
      if (!process.stderr.isTTY) return
      shown = true
      process.stderr.write(`\r\u001b[2K  ${says} …`)
    },
    close() {
      if (shown) process.stderr.write('\r\u001b[2K')
      shown = false
    },
  }
}

/** A line on stderr that counts while somebody is watching; nothing where the output goes into a file. */
export function openProgress(what: string): Progress {
  let shown = false
  let last = 0
  return {
    show(done, total) {
      const now = performance.now()
      if (!process.stderr.isTTY || now - last < EVERY_MS) return
      last = now
      shown = true
      const bar = total === undefined || total <= 0 ? '' : `${barOf(done / total)} `
      process.stderr.write(`\r\u001b[2K  ${bar}${done}${total === undefined ? '' : ` of ${total}`} ${what} …`)
    },
    close() {
      if (shown) process.stderr.write('\r\u001b[2K')
    },
  }
}

const BAR_CELLS = 24

function barOf(share: number): string {
  const full = Math.round(Math.min(share, 1) * BAR_CELLS)
  return `${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)}`
}
