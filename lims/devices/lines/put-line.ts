import { isDeepStrictEqual } from 'node:util'
import type { Line, putLine as endpoint } from '@ils/contract/devices'
import type { BodyOf } from '@ils/contract/endpoint'
import type { Cause } from '@ils/contract/problem'
import type { Actor } from '@ils/platform/actor'
import { inTransaction } from '@ils/platform/db/transaction'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { catalogueOfMachines } from '../machine-of-line.ts'
import { faultOfPeer } from '../peers/may-connect.ts'
import { mustBeOfTheLab } from '../policy.ts'
import { sayLine } from './say-line.ts'
import { showLine } from './show-line.ts'
import { findLineOfPort, lockLine, writeLine, type LineRow } from './store.ts'

type Input = BodyOf<typeof endpoint, never>

/** A machine is connected so from now on. */
export async function putLine(app: App, actor: Actor, id: string, input: Input): Promise<Line> {
  mustBeOfTheLab(actor)
  const faults = [...faultsOf(app, input), ...(await faultOfMachine(app, input.machine))]
  if (faults[0]) {
    throw new Refusal('invalid_request', faults.map(({ message }) => message).join('; '), { causes: faults })
  }
  return inTransaction(app.db, async (trx) => {
    const before = await lockLine(trx, id)
    if (input.version !== undefined && input.version !== before?.version) throw changed(id, input.version, before)
    const taken = typeof input.port !== 'number' ? undefined : await findLineOfPort(trx, input.port)
    if (taken && taken.id !== id) throw portTaken(taken)
    const after = lineOf(app, id, input, before)
    if (before && isDeepStrictEqual(setUpOf(after), setUpOf(before))) return showLine(before)
    await writeLine(trx, after)
    await sayLine(app, trx, actor, after, before ? 'changed' : 'made')
    return showLine(after)
  })
}

function lineOf(app: App, id: string, input: Input, before: LineRow | undefined): LineRow {
  const { machine, kind, port = null, peers = [], folders = null, settings = {}, enabled } = input
  // Another machine has agreed on nothing yet, and was never seen.
  const same = before?.machine === machine
  return {
    ...{ id, machine, kind, port, peers, folders, settings, enabled, version: (before?.version ?? 0) + 1 },
    ...{ known: same ? before.known : null, seen_at: same ? before.seen_at : null, changed_at: app.clock.now() },
    ...{ state: 'off', state_note: enabled ? 'Not served yet' : null },
  }
}

const setUpOf = ({ machine, kind, port, peers, folders, settings, enabled }: LineRow) => ({
  ...{ machine, kind, port, peers, folders, settings, enabled },
})

function faultsOf(app: App, { kind, port = null, peers = [], folders = null }: Input): Cause[] {
  const faults: Cause[] = []
  const fault = (code: string, field: string, why: string, value?: string | number): void => {
    faults.push({ code, field, message: `${field}: ${why}`, ...(value === undefined ? {} : { value }) })
  }
  if (kind === 'tcp' && port === null) fault('missing', 'port', 'a line of its own port needs one')
  if (kind === 'folder' && port !== null) fault('strange', 'port', 'a line of folders has none', port)
  if (kind === 'folder' && folders === null) fault('missing', 'folders', 'a line of folders needs them')
  if (kind === 'tcp' && folders !== null) fault('strange', 'folders', 'a line of its own port has none')
  if (kind === 'folder' && app.settings.deviceFolder === null) {
    fault('no_folder', 'folders', 'the LIMS was started without ILS_DEVICE_FOLDER')
  }
  for (const [name, path] of Object.entries(folders ?? {})) {
    const inside = path.split(/[\\/]/).every((part) => part !== '' && part !== '.' && part !== '..')
    if (!inside) fault('folder', `folders.${name}`, `${path} must lie below ILS_DEVICE_FOLDER, without .. in it`, path)
  }
  peers.forEach((peer, at) => {
    const wrong = faultOfPeer(peer)
    if (wrong !== undefined) fault('peer', `peers[${at}]`, wrong, peer)
  })
  return faults
}

async function faultOfMachine(app: App, machine: string): Promise<Cause[]> {
  const known = await catalogueOfMachines(app)
  if (known.has(machine)) return []
  const message = `machine: the rules in force know no machine or design engine ${machine}`
  return [{ code: 'unknown_machine', field: 'machine', message, value: machine, limit: [...known.keys()] }]
}

function changed(id: string, seen: number, now: LineRow | undefined): Refusal {
  const message = `version: you saw ${seen} of line ${id}, and ${now ? `it has ${now.version} now` : 'there is none'}`
  return new Refusal('conflict', message, {
    causes: [{ code: 'version', field: 'version', message, value: seen, limit: now?.version ?? null }],
  })
}

function portTaken({ id, port }: LineRow): Refusal {
  const message = `port: ${port ?? ''} is line ${id}'s already`
  return new Refusal('conflict', message, { causes: [{ code: 'port_taken', field: 'port', message, value: port }] })
}
