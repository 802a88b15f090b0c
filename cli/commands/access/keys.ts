import { randomUUID } from 'node:crypto'
import { Command, Option, InvalidArgumentError } from 'commander'
import type { ApiKey, NewKey } from '@ils/contract/access'
import { scopeNames, type Scope } from '@ils/contract/roles'
import colours from 'picocolors'
import { allPages } from '../../all-pages.ts'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { say, sayJson, table } from '../../say.ts'

interface MakeOptions extends ConnectionOptions {
  readonly scope?: Scope[]
  readonly practice?: string
  readonly perMinute?: number
  readonly days?: number
}

const DAY_MS = 86_400_000

export function keysCommand(): Command {
  const keys = new Command('keys').description('API keys')
  keys.addCommand(listCommand())
  keys.addCommand(makeCommand())
  keys.addCommand(rotateCommand())
  keys.addCommand(revokeCommand())
  return keys
}

function listCommand(): Command {
  return withConnection(new Command('list').description('All keys, without their secrets')).action(
    async (options: ConnectionOptions) => {
      const lims = connect(options)
      const keys = await allPages((after) => lims.listKeys({ query: { limit: 200, ...after } }))
      if (options.json) sayJson(keys)
      else say(table([['id', 'begins with', 'holder', 'what for', 'last used', 'state'], ...keys.map(rowOf)]))
    },
  )
}

function makeCommand(): Command {
  const command = new Command('make')
    .description('Make a key; its secret is shown this once')
    .argument('<holderId>', 'whose it will be')
    .argument('<label>', 'what it is for')
    .addOption(new Option('--scope <scope...>', 'only these scopes (default: all of the roles)').choices(scopeNames))
    .option('--practice <id>', 'sees this practice only')
    .option('--per-minute <requests>', 'request limit (default 1000)', wholeNumber)
    .option('--days <days>', 'ends after so many days (default: never)', wholeNumber)
  return withConnection(command).action(async (holderId: string, label: string, options: MakeOptions) => {
    const { scope, practice, perMinute, days } = options
    const body = {
      holderId,
      label,
      ...(scope ? { scopes: scope } : {}),
      ...(practice ? { practice } : {}),
      ...(perMinute ? { requestsPerMinute: perMinute } : {}),
      ...(days ? { expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() } : {}),
    }
    showNew(await connect(options).makeKey({ body, idempotencyKey: randomUUID() }), options)
  })
}

function rotateCommand(): Command {
  const command = new Command('rotate')
    .description('Replace a key by a new one; the old one works on for a while')
    .argument('<keyId>', 'the key, as `keys list` shows it')
    .option('--overlap <minutes>', 'how long the old key works on', wholeNumber, 1440)
  return withConnection(command).action(async (keyId: string, options: ConnectionOptions & { overlap: number }) => {
    const body = { overlapMinutes: options.overlap }
    showNew(await connect(options).rotateKey({ params: { keyId }, body, idempotencyKey: randomUUID() }), options)
  })
}

function revokeCommand(): Command {
  const command = new Command('revoke').description('Take a key away, at once').argument('<keyId>', 'the key')
  return withConnection(command).action(async (keyId: string, options: ConnectionOptions) => {
    const key = await connect(options).revokeKey({ params: { keyId } })
    if (options.json) sayJson(key)
    else say(`  ${key.prefix}… of ${key.holderName} opens nothing any more.`)
  })
}

function showNew(made: NewKey, options: ConnectionOptions): void {
  if (options.json) sayJson(made)
  else say(`  ${made.secret ?? ''}\n  ${colours.dim('Shown this once. Keep it where passwords are kept.')}`)
}

function rowOf(key: ApiKey): string[] {
  const state = key.revokedAt ? 'revoked' : key.expiresAt ? `until ${key.expiresAt.slice(0, 16)}` : 'in use'
  return [key.id, `${key.prefix}…`, key.holderName, key.label, key.lastUsedAt?.slice(0, 16) ?? 'never', state]
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('must be a whole number')
}
