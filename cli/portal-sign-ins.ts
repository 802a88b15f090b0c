import { randomBytes } from 'node:crypto'
import type { ClientOf } from '@ils/lims-client/call'
import { openClient } from '@ils/lims-client/open-client'
import { LimsRefused } from '@ils/lims-client/refused'
import { portalApi } from '@ils/portal/contract/portal'
import { PORTAL_HEADER } from '@ils/portal/contract/portal-header'
import type { Role } from '@ils/portal/contract/roles'
import type { DataFolder } from './data-folder.ts'

export interface PortalSignIn {
  readonly who: string
  readonly email: string
  /** Null: it is another one by now. */
  readonly password: string | null
}

interface Kept {
  readonly who: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly role: Role
  readonly practice: string | null
  readonly leads: boolean
}

const PRACTICE = { id: 'demo-practice', name: 'Demo Practice' }
const nobody = { practice: null, leads: false }
const ADMIN = {
  who: 'admin',
  name: 'Portal Administrator',
  email: 'admin@demo.example',
  role: 'admin',
  ...nobody,
} as const
const DEMO = [
  {
    who: 'demo ECP',
    name: 'Demo Optician',
    email: 'ecp@demo.example',
    role: 'ecp',
    practice: PRACTICE.id,
    leads: true,
  },
  { who: 'demo manager', name: 'Demo Lab Manager', email: 'manager@demo.example', role: 'manager', ...nobody },
] as const

/**
 * The portal's first sign-ins: its administrator, and with a demo also an ECP with a practice and a lab manager. All are
 * made through the portal's own door. Passwords are random and kept in the data folder, written before they are used: what
 * was begun is gone on with at the next start. Answers who can sign in, each tried just now.
 */
export async function portalSignIns(
  url: string,
  folder: DataFolder,
  { demo, setupKey }: { readonly demo: boolean; readonly setupKey: string },
): Promise<PortalSignIn[]> {
  // It was written by us, below.
  const kept = JSON.parse(folder.portalSignIns() ?? '[]') as Kept[]
  const wanted = [ADMIN, ...(demo ? DEMO : [])]
  const missing = wanted.filter(({ email }) => !kept.some((one) => one.email === email))
  const people = [...kept, ...missing.map((one): Kept => ({ ...one, password: freshPassword() }))]
  if (missing.length > 0) folder.keepPortalSignIns(JSON.stringify(people, null, 2))
  const tried: PortalSignIn[] = []
  let admin: Browser | undefined
  for (const person of people) {
    const { who, email, password } = person
    const browser = openBrowser(url)
    let works = await signsIn(browser, email, password)
    if (!works && missing.some((one) => one.email === email)) {
      if (person.role === 'admin') await setUp(browser, person, setupKey)
      else if (admin) await invite(url, admin, person)
      works = await signsIn(browser, email, password)
    }
    if (person.role === 'admin' && works) admin = browser
    else if (works) await browser.signOut({ body: { everywhere: false } })
    tried.push({ who, email, password: works ? password : null })
  }
  await admin?.signOut({ body: { everywhere: false } })
  return tried
}

type Browser = ClientOf<typeof portalApi>

async function signsIn(browser: Browser, email: string, password: string): Promise<boolean> {
  try {
    return (await browser.signIn({ body: { email, password } })).next === 'done'
  } catch (error) {
    if (error instanceof LimsRefused) return false
    throw error
  }
}

async function setUp(browser: Browser, { name, email, password }: Kept, setupKey: string): Promise<void> {
  await browser.setUpPortal({ body: { setupKey, name, email, password } }).catch(unless('setup_closed'))
}

/** As anybody is invited; but the mail is read in the outbox, which a portal without a mail server shows its administrator. */
async function invite(url: string, admin: Browser, person: Kept): Promise<void> {
  const { name, email, role, practice, leads, password } = person
  if (practice !== null) await admin.addPractice({ body: PRACTICE }).catch(unless('conflict'))
  const taken = await admin.inviteAccount({ body: { name, email, roles: [role], practice, leads } }).then(
    () => false,
    (error: unknown) => {
      unless('conflict')(error)
      return true
    },
  )
  // A start was broken off between the invitation and its taking up, or somebody else has that address.
  if (taken) {
    const { items } = await admin.listAccounts({ query: { limit: 200 } })
    const there = items.find((one) => one.email === email && one.state === 'invited')
    if (!there) return
    await admin.inviteAgain({ params: { accountId: there.id } })
  }
  const { items } = await admin.listMails({ query: { limit: 50 } })
  const token = /\/invitation#(\S+)/.exec(items.find(({ to }) => to === email)?.text ?? '')?.[1]
  if (token !== undefined) await openBrowser(url).acceptInvitation({ body: { token, password } })
}

const unless =
  (code: string) =>
  (error: unknown): void => {
    if (!(error instanceof LimsRefused && error.code === code)) throw error
  }

/** Easy to type off a screen: no letters that look like others. */
function freshPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const text = Array.from(randomBytes(16), (byte) => letters.charAt(byte % letters.length)).join('')
  return text.replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** Keeps the cookie, as a browser does. */
function openBrowser(url: string): Browser {
  let cookie = ''
  return openClient(portalApi, {
    url,
    async fetch(input, init) {
      const headers = new Headers(init?.headers)
      headers.set(PORTAL_HEADER, '1')
      if (cookie !== '') headers.set('cookie', cookie)
      const answer = await fetch(input, { ...init, headers })
      for (const set of answer.headers.getSetCookie()) cookie = set.split(';')[0] ?? ''
      return answer
    },
  })
}
