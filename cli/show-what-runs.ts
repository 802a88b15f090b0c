import type { RunningLims } from '@ils/lims/start-lims'
import type { RunningPortal } from '@ils/portal/server/start-portal'
import colours from 'picocolors'
import type { DataFolder } from './data-folder.ts'
import type { RulebookInForce } from './first-rulebook.ts'
import type { PortalSignIn } from './portal-sign-ins.ts'
import { say, table } from './say.ts'

export interface Runs {
  readonly lims: RunningLims
  readonly portal: RunningPortal
  readonly database: { readonly shown: string; readonly embedded: boolean }
  readonly folder: DataFolder
  /** How an administrator of the LIMS signs in. */
  readonly signIn: string
  readonly rulebook: RulebookInForce
  readonly signIns: readonly PortalSignIn[]
}

/** What runs where, for programs. Passwords stay in the data folder. */
export function whatRuns({ lims, portal, folder, signIn, rulebook, signIns }: Runs): object {
  const { release, says } = rulebook
  return {
    lims: lims.url,
    docs: `${lims.url}/docs`,
    portal: portal.url,
    portalSignIns: signIns.map(({ who, email }) => ({ who, email })),
    data: folder.path,
    signIn,
    release,
    rulebook: says,
    pid: process.pid,
  }
}

export function showWhatRuns(
  { lims, portal, database, folder, signIn, rulebook, signIns }: Runs,
  options: { readonly logs?: boolean },
): void {
  const { bold, cyan, dim, green } = colours
  say()
  say(`  ${bold('ILS is running')} ${green('●')}`)
  say()
  say(
    table([
      [dim('Portal'), cyan(portal.url), 'to order, and to follow orders'],
      ...signIns.map(({ who, email, password }) => [dim(`  ${who}`), email, password ?? 'with the password you chose']),
      [dim('LIMS'), cyan(lims.url), 'API, workers, relay, machines'],
      [dim('API docs'), cyan(`${lims.url}/docs`), 'to browse and to try'],
      [dim('Rulebook'), rulebook.says, 'ils rules history'],
      [dim('Database'), database.shown, database.embedded ? 'embedded' : 'yours'],
      [dim('Queue'), lims.app.queue.transport === 'redis' ? 'Redis' : 'Postgres', 'wakes the workers'],
      [dim('Data'), folder.path, 'survives restarts'],
      [dim('Logs'), options.logs ? 'here' : folder.logFile, 'JSON lines'],
      [dim('Key'), signIn, signIn === folder.adminKeyFile ? 'the administrator’s at the LIMS' : ''],
    ]),
  )
  say()
  say(`  ${dim('Try:')} npm run ils -- access me    ${dim('Check:')} npm run ils -- doctor    ${dim('Stop: Ctrl-C')}`)
  say()
}
