import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AxePuppeteer } from '@axe-core/puppeteer'
import { launch, type Browser, type Page } from 'puppeteer'
import { openPortalLab, type PortalLab } from '../portal-lab.ts'
import { repository } from '../running-ils.ts'
import type { PortalPerson, TestPortal } from '../test-portal.ts'
import { chromium } from './open-screens.ts'

/** A lab, its portal, and somebody of a practice before a browser. */
export interface Walk {
  readonly both: PortalLab
  readonly portal: TestPortal
  readonly robin: PortalPerson
  readonly browser: Browser
  readonly page: Page
  /** What pages wrote down as faults. */
  readonly complaints: string[]
  readonly open: (path: string, selector: string) => Promise<void>
  /** The text of what a selector finds first. */
  readonly shown: (selector: string) => Promise<string>
  /** What is not accessible on the page as it is now. */
  readonly violations: (of?: Page) => Promise<string[]>
  close(): Promise<void>
}

export const WALK_PRACTICE = 'practice-0012'

/** As `npm run build` does: under a test's own NODE_ENV the screens would be built for developing. */
const buildScreens = () =>
  promisify(execFile)(process.execPath, [join(repository, 'cli', 'build-screens.mjs')], { cwd: repository })

export async function openWalk(files: ReadonlyMap<string, string>): Promise<Walk> {
  await buildScreens()
  const both = await openPortalLab(files, { ILS_MAIL_WAIT_SECONDS: '0', ILS_MAIL_QUIET_SECONDS: '0' })
  const { portal } = both
  const robin = await portal.person({ role: 'ecp', practice: WALK_PRACTICE, leads: true })
  const browser = await launch({ executablePath: chromium ?? '', args: ['--no-sandbox'] })
  const page = await browser.newPage()
  await page.setViewport({ width: 1280, height: 800 })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // Before the sign-in `GET /api/me` is refused, which the browser writes down as well.
    if (message.type() === 'error' && !message.text().includes('401'))
      complaints.push(`${message.text()} ${message.location().url ?? ''}`)
  })
  return {
    ...{ both, portal, robin, browser, page, complaints },
    open: async (path, selector) => {
      await page.goto(`${portal.url}${path}`)
      await page.waitForSelector(selector)
    },
    shown: (selector) => page.$eval(selector, (element) => (element as unknown as { innerText: string }).innerText), // Every element of a page has it.
    violations: async (of = page) => {
      // A mail in its frame runs no script, not even that of the checks.
      const { violations } = await new AxePuppeteer(of).exclude('iframe').options({ iframes: false }).analyze()
      return violations.map(
        ({ id, nodes }) => `${of.url()} ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      )
    },
    async close() {
      await browser.close()
      await both.close()
    },
  }
}
