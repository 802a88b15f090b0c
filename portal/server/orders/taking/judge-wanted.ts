import type { FullConfiguration } from '@ils/contract/configuration'
import type { Cause } from '@ils/contract/problem'
import type { Actor } from '@ils/platform/actor'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import { judgeHere, type Judged } from '../../catalogue/public.ts'
import { askLims } from '../../events/public.ts'

// Somebody waits, and we can judge by ourselves.
const LIMS_JUDGES_MS = 3000

/**
 * Judges what is ordered by the LIMS, or by the last known release while it is away, and refuses it with every cause. It is
 * judged once more when the job is made.
 */
export async function judgeWanted(
  app: App,
  actor: Actor,
  practice: string,
  configuration: FullConfiguration,
): Promise<Judged> {
  const judged = await judgeSomewhere(app, actor, practice, configuration)
  if (judged.outcome === 'refused') throw refusalOf('job_refused', 'refuse', judged)
  if (judged.outcome === 'confirm') throw refusalOf('job_to_confirm', 'confirm', judged)
  return judged
}

async function judgeSomewhere(
  app: App,
  actor: Actor,
  practice: string,
  configuration: FullConfiguration,
): Promise<Judged> {
  try {
    const body = { configuration, practice }
    const signal = AbortSignal.timeout(LIMS_JUDGES_MS)
    const { outcome, causes, price, release } = await askLims(app, actor, (lims) => lims.validate({ body, signal }))
    return { outcome, causes, price, release: release.number }
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'lims_away') throw error
    return judgeHere(app, practice, configuration)
  }
}

function refusalOf(
  code: 'job_refused' | 'job_to_confirm',
  severity: 'refuse' | 'confirm',
  { causes }: Judged,
): Refusal {
  const said = causes.filter((cause) => cause.severity === severity && cause.settled === null)
  const told = said.map(({ code: what, field, eye, message, seen, limit }): Cause => ({
    ...{ code: what, field: field === null ? 'configuration' : `configuration.${eye ?? 'job'}.${field}`, message },
    ...{ value: seen, limit },
  }))
  const sentence = told.map(({ message }) => message).join('; ')
  return new Refusal(code, sentence === '' ? 'The lab cannot make this order as it is' : sentence, { causes: told })
}

/** Whoever orders confirms in their own name, and overrides nothing: that is the lab’s. */
export function inTheirName(actor: Actor, { overrides: _, confirmed, ...rest }: FullConfiguration): FullConfiguration {
  return { ...rest, ...(confirmed && { confirmed: confirmed.map(({ code }) => ({ code, by: actor.name })) }) }
}
