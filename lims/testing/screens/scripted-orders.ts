import type { Page } from 'puppeteer'
import { until } from '../condition.ts'
import { handsAt, type Hands, type Pace } from './hands.ts'

export interface Scripted {
  readonly orderId: string
  readonly seconds: number
  readonly keys: number
}

const SEND = '[name=send], .send .button.primary'
const READY = '[name=send]:not([data-disabled]), .send .button.primary:not([data-disabled])'
const FRAME_TYPE = 'section[aria-labelledby=frame-title] button.select'

/** From the empty form to the order that the portal has taken: two lenses of single vision for somebody who is known. */
export function orderSingleVision(page: Page, pace: Pace): Promise<Scripted> {
  return timed(page, pace, async (hands) => {
    await choosePatient(page, hands, 'Exam')
    await hands.fill('-225', '-75', '175')
    await goOnTo(page, hands, 'left.rx.sphere')
    await hands.fill('-200', '-50', '5')
    await goOnTo(page, hands, 'right.fitting.pd')
    await hands.fill('315')
    await goOnTo(page, hands, 'left.fitting.pd')
    await hands.fill('31')
    await chooseLens(page, hands, 'Single')
    await typeFrame(page, hands, ['50', '36', '18'])
    await sendOff(page, hands)
  })
}

/** The same of a progressive lens, with heights, and the shape of the frame from a file of a tracer. */
export function orderProgressive(page: Page, pace: Pace, traceFile: string): Promise<Scripted> {
  return timed(page, pace, async (hands) => {
    await choosePatient(page, hands, 'Exam')
    await hands.fill('+150', '-50', '90', '200')
    await goOnTo(page, hands, 'left.rx.sphere')
    await hands.fill('+175', '-75', '85', '200')
    await goOnTo(page, hands, 'right.fitting.pd')
    await hands.fill('315', '20')
    await goOnTo(page, hands, 'left.fitting.pd')
    await hands.fill('31', '20')
    await chooseLens(page, hands, 'Progressive')
    await hands.reach('section[aria-labelledby=frame-title] button:has(+ input[type=file])')
    await hands.think()
    const chooser = page.waitForFileChooser()
    await hands.press('Enter')
    const dialog = await chooser
    // The dialog of the system: a choice, the beginning of the file's name, Enter.
    await hands.think()
    await new Promise((resolve) => setTimeout(resolve, pace.keyMs * 6))
    await dialog.accept([traceFile])
    await hands.sees('[name="frame.a"]:not([value=""])')
    await chooseFrameType(page, hands, true)
    await sendOff(page, hands)
  })
}

/** From the page of an order to the next one like it. */
export async function orderAgain(page: Page, pace: Pace): Promise<Scripted> {
  const before = page.url()
  return timed(page, pace, async (hands) => {
    await hands.think()
    // The first Tab offers to pass over the menu.
    await hands.reach('a.skip')
    await hands.press('Enter')
    await hands.reach('a[href*="way=reorder"]')
    await hands.press('Enter')
    await hands.sees(READY)
    await sendOff(page, hands, before)
  })
}

async function timed(page: Page, pace: Pace, run: (hands: Hands) => Promise<void>): Promise<Scripted> {
  const hands = handsAt(page, pace)
  const began = performance.now()
  await run(hands)
  const seconds = (performance.now() - began) / 1000
  return { orderId: new URL(page.url()).pathname.split('/').at(-1) ?? '', seconds, keys: hands.keys() }
}

async function choosePatient(page: Page, hands: Hands, letters: string): Promise<void> {
  await hands.reach('[name=patient]')
  await hands.think()
  await hands.type(letters)
  await hands.sees('[role=option]')
  // The list may be another one by the next look: whoever sees nothing marked presses the arrow once more.
  for (let i = 0; i < 5; i++) {
    await hands.press('ArrowDown')
    if (await page.$('[role=option][data-focused]')) break
  }
  await hands.press('Enter')
  await focused(page, 'right.rx.sphere')
}

async function chooseLens(page: Page, hands: Hands, letters: string): Promise<void> {
  await goOnTo(page, hands, 'design')
  await hands.think()
  await hands.type(letters)
  await hands.press('Enter')
  await until('the materials have the focus', () =>
    page.evaluate(`document.activeElement?.matches('.materials input')`),
  )
  await hands.think()
  await hands.press('Space')
}

async function typeFrame(page: Page, hands: Hands, [a = '', b = '', bridge = '']: readonly string[]): Promise<void> {
  await chooseFrameType(page, hands)
  await hands.reach('[name="frame.a"]')
  await hands.fill(a, b, bridge)
}

async function chooseFrameType(page: Page, hands: Hands, back = false): Promise<void> {
  await hands.reach(FRAME_TYPE, back)
  await hands.think()
  await hands.press('Enter')
  await hands.sees('[role=listbox]')
  await hands.type('Plast')
  await hands.press('Enter')
  await until('the list has closed', () => page.evaluate(`document.querySelector('[role=listbox]') === null`))
}

/** Looks over what was said, and sends: by the keys for it where the form has some. */
async function sendOff(page: Page, hands: Hands, before?: string): Promise<void> {
  await hands.sees(READY)
  await hands.think()
  if (await page.$('[aria-keyshortcuts="Control+Enter"]')) await hands.send()
  else {
    await hands.reach(SEND)
    await hands.press('Enter')
  }
  const there = `location.pathname.startsWith('/orders/ord_') && location.href !== ${JSON.stringify(before ?? '')}`
  await until('the order is taken', async () => {
    if (await page.evaluate(there)) return true
    // The same was ordered a short while ago: that is meant.
    if (!(await page.$('[role=dialog] .button.primary'))) return false
    await hands.think()
    await hands.reach('[role=dialog] .button.primary')
    await hands.press('Enter')
    await until('the dialog has closed', () => page.evaluate(`document.querySelector('[role=dialog]') === null`))
    return false
  })
}

/** Enter on an empty field passes it over, as far as the field that is named. */
async function goOnTo(page: Page, hands: Hands, name: string): Promise<void> {
  for (let i = 0; i < 12; i++) {
    if (await page.evaluate(`document.activeElement?.getAttribute('name') === ${JSON.stringify(name)}`)) return
    await hands.press('Enter')
  }
  throw new Error(`${name} was not reached with Enter`)
}

const focused = (page: Page, name: string): Promise<unknown> =>
  until(`${name} has the focus`, () =>
    page.evaluate(`document.activeElement?.getAttribute('name') === ${JSON.stringify(name)}`),
  )
