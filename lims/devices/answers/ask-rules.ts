import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { Cause, Decision } from '@ils/rules/engine/decision'
import { judge } from '@ils/rules/engine/judge'
import type { FactValue } from '@ils/rules/vocabulary/fact'
import type { App } from '../../app.ts'
import type { JobAtMachine } from '../../production/public.ts'

export interface Asked {
  readonly release: CompiledRelease
  readonly decision: Decision
  /** Why this machine may not have the job. */
  readonly against: readonly Cause[]
  /** Whether one of them is about the machine itself. */
  readonly byMachine: boolean
}

/** Asks the release that decided the job, as the job was judged. */
export async function askRules(
  app: App,
  { job, configuration }: JobAtMachine,
  machine: string,
  more: Readonly<Record<string, FactValue>> = {},
): Promise<Asked> {
  const release = await releaseToAsk(app, job.release, machine)
  const facts = { ...configuration.job, 'ask.machine': machine, ...more }
  const decision = judge(release, 'ask', { ...configuration, job: facts })
  const ofMachines = rulesOfMachines(release, decision)
  const against = decision.causes.filter(
    ({ severity, settled, rule }) =>
      settled === undefined &&
      // What an order was held for or had to confirm is past; only what is asked now can stop a machine so.
      (severity === 'refuse' || (severity !== 'advise' && rule !== undefined && ofMachines.has(rule))),
  )
  const byMachine = against.some(({ rule }) => rule !== undefined && ofMachines.has(rule))
  return { release, decision, against, byMachine }
}

/** A machine that was bought after the job was decided is unknown to its release: then the rules in force are asked. */
async function releaseToAsk(app: App, number: number, machine: string): Promise<CompiledRelease> {
  const { compiled } = await app.rules.release(number)
  const machines = compiled.rulebook.catalogue['machines'] ?? []
  if (machines.some(({ id }) => id === machine)) return compiled
  return (await app.rules.inForce(null)).release.compiled
}

function rulesOfMachines({ rulebook }: CompiledRelease, { fired }: Decision): ReadonlySet<string> {
  const groups = new Set(rulebook.groups.filter(({ moment }) => moment === 'ask').map(({ id }) => id))
  return new Set(fired.filter(({ group }) => groups.has(group)).map(({ rule }) => rule))
}
