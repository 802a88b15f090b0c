import { jobChecks } from './job-checks.ts'
import { openKit, type Kit, type KitOptions } from './kit.ts'
import { liveChecks } from './live-checks.ts'
import { orderingChecks } from './ordering-checks.ts'
import { refusalChecks } from './refusal-checks.ts'
import { webhookChecks } from './webhook-checks.ts'

/** One sentence about a LIMS; `run` throws where it is not true, and says what it saw. */
export interface ContractCheck {
  readonly name: string
  readonly run: () => Promise<void>
}

/**
 * What every LIMS of this contract does, whoever made it: run each check by whatever runs your tests. The options may be given
 * when the first one is run, for runners that want the names before anything is started.
 */
export function contractKit(options: KitOptions | (() => KitOptions)): readonly ContractCheck[] {
  let kit: Kit | undefined
  return [...refusalChecks, ...orderingChecks, ...jobChecks, ...webhookChecks, ...liveChecks].map(({ name, run }) => ({
    name,
    run: () => run((kit ??= openKit(typeof options === 'function' ? options() : options))),
  }))
}
