import type { Browser } from 'puppeteer-core'
import { findChromium, type Chromium } from './find-chromium.ts'
import type { Log } from './log/log.ts'
import { Refusal } from './refusal.ts'

export type Paper = 'A4' | 'Letter'

/** Prints pages of ours: the one way to a PDF. */
export interface Pdf {
  /** `at` is what stands in the file as its time, so that the same page is the same bytes. */
  print(html: string, how: { readonly paper: Paper; readonly at: Date }): Promise<Buffer>
  close(): Promise<void>
}

export interface PdfOptions {
  readonly log: Log
  readonly env: NodeJS.ProcessEnv
  /** Path of a Chromium; `bundle`: the one that comes along; `none`: there is none; null: one is looked for. */
  readonly chromium: string | null
}

const TABS = 4
const MOST_WAITING = 40
const SLOWEST_MS = 20_000
/** A browser that nobody needs gives its memory back. */
const IDLE_MS = 120_000
/** And one that has printed much is replaced: it grows. */
const MOST_OF_A_BROWSER = 1000
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Containers give 64 MB of it.
  '--disable-dev-shm-usage',
]

const HINT =
  'This server has no browser to print with: install Chromium or set ILS_CHROMIUM. The page itself can be printed from your browser'

/** One browser, begun when it is first needed; four pages at once, and a few more wait. */
export function openPdf({ log, env, chromium }: PdfOptions): Pdf {
  let found: Promise<Chromium | undefined> | undefined
  let browser: Promise<Browser> | undefined
  let printed = 0
  let running = 0
  let closed = false
  const waiting: (() => void)[] = []
  let idle: NodeJS.Timeout | undefined

  const begin = async (): Promise<Browser> => {
    const at = await (found ??= findChromium(chromium, env))
    if (!at) throw new Refusal('no_pdf', HINT)
    const { launch } = await import('puppeteer-core')
    const start = (args: readonly string[]): Promise<Browser> =>
      launch({
        ...{ executablePath: at.path, headless: 'shell', pipe: true, env: at.env, timeout: SLOWEST_MS },
        args: [...QUIET, ...args],
        // Our own shutdown closes it in its turn.
        ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
      })
    // Chromium refuses its own sandbox to root, and where the kernel gives it no namespaces. Pages are ours, without script.
    const asRoot = process.getuid?.() === 0 || at.comesFrom === 'bundle'
    const opened = await (asRoot ? start(['--no-sandbox']) : start([]).catch(() => start(['--no-sandbox'])))
    printed = 0
    opened.once('disconnected', () => {
      browser = undefined
    })
    log.info({ comesFrom: at.comesFrom, path: at.path }, 'a browser was begun to print with')
    return opened
  }
  const atHand = (): Promise<Browser> => {
    browser ??= begin().catch((error: unknown) => {
      browser = undefined
      throw error
    })
    return browser
  }
  const end = async (): Promise<void> => {
    const open = browser
    browser = undefined
    await (await open?.catch(() => undefined))?.close()
  }
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < TABS) running++
    else if (waiting.length < MOST_WAITING) await new Promise<void>((resolve) => waiting.push(resolve))
    else throw new Refusal('no_pdf', 'Too many PDFs are asked for at once: try again in a moment')
    clearTimeout(idle)
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else if (--running === 0) {
        if (printed >= MOST_OF_A_BROWSER) await end()
        idle = setTimeout(() => void end(), IDLE_MS)
        idle.unref()
      }
    }
  }

  return {
    print: (html, { paper, at }) =>
      inTurn(async () => {
        if (closed) throw new Refusal('not_ready', 'The server is stopping')
        try {
          const page = await (await atHand()).newPage()
          try {
            printed++
            await page.setJavaScriptEnabled(false)
            await page.setOfflineMode(true)
            await page.setContent(html, { timeout: SLOWEST_MS, waitUntil: 'load' })
            const format = paper === 'A4' ? 'a4' : 'letter'
            const bytes = await page.pdf({ format, printBackground: true, tagged: true, timeout: SLOWEST_MS })
            return dated(Buffer.from(bytes), at)
          } finally {
            // A browser that died took its pages with it.
            await page.close().catch(() => undefined)
          }
        } catch (error) {
          if (error instanceof Refusal) throw error
          log.error({ err: error }, 'a PDF could not be made')
          throw new Refusal('no_pdf', 'The browser that makes PDFs has failed: try again in a moment')
        }
      }),
    async close() {
      closed = true
      clearTimeout(idle)
      await end()
    },
  }
}

/** `D:20260102030405+00'00'`: of one length, so that no offset in the file moves. */
function dated(pdf: Buffer, at: Date): Buffer {
  const digits = at.toISOString().replaceAll(/\D/g, '').slice(0, 14)
  const text = pdf.toString('latin1').replaceAll(/\(D:\d{14}(?=[^)]{0,7}\))/g, `(D:${digits}`)
  return Buffer.from(text, 'latin1')
}
