import type { KeyInput, Page } from 'puppeteer'
import { until } from '../condition.ts'

/**
 * The keystroke-level model (Card, Moran, Newell: The Psychology of Human-Computer Interaction, 1983): K for an average
 * skilled typist of 55 words a minute, M before whatever has to be thought of first. The look at the next value of what lies
 * beside the keyboard is ours: the model has no operator for reading.
 */
export const humanPace = { keyMs: 200, thinkMs: 1350, lookMs: 400 } as const

/** No pace at all: for tests of what the keys do. */
export const noPace = { keyMs: 0, thinkMs: 0, lookMs: 0 } as const

export interface Pace {
  readonly keyMs: number
  readonly thinkMs: number
  readonly lookMs: number
}

export interface Hands {
  readonly keys: () => number
  press(key: KeyInput): Promise<void>
  /** Sends with Ctrl and Enter. */
  send(): Promise<void>
  type(text: string): Promise<void>
  /** Looks up the next value, types it and goes on with Enter. */
  fill(...values: string[]): Promise<void>
  think(): Promise<void>
  /** Tabs until it has the focus; a person sees that as well. */
  reach(selector: string, back?: boolean): Promise<void>
  /** Waits for what the screen does by itself. */
  sees(selector: string): Promise<void>
}

const MOST_TABS = 80

/** Somebody at the keyboard, and nothing but the keyboard. */
export function handsAt(page: Page, { keyMs, thinkMs, lookMs }: Pace): Hands {
  let keys = 0
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
  const press = async (key: KeyInput): Promise<void> => {
    await wait(keyMs)
    await page.keyboard.press(key)
    keys += 1
  }
  const type = async (text: string): Promise<void> => {
    for (const character of text) await press(character as KeyInput) // Each has a key of its own.
  }
  const isAt = async (selector: string): Promise<boolean> =>
    Boolean(await page.evaluate(`document.activeElement?.matches(${JSON.stringify(selector)})`))
  return {
    ...{ keys: () => keys, press, type },
    think: () => wait(thinkMs),
    async send() {
      await wait(keyMs)
      await page.keyboard.down('Control')
      await press('Enter')
      await page.keyboard.up('Control')
      keys += 1
    },
    async fill(...values) {
      for (const value of values) {
        await wait(lookMs)
        await type(value)
        await press('Enter')
      }
    },
    async reach(selector, back = false) {
      for (let tabs = 0; !(await isAt(selector)); tabs++) {
        if (tabs === MOST_TABS) throw new Error(`${selector} was not reached with ${MOST_TABS} tabs`)
        if (back) await page.keyboard.down('Shift')
        await press('Tab')
        if (back) await page.keyboard.up('Shift')
      }
    },
    async sees(selector) {
      await until(`${selector} is there`, () => page.$(selector), { withinMs: 30_000, everyMs: 5 })
    },
  }
}
