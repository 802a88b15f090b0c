import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository, startIls } from '@ils/testing/running-ils'
import { launch, type Page } from 'puppeteer'

/** `npm run pictures`: the pictures under docs/pictures, taken of what runs now, through its own screens. */

const DESKTOP = { width: 1280, height: 800 }
/** A ten-inch tablet held across. */
const TABLET = { width: 1080, height: 810 }
const PICTURES = join(repository, 'docs/pictures')
const CHROMIUM = process.argv[2] ?? '/usr/bin/chromium'

const folder = mkdtempSync(join(tmpdir(), 'ils-pictures-'))
const ils = await startIls(folder, {}, { seed: true })
const browser = await launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--lang=en-GB'] })
try {
  const page = await browser.newPage()
  await page.setViewport(DESKTOP)
  await page.goto(ils.url)
  await keep(page, 'start-page')
  await page.goto(`${ils.portalUrl}/orders/new`)
  await page.waitForSelector('input[type=email]')
  await keep(page, 'portal-sign-in')
  await signIn(page, 'ecp')
  await order(page, ['-225', '-75', '175', '', '-200', '-50', '5', '63', '', 'Single vision'])
  await keep(page, 'portal-order-form')
  await keepOnTabletAtNight(page, 'portal-order-form-tablet')
  await page.focus('[name=send]')
  await page.keyboard.press('Enter')
  await page.waitForFunction("location.pathname.startsWith('/orders/ord_')")
  await page.waitForFunction("document.querySelector('.page-head .badge')?.innerText === 'At the lab'")
  await keep(page, 'portal-order')
  await open(page, '/orders', '[data-order]')
  await keep(page, 'portal-orders')
  await open(page, '/patients', 'input')
  await page.type('main input', 'Example')
  await page.waitForSelector('a[href^="/patients/"]')
  await keep(page, 'portal-patients')
  await page.click('a[href^="/patients/"]')
  await page.waitForFunction("location.pathname.startsWith('/patients/')")
  await keep(page, 'portal-patient')
  for (const [path, name] of [
    ['/practice', 'portal-practice'],
    ['/whats-new', 'portal-whats-new'],
    ['/help', 'portal-help'],
    ['/account', 'portal-account'],
  ] as const) {
    await open(page, path, 'main h1')
    await keep(page, name)
  }
  await browser.deleteCookie(...(await browser.cookies()))
  await open(page, '/practice', 'input[type=email]')
  await signIn(page, 'admin')
  await page.waitForSelector('main .page-head h1')
  await keep(page, 'portal-practices')
  await open(page, '/people', 'tr[data-account]')
  await keep(page, 'portal-people')
  await open(page, '/outbox', 'main h1')
  await keep(page, 'portal-mails')
} finally {
  await browser.close()
  await ils.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function open(page: Page, path: string, shows: string): Promise<void> {
  await page.goto(`${ils.portalUrl}${path}`)
  await page.waitForSelector(shows)
}

/** Where the page asks who is there. */
async function signIn(page: Page, who: 'ecp' | 'admin'): Promise<void> {
  // Written by `ils up`, for whoever starts it.
  const people = JSON.parse(readFileSync(join(folder, 'portal-sign-ins.json'), 'utf8')) as {
    email: string
    password: string
  }[]
  const { email = '', password = '' } = people.find((one) => one.email.startsWith(`${who}@`)) ?? {}
  await page.type('input[type=email]', email)
  await page.type('input[type=password]', password)
  await page.keyboard.press('Enter')
  await page.waitForSelector('main h1')
}

async function order(page: Page, typed: readonly string[]): Promise<void> {
  await page.waitForSelector('[name=design]')
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
  await page.screenshot({ path: join(PICTURES, `${name}.png`) })
  console.log(`docs/pictures/${name}.png`)
}

async function keepOnTabletAtNight(page: Page, name: string): Promise<void> {
  await page.setViewport(TABLET)
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
  await keep(page, name)
  await page.emulateMediaFeatures([])
  await page.setViewport(DESKTOP)
}
