import { createHash } from 'node:crypto'
import type { Scan } from '@ils/contract/floor'
import { floorVerbs, type FloorVerb, type ScanField } from '@ils/contract/floor-verbs'
import type { Cause } from '@ils/contract/problem'
import { Refusal } from '@ils/platform/refusal'
import type { JobRef } from '../jobs/store.ts'

const always = new Set(['scanId', 'verb', 'at', 'operator'])
/** Clocks of handhelds drift; more than this is not drift. */
const AHEAD_MS = 5 * 60_000

/** Fields that the verb needs and has not, or has and does not know. */
export function mustBeWhole(scan: Scan, now: Date): void {
  const verb: FloorVerb = floorVerbs[scan.verb]
  const takes = new Set<string>([...always, ...verb.needs, ...verb.may])
  const given = Object.keys(scan).filter((name) => scan[name as keyof Scan] !== undefined) // Its own fields.
  const causes: Cause[] = [
    ...verb.needs.filter((name) => scan[name] === undefined).map((name) => missing(scan, name)),
    ...given.filter((name) => !takes.has(name)).map((name) => strange(scan, name, verb)),
  ]
  if (scan.at !== undefined && new Date(scan.at).getTime() > now.getTime() + AHEAD_MS) {
    const message = `at: ${scan.at} lies ahead: the clock of the scanner is wrong`
    causes.push({ code: 'ahead', field: 'at', message, value: scan.at, limit: now.toISOString() })
  }
  if (causes[0]) throw new Refusal('invalid_request', causes.map(({ message }) => message).join('; '), { causes })
}

const missing = ({ verb }: Scan, name: ScanField): Cause => ({
  ...{ code: 'missing', field: name, message: `${name}: ${verb} needs it`, value: null },
})

const strange = ({ verb }: Scan, name: string, { needs, may }: FloorVerb): Cause => ({
  ...{ code: 'strange', field: name, message: `${name}: ${verb} has no such field`, limit: [...needs, ...may] },
})

/** A job by its id, or by the tray it lies in. */
export function jobRefOf(text: string): JobRef {
  const found = text.trim()
  if (/^job_[0-9a-z]{26}$/.test(found)) return { id: found }
  return { tray: found.replace(/^tray:/i, '') }
}

/** What was done, without when it was sent: the same id with another act is a mistake of the scanner. */
export function fingerprintOf(scan: Scan): string {
  const entries = Object.entries(scan).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(entries)).digest('base64url')
}
