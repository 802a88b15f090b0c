import type { Page } from 'puppeteer'

/** What a tab showed, and when: milliseconds of the machine's own clock. */
export interface Shown {
  readonly of: string
  readonly text: string
  readonly atMs: number
}

/** Now, by the clock by which tabs of this machine say when they showed something. */
export const nowMs = (): number => performance.timeOrigin + performance.now()

/** Writes down each change of what is selected, at the moment it is in the document. */
async function watch(page: Page, { each, of, text }: Readonly<Record<'each' | 'of' | 'text', string>>): Promise<void> {
  await page.evaluate(`(() => {
    globalThis.shown = []
    const last = new Map()
    const look = () => {
      for (const element of document.querySelectorAll(${JSON.stringify(each)})) {
        const [of, text] = [${of}, ${text}]
        if (last.get(of) === text) continue
        last.set(of, text)
        globalThis.shown.push({ of, text, atMs: performance.timeOrigin + performance.now() })
      }
    }
    look()
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
  })()`)
}

/** The states of orders in a list. */
export const watchList = (page: Page): Promise<void> =>
  watch(page, {
    each: '[data-order]',
    of: 'element.dataset.order',
    text: `element.querySelector('.badge')?.textContent ?? ''`,
  })

/** The price in an order form. */
export const watchPrice = (page: Page): Promise<void> =>
  watch(page, { each: '[data-price]', of: `'price'`, text: `element.textContent ?? ''` })

/** All that was shown since it is watched. */
export const shownBy = async (page: Page): Promise<Shown[]> => (await page.evaluate('globalThis.shown')) as Shown[] // Its own words.
