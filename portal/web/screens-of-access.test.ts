import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { until } from '@ils/testing/condition'
import { chromium } from '@ils/testing/screens/open-screens'
import { openWalk, type Walk } from '@ils/testing/screens/open-walk'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const PRACTICE = 'second-sight'
const LENA = 'lena@lab.example'

// Only where no Chromium is installed: a machine without one cannot look at a page.
describe.skipIf(chromium === undefined)('the screens of access', () => {
  let walk: Walk
  let page: Walk['page']
  let admin: Awaited<ReturnType<Walk['portal']['admin']>>

  beforeAll(async () => {
    walk = await openWalk(readStandardLab())
    ;({ page } = walk)
    admin = await walk.portal.admin()
    const { email, password } = await walk.portal.person({ role: 'admin' })
    await walk.open('/practice', 'input[type=email]')
    await page.type('input[type=email]', email)
    await page.type('input[type=password]', password)
    await page.keyboard.press('Enter')
    await page.waitForSelector('main .page-head h1')
  })
  afterAll(() => walk.close())

  const press = async (name: string): Promise<void> => {
    await page.locator(`::-p-aria([name="${name}"][role="button"])`).click()
  }
  const tick = async (words: string): Promise<void> => {
    await page.locator(`label.tick ::-p-text(${words})`).click()
  }
  const rowOf = (email: string): Promise<string> =>
    page.$$eval(
      'tr[data-account]',
      (rows, wanted) =>
        rows
          .map((row) => (row as unknown as { innerText: string }).innerText) // Every element of a page has it.
          .find((text) => text.includes(wanted)) ?? '',
      email,
    )
  const says = (email: string, words: RegExp) =>
    until(`${email} is shown as ${words.source}`, async () => words.test(await rowOf(email)))
  const practice = () => admin.portal.getPractice({ params: { practiceId: PRACTICE } })

  test('the lab adds a practice and invites whoever leads it', async () => {
    await press('New practice')
    await page.waitForSelector('[role=dialog] input')
    await page.keyboard.type('Second Sight')
    await page.keyboard.press('Tab')
    await page.keyboard.type(PRACTICE)
    expect(await walk.violations()).toEqual([])
    await page.keyboard.press('Enter')
    await page.waitForFunction(`location.search === '?practice=${PRACTICE}'`)
    await page.waitForSelector('#staff-title')
    expect(await walk.shown('main h1')).toBe('Second Sight')
    const [name, email] = await page.$$('section[aria-labelledby=staff-title] input:not([type=checkbox])')
    await name?.type('Lee Lead')
    await email?.type('lee@practice.example')
    await tick('Leads the practice')
    await press('Send the invitation')
    await says('lee@practice.example', /leads the practice[\s\S]*invited/)
    const { items } = await admin.portal.listAccounts({ query: { practice: PRACTICE } })
    expect(items).toMatchObject([{ name: 'Lee Lead', roles: ['ecp'], leads: true, state: 'invited' }])
    expect(await walk.violations()).toEqual([])
  })

  test('an address that is only begun is not dropped: its other parts are asked for', async () => {
    const line = (label: string) => page.locator(`::-p-aria([name="${label}"][role="textbox"])`)
    await line('Street and number').fill('Main Street 1')
    await press('Save')
    await page.waitForSelector('.wrong')
    expect((await page.$$('section[aria-labelledby=profile-title] [data-invalid] .wrong')).length).toBe(3)
    expect((await practice()).address).toBeNull()
    await line('Postal code').fill('10115')
    await line('City').fill('Berlin')
    await line('Country (two letters)').fill('de')
    await press('Save')
    await until('it is kept', async () => (await practice()).address !== null)
    expect((await practice()).address).toEqual({
      ...{ street: 'Main Street 1', postcode: '10115', city: 'Berlin', country: 'DE' },
    })
  })

  test('a practice is closed after that was asked again, and opened', async () => {
    await press('Close the practice')
    await page.waitForSelector('[role=dialog]')
    await page.locator('[role=dialog] .button.bad').click()
    await until('it is closed', async () => (await practice()).closedAt !== null)
    await press('Open it again')
    await until('it is open', async () => (await practice()).closedAt === null)
  })

  test('access of the lab is given with its roles, changed, and switched off', async () => {
    await walk.open('/people', 'tr[data-account]')
    const [name, email] = await page.$$('form input:not([type=checkbox])')
    await name?.type('Lena Lab')
    await email?.type(LENA)
    await tick('Principal Engineer')
    await press('Send the invitation')
    await says(LENA, /Lab operator · Principal Engineer[\s\S]*invited/)
    expect(await walk.violations()).toEqual([])
    await press('Roles: Lena Lab')
    await page.waitForSelector('[role=dialog]')
    await page.locator('[role=dialog] label.tick ::-p-text(Lab manager)').click()
    expect(await walk.violations()).toEqual([])
    await page.locator('[role=dialog] .button.primary').click()
    await says(LENA, /Lab manager/)
    await press('Switch off: Lena Lab')
    await says(LENA, /switched off/)
    const { items } = await admin.portal.listAccounts({ query: { ofLab: true, limit: 200 } })
    expect(items.find((one) => one.email === LENA)).toMatchObject({
      ...{ roles: ['lab', 'engineer', 'manager'], state: 'disabled', practice: null },
    })
  })

  test('nothing on any page has broken or asked for what the policy forbids', () => {
    expect(walk.complaints).toEqual([])
  })
})
