import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository, startIls } from '@ils/testing/running-ils'
import { launch, type Page } from 'puppeteer'

/** `npm run pictures`: the pictures of the portal under docs/, taken of what runs now, through its own screens. */

const SIZE = { width: 1280, height: 800 }
const DOCS = join(repository, 'docs')
const CHROMIUM = process.argv[2] ?? '/usr/bin/chromium'

const folder = mkdtempSync(join(tmpdir(), 'ils-pictures-'))
const ils = await startIls(folder, {}, { seed: true })
const browser = await launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--lang=en-GB'] })
try {
  const page = await browser.newPage()
  await page.setViewport(SIZE)
  await signIn(page)
  await order(page, ['-225', '-75', '175', '', '-200', '-50', '5', '63', '', 'Single vision'])
  await keep(page, 'portal-order-form')
  await page.focus('[name=send]')
  await page.keyboard.press('Enter')
  await page.waitForFunction("location.pathname.startsWith('/orders/ord_')")
  await page.waitForFunction("document.querySelector('.page-head .badge')?.innerText === 'At the lab'")
  await keep(page, 'portal-order')
  await page.goto(`${ils.portalUrl}/orders`)
  await page.waitForSelector('[data-order]')
  await keep(page, 'portal-orders')
} finally {
  await browser.close()
  await ils.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function signIn(page: Page): Promise<void> {
  // Written by `ils up`, for whoever starts it.
  const people = JSON.parse(readFileSync(join(folder, 'portal-sign-ins.json'), 'utf8')) as {
    email: string
    password: string
  }[]
  const { email = '', password = '' } = people.find((one) => one.email.startsWith('ecp@')) ?? {}
  await page.goto(`${ils.portalUrl}/orders/new`)
  await page.waitForSelector('input[type=email]')
  await page.type('input[type=email]', email)
  await page.type('input[type=password]', password)
  await page.keyboard.press('Enter')
  await page.waitForSelector('[name=design]')
}

async function order(page: Page, typed: readonly string[]): Promise<void> {
  await page.focus('section[aria-labelledby=patient-title] button')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[role=dialog] input')
  await page.keyboard.type('Example')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Erika')
  await page.keyboard.press('Enter')
  await page.waitForFunction("document.activeElement?.getAttribute('name') === 'right.rx.sphere'")
  for (const text of typed) {
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }
  await page.waitForFunction("document.activeElement?.matches('.materials input')")
  for (const key of ['ArrowDown', 'Enter', 'Enter'] as const) await page.keyboard.press(key)
  await page.waitForFunction('document.activeElement?.matches(\'[data-fact="frame.type"] button\')')
  for (const text of ['pl', '50', '36', '18']) {
    await page.keyboard.type(text)
    await page.keyboard.press('Enter')
  }
  await page.waitForSelector('.send .button.primary:not([data-disabled])')
  await page.waitForSelector('[data-lab=said]')
}

async function keep(page: Page, name: string): Promise<void> {
  await page.evaluate('scrollTo(0, 0)')
  await page.waitForFunction("document.querySelector('main .ghost') === null")
  await page.screenshot({ path: join(DOCS, `${name}.png`) })
  console.log(`docs/${name}.png`)
}
