import type { ClientOf } from '@ils/lims-client/call'
import { openClient } from '@ils/lims-client/open-client'
import { LimsRefused } from '@ils/lims-client/refused'
import { portalApi } from '@ils/portal/contract/portal'
import { PORTAL_HEADER } from '@ils/portal/contract/portal-header'
import type { Role } from '@ils/portal/contract/roles'

/** What a browser does with the portal: keeps its cookie and sends our header. */
export interface PortalBrowser {
  /** A method for every endpoint of the portal's contract. */
  readonly portal: ClientOf<typeof portalApi>
  readonly fetch: typeof fetch
  cookie(): string
  setCookie(cookie: string): void
}

export interface PortalPerson extends PortalBrowser {
  readonly accountId: string
  readonly email: string
  readonly password: string
}

export interface PersonOptions {
  readonly role: Role
  readonly practice?: string
  readonly leads?: boolean
}

/** A browser that nobody is signed in with yet. */
export function openPortalBrowser(url: string): PortalBrowser {
  let cookie = ''
  const browse: typeof fetch = async (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set(PORTAL_HEADER, '1')
    if (cookie !== '') headers.set('cookie', cookie)
    const answer = await fetch(input, { ...init, headers })
    for (const set of answer.headers.getSetCookie()) cookie = set.includes('Max-Age=0') ? '' : (set.split(';')[0] ?? '')
    return answer
  }
  return {
    portal: openClient(portalApi, { url, fetch: browse, retry: 'none', circuit: 'none', checks: 'none' }),
    fetch: browse,
    cookie: () => cookie,
    setCookie(text) {
      cookie = text
    },
  }
}

/** Somebody who is invited by the administrator, comes by the link of the mail, and signs in. Their practice is added where it is missing. */
export async function invitePerson(
  url: string,
  admin: PortalBrowser,
  number: number,
  { role, practice, leads = false }: PersonOptions,
): Promise<PortalPerson> {
  const { portal } = admin
  if (practice !== undefined) await portal.addPractice({ body: { id: practice, name: practice } }).catch(isThere)
  const email = `${role}-${number}@portal.example`
  const about = { name: `A ${role}`, email, roles: [role], practice: practice ?? null, leads }
  const { id: accountId } = await portal.inviteAccount({ body: about })
  const mails = await portal.listMails({ query: { limit: 20 } })
  const token = /#(\S+)/.exec(mails.items.find(({ to }) => to === email)?.text ?? '')?.[1] ?? ''
  const password = `phrase of person ${number} alone`
  const opened = openPortalBrowser(url)
  await opened.portal.acceptInvitation({ body: { token, password } })
  await opened.portal.signIn({ body: { email, password } })
  return { ...opened, accountId, email, password }
}

function isThere(error: unknown): void {
  if (!(error instanceof LimsRefused && error.code === 'conflict')) throw error
}
