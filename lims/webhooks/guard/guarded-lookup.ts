import { lookup as lookUp, type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { AddressRefused } from './address-refused.ts'
import type { JudgeAddress } from './judge-address.ts'

/** All addresses of a name, as the system's resolver knows them now. */
export type Resolve = (
  name: string,
  answer: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void

export const resolveBySystem: Resolve = (name, answer) => {
  lookUp(name, { all: true, verbatim: true }, answer)
}

/**
 * Looks a name up and hands over only what was judged, so that what is dialled is what was judged: a name that answers
 * otherwise the second time is judged the second time. One closed address in the answer refuses it whole.
 */
export function guardedLookup(judge: JudgeAddress, https: boolean, resolve: Resolve = resolveBySystem): LookupFunction {
  return (name, options, answer) => {
    resolve(name, (error, found) => {
      if (error) {
        answer(error, '')
        return
      }
      const refused = whyRefused(name, found, judge, https)
      if (refused !== undefined) {
        answer(new AddressRefused(refused), '')
        return
      }
      const wanted =
        options.family === 4 || options.family === 6 ? found.filter((one) => one.family === options.family) : found
      const [first] = wanted
      if (!first) answer(Object.assign(new Error(`${name} has no address`), { code: 'ENOTFOUND' }), '')
      else if (options.all === true) answer(null, [...wanted])
      else answer(null, first.address, first.family)
    })
  }
}

/** The sentence, or nothing where all of them may be called. */
export function whyRefused(
  name: string,
  addresses: readonly LookupAddress[],
  judge: JudgeAddress,
  https: boolean,
): string | undefined {
  for (const { address } of addresses) {
    const ground = judge(address)
    const leads = name === address ? address : `${name} leads to ${address}, which`
    if (ground === 'closed') return `${leads} is not on the public internet and not in ILS_WEBHOOK_ALLOWED_NETWORKS`
    if (ground === 'public' && !https) return `${leads} may be called by https only`
  }
  return undefined
}
