import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { repository } from '@ils/testing/running-ils'
import { chromium } from '@ils/testing/screens/open-screens'
import { openWalk, type Walk } from '@ils/testing/screens/open-walk'
import type { ElementHandle } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const MOST_SCRIPT = 250 * 1024

// Only where no Chromium is installed: a machine without one cannot look at a page.
describe.skipIf(chromium === undefined)('the screens in a browser', () => {
  let walk: Walk
  let portal: Walk['portal']
  let robin: Walk['robin']
  let browser: Walk['browser']
  let page: Walk['page']
  let complaints: Walk['complaints']
  let open: Walk['open']
  let shown: Walk['shown']
  let violations: Walk['violations']

  beforeAll(async () => {
    walk = await openWalk(readStandardLab())
    ;({ portal, robin, browser, page, complaints, open, shown, violations } = walk)
  })
  afterAll(() => walk.close())

  const type = async (...texts: string[]): Promise<void> => {
    for (const text of texts) {
      await page.keyboard.type(text)
      await page.keyboard.press('Enter')
    }
  }

  test('an ECP signs in, orders by keyboard alone what the lab can make, and finds it in the list', async () => {
    await open('/orders/new', 'input[type=email]')
    expect(await violations()).toEqual([])
    await page.type('input[type=email]', robin.email)
    await page.type('input[type=password]', robin.password)
    await page.keyboard.press('Enter')
    await page.waitForSelector('[name=design]')
    expect(await violations()).toEqual([])

    await page.focus('section[aria-labelledby=patient-title] button')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=dialog] input')
    await page.keyboard.type('Example')
    await page.keyboard.press('Tab')
    await type('Erika')
    await page.waitForSelector('.chosen')

    // After the patient the first power has the focus; Enter goes on, and an empty axis is passed over.
    await until('the sphere has the focus', () =>
      page.evaluate("document.activeElement?.getAttribute('name') === 'right.rx.sphere'"),
    )
    // An addition and a height that the right eye has not are passed over for the left one.
    await type('-225', '-75', '175', '', '-200', '-50', '5', '315', '', '31')
    await page.waitForFunction("document.activeElement?.getAttribute('name') === 'design'")
    await type('Single vision')
    await page.waitForFunction("document.activeElement?.matches('.materials input')")
    await page.keyboard.press('Space')
    await page.focus('[name="frame.a"]')
    await type('50', '36', '18')
    await page.focus('section[aria-labelledby=frame-title] button.select')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=listbox]')
    await page.keyboard.type('Plast')
    await page.keyboard.press('Enter')

    await page.waitForSelector('[data-lab=said]')
    await page.waitForSelector('.send .button.primary:not([data-disabled])')
    expect(await shown('[data-price]')).toMatch(/\d/)
    await page.waitForSelector('[data-draft=saved]')
    expect(await violations()).toEqual([])
    await page.focus('.send .button.primary')
    await page.keyboard.press('Enter')
    await page.waitForFunction("location.pathname.startsWith('/orders/ord_')")
    const [taken] = (await robin.portal.listOrders({ query: {} })).items
    expect(taken).toMatchObject({ patient: { familyName: 'Example' }, eyes: ['right', 'left'] })
    expect((await robin.portal.listDrafts({})).items).toEqual([])
    await until('the screen has moved by itself', async () => (await shown('.page-head .badge')) === 'At the lab')
    expect(await violations()).toEqual([])
    await open('/orders', `[data-order="${taken?.id ?? ''}"]`)
    expect(await violations()).toEqual([])
  })

  test('what cannot be made is said at its field, with the nearest value that can, one press away', async () => {
    const [taken] = (await robin.portal.listOrders({ query: {} })).items
    await open(`/orders/new?from=${taken?.id ?? ''}&way=reorder`, '[name=design]')
    await page.click('[name="right.rx.sphere"]')
    await page.keyboard.type('-2400')
    await page.waitForSelector('.ways button')
    expect(await shown('.verdict')).toContain('-24.00 D')
    expect(await page.$eval('[name="right.rx.sphere"]', (input) => input.getAttribute('aria-invalid'))).toBe('true')
    expect(await violations()).toEqual([])
    await page.click('.ways button')
    await page.waitForFunction(`document.querySelector('[name="right.rx.sphere"]')?.value === '-10.00'`)
  })

  test('by keys alone: single vision, a progressive with its trace, and a reorder, in few presses', async () => {
    let presses = 0
    const press = async (key: 'Enter' | 'Space' | 'Tab' | 'ArrowDown'): Promise<void> => {
      presses++
      await page.keyboard.press(key)
    }
    const line = async (...texts: string[]): Promise<void> => {
      for (const text of texts) {
        presses += text.length
        await page.keyboard.type(text)
        await press('Enter')
      }
    }
    const focused = (name: string): Promise<unknown> =>
      page.waitForFunction(`document.activeElement?.getAttribute('name') === '${name}'`)
    const begin = async (): Promise<void> => {
      await page.goto(`${portal.url}/orders/new`)
      await focused('patient')
      presses = 0
      // Somebody who is the only one to be found is taken by Enter.
      await line('exam')
      await focused('right.rx.sphere')
    }
    const material = async (): Promise<void> => {
      await page.waitForFunction("document.activeElement?.matches('.materials input')")
      await press('ArrowDown')
      await press('Enter')
      await press('Enter')
      await page.waitForFunction('document.activeElement?.matches(\'[data-fact="frame.type"] button\')')
    }
    const sent = async (): Promise<number> => {
      await page.waitForSelector('.send .button.primary:not([data-disabled])')
      await page.waitForSelector('[data-lab=said]')
      expect(await page.$eval('[data-expected]', (day) => day.getAttribute('data-expected'))).toMatch(/^\d{4}-/)
      await focused('send')
      await press('Enter')
      await page.waitForFunction("location.pathname.startsWith('/orders/ord_')")
      return presses
    }

    await begin()
    // An addition or a height that the right eye has not is passed over for the left one.
    await line('-325', '-75', '175', '', '-300', '-50', '5', '63', '', 'sing')
    await material()
    await line('pl', '50', '36', '18')
    expect(await sent()).toBeLessThanOrEqual(56)

    await begin()
    await line('+175', '-50', '90', '200', '+150', '=', '=', '=', '315', '19', '31', '=', 'prog')
    await material()
    presses += 3
    await page.keyboard.type('met')
    await press('Tab')
    await page.waitForFunction('document.activeElement?.matches(\'[data-fact="frame.trace"] button\')')
    // Enter opens the system's own dialog, which no page and no test reaches into: the file is given to what it fills.
    presses++
    const input = await page.$('section[aria-labelledby=frame-title] input[type=file]')
    // Another kind of input takes no file, and the upload would say so.
    await (input as ElementHandle<never>).uploadFile(join(repository, 'lims/oma/conformance/samples/tracer-upload.oma'))
    await page.waitForFunction("document.querySelector('[name=\"frame.a\"]')?.value !== ''")
    await page.waitForSelector('.send .button.primary:not([data-disabled])')
    await page.keyboard.down('Control')
    await press('Enter')
    await page.keyboard.up('Control')
    await page.waitForFunction("location.pathname.startsWith('/orders/ord_')")
    expect(presses).toBeLessThanOrEqual(66)

    await page.waitForSelector('a[href*="way=reorder"]')
    await page.focus('a[href*="way=reorder"]')
    presses = 0
    await press('Enter')
    await focused('send')
    await page.waitForSelector('.send .button.primary:not([data-disabled])')
    await press('Enter')
    // Ordered a moment ago: the same is not ordered twice by mistake.
    await page.waitForSelector('[role=dialog] .button.primary')
    await press('Tab')
    await press('Tab')
    await press('Enter')
    await page.waitForFunction("location.search === '' && location.pathname.startsWith('/orders/ord_')")
    expect(presses).toBeLessThanOrEqual(5)
    complaints.splice(0, complaints.length, ...complaints.filter((text) => !text.includes('409')))
  })

  test('a treatment takes the place of one that it does not go with, says so, and gives it back', async () => {
    const [taken] = (await robin.portal.listOrders({ query: {} })).items
    await open(`/orders/new?from=${taken?.id ?? ''}&way=reorder`, '.treatments .tick')
    const ticks = (): Promise<string[]> =>
      page.$$eval('.treatments .tick[data-selected]', (all) =>
        all.map((one) => (one as unknown as { innerText: string }).innerText.trim()),
      )
    const tick = async (name: string): Promise<void> => {
      const all = await page.$$('.treatments .tick')
      for (const one of all)
        if ((await one.evaluate((label) => (label as unknown as { innerText: string }).innerText)).startsWith(name))
          await one.click()
    }
    await tick('Anti-reflective, hydrophobic')
    await until('it is chosen, and others say what they would replace', async () =>
      (await shown('.treatments')).includes('instead of Anti-reflective, hydrophobic'),
    )
    await tick('Anti-reflective, super-slick')
    await page.waitForSelector('.replaced button')
    expect(await ticks()).toEqual(['Anti-reflective, super-slick'])
    expect(await shown('.replaced')).toContain('has taken the place of Anti-reflective, hydrophobic')
    expect(await violations()).toEqual([])
    await page.click('.replaced button')
    await until('the one before is back', async () => (await ticks()).join() === 'Anti-reflective, hydrophobic')
  })

  test('an order is kept as a template without whom it is for, and the next one is begun with it', async () => {
    const [taken] = (await robin.portal.listOrders({ query: {} })).items
    await open(`/orders/new?from=${taken?.id ?? ''}&way=reorder`, '.treatments .tick')
    await page.evaluate("[...document.querySelectorAll('button')].find((one) => one.innerText === 'Templates').click()")
    await page.waitForSelector('[role=dialog] input')
    expect(await violations()).toEqual([])
    await page.click('[role=dialog] input', { count: 3 })
    await page.keyboard.type('Everyday')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=dialog]', { hidden: true })
    const [kept] = (await robin.portal.listTemplates({})).items
    expect(kept).toMatchObject({ name: 'Everyday', by: 'A ecp' })
    await open('/orders/new', '[name=template]')
    await page.focus('[name=template]')
    await page.keyboard.type('every')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForFunction("document.querySelector('[name=design]')?.value !== ''")
    await page.waitForSelector('.materials input:checked')
    expect(await page.$eval('[name="right.rx.sphere"]', (input) => input.getAttribute('value'))).toBe('')
  })

  test('the tour fills in an example that cannot be sent, and ends with Escape', async () => {
    await open('/orders/new?tour=1', '.tour')
    const drafts = (await robin.portal.listDrafts({})).items.length
    for (let step = 1; step < 7; step++) {
      await page.waitForFunction(`document.querySelector('.tour p')?.textContent.includes('${step} of')`)
      expect(await page.evaluate('document.activeElement?.id')).toBe('tour-step')
      await page.click('.tour .button.primary')
    }
    await page.waitForSelector('[data-price]')
    expect(await violations()).toEqual([])
    expect(await shown('.send-bar')).toContain('An example is not sent')
    // A patient is all that it lacks, and does not help.
    await page.keyboard.down('Control')
    await page.focus('[name="right.rx.sphere"]')
    await page.keyboard.press('Enter')
    await page.keyboard.up('Control')
    expect(await page.$('.send .button.primary:not([data-disabled])')).toBeNull()
    expect((await robin.portal.listDrafts({})).items.length).toBe(drafts)
    await page.focus('.tour .button.primary')
    await page.keyboard.press('Escape')
    await page.waitForFunction("location.pathname === '/orders'")
    expect((await robin.portal.listDrafts({})).items.length).toBe(drafts)
    expect((await robin.portal.getReads()).tour).toBe('taken')
  })

  test('a word says what it means, and closes with Escape to where one was', async () => {
    await open('/orders/new', '.rx-grid .term')
    await page.focus('.rx-grid .term')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.definition p')
    expect(await shown('.definition')).toContain('in dioptres')
    await page.keyboard.press('Escape')
    await page.waitForSelector('.definition', { hidden: true })
    await page.waitForFunction("document.activeElement?.textContent === 'Sphere'")
    await open('/help', '.terms dt')
    const all = (await page.$$('.terms dt')).length
    await page.type('#words input', 'prism')
    await page.waitForFunction(`document.querySelectorAll('.terms dt').length < ${all}`)
    expect(await shown('.terms')).toContain('prism dioptres')
  })

  test('no page has an accessibility fault, in light and dark, on a desk and on a tablet', async () => {
    const [taken] = (await robin.portal.listOrders({ query: {} })).items
    const { items: found } = await robin.portal.searchPatients({ body: { words: 'exam', limit: 1 } })
    const paths = [
      '/orders/new',
      `/patients/${found[0]?.id ?? ''}`,
      '/orders',
      `/orders/${taken?.id ?? ''}`,
      '/patients',
      '/practice',
      '/account',
      '/help',
      '/whats-new',
    ]
    for (const [width, height, scheme] of [[1280, 800, 'light'] as const, [800, 1280, 'dark'] as const]) {
      await page.setViewport({ width, height })
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
      for (const path of paths) {
        await open(path, 'main h1')
        await page.waitForFunction("document.querySelector('main .ghost') === null")
        expect(await violations()).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
      }
    }
  })

  test('the ordering page loads no more script than a practice can wait for', async () => {
    const scripts = new Map<string, number>()
    const fresh = await browser.newPage()
    fresh.on('response', (response) => {
      if (!response.url().endsWith('.js')) return
      void response.buffer().then(
        (body) => scripts.set(response.url(), gzipSync(body).length),
        () => null,
      )
    })
    await fresh.setCacheEnabled(false)
    await fresh.goto(`${portal.url}/orders/new`)
    await fresh.waitForSelector('[name=design]')
    // The live line stays open, and that of a page before as long as the browser counts it.
    await fresh.waitForNetworkIdle({ concurrency: 2 })
    const total = [...scripts.values()].reduce((sum, bytes) => sum + bytes, 0)
    await fresh.close()
    expect(total).toBeGreaterThan(50 * 1024)
    expect(total).toBeLessThan(MOST_SCRIPT)
  })

  test('nothing on any page has broken or asked for what the policy forbids', () => {
    expect(complaints).toEqual([])
  })
})
