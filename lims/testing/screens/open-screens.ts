import { existsSync } from 'node:fs'
import { launch, type BrowserContext, type Page } from 'puppeteer'

/** Undefined where none is installed. */
export const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)

export interface SignIn {
  readonly email: string
  readonly password: string
}

export interface Screens {
  /** A further tab, signed in like the others. */
  tab(path: string, selector: string): Promise<Page>
  /** What the content security policy forbade in any tab, as the browser says it. */
  readonly violations: string[]
  /** Somebody else in a browser of their own. */
  person(signIn: SignIn): Promise<Pick<Screens, 'tab'>>
  close(): Promise<void>
}

// Tabs that nobody looks at would be slowed down by the browser; here each is somebody's only one.
const awake = [
  '--no-sandbox',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
]

/** A browser in which somebody is signed in to the portal by its own page. */
export async function openScreens(url: string, signIn: SignIn): Promise<Screens> {
  if (chromium === undefined) throw new Error('there is no Chromium on this machine')
  const browser = await launch({ executablePath: chromium, args: awake })
  const violations: string[] = []
  const openIn = async (context: BrowserContext): Promise<Page> => {
    const page = await context.newPage()
    await page.setViewport({ width: 1280, height: 800 })
    await page.exposeFunction('sayViolation', (text: string) => void violations.push(text))
    await page.evaluateOnNewDocument(
      `document.addEventListener('securitypolicyviolation', (event) => sayViolation(event.violatedDirective + ' ' + event.blockedURI))`,
    )
    return page
  }
  const person = async ({ email, password }: SignIn): Promise<Pick<Screens, 'tab'>> => {
    const context = await browser.createBrowserContext()
    const first = await openIn(context)
    await first.goto(`${url}/orders`)
    await first.waitForSelector('input[type=email]')
    await first.type('input[type=email]', email)
    await first.type('input[type=password]', password)
    await first.keyboard.press('Enter')
    // Only pages of somebody who is signed in have this line.
    await first.waitForSelector('.connection')
    await first.close()
    return {
      async tab(path, selector) {
        const page = await openIn(context)
        await page.goto(`${url}${path}`)
        await page.waitForSelector(selector).catch(async (cause: unknown) => {
          const seen = String(await page.evaluate('document.body.innerText')).slice(0, 2000)
          throw new Error(`${path} never had ${selector}; it shows: ${seen}`, { cause })
        })
        return page
      },
    }
  }
  return { ...(await person(signIn)), person, violations, close: () => browser.close() }
}
