import type { FullConfiguration } from '@ils/contract/configuration'
import type { Validation } from '@ils/contract/validation'
import { compileRelease, type CompiledRelease } from '@ils/rules/engine/compile-release'
import type { Cause } from '@ils/rules/engine/decision'
import { judge } from '@ils/rules/engine/judge'
import type { Rulebook } from '@ils/rules/language/rulebook'
import type { App } from '../app.ts'
import { partAtHand, rulebookText } from './part-at-hand.ts'

export type Judged = Pick<Validation, 'outcome' | 'causes' | 'price'> & { readonly release: number }

const MOST_COMPILED = 4
const compiled = new Map<string, CompiledRelease>()

/** Judges by the last known release, while the LIMS cannot be asked. It judges again when the order comes there. */
export async function judgeHere(app: App, practice: string, configuration: FullConfiguration): Promise<Judged> {
  const release = await compiledPart(app, practice)
  const day = app.clock.now().toISOString().slice(0, 10)
  const ours = ofVocabulary(release, { 'practice.id': practice, 'order.date': day })
  // Whatever its values are, the engine says what is wrong with them.
  const decision = judge(release, 'order', {
    ...configuration,
    job: { ...ours, ...configuration.job },
  })
  const { charges, total } = decision.job
  return {
    outcome: decision.outcome,
    causes: decision.causes.map(showCause),
    price: {
      currency: release.rulebook.settings.currency,
      total,
      charges: charges.map(({ code, eye, amount }) => ({ code, eye, amount })),
    },
    release: (await partAtHand(app, practice)).release,
  }
}

const ofVocabulary = <T>({ slots }: CompiledRelease, facts: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(facts).filter(([id]) => slots.has(id)))

/** Those of the facts that the rulebook of this lab knows. */
export async function knownFacts<T>(
  app: App,
  practice: string,
  facts: Readonly<Record<string, T>>,
): Promise<Record<string, T>> {
  return ofVocabulary(await compiledPart(app, practice), facts)
}

/** What people call an entry of the catalogue. */
export async function labelsOf(
  app: App,
  practice: string,
  entries: readonly { readonly kind: string; readonly id: string }[],
  language = 'en',
): Promise<string[]> {
  const { rulebook } = await compiledPart(app, practice)
  return entries.map(({ kind, id }) => {
    const label = rulebook.catalogue[kind]?.find((entry) => entry.id === id)?.label
    const first = rulebook.settings.languages[0] ?? 'en'
    return typeof label === 'string' ? label : (label?.[language] ?? label?.['en'] ?? label?.[first] ?? id)
  })
}

/** In which time zone the lab counts its days. */
export const timeZoneOf = async (app: App, practice: string): Promise<string> =>
  (await compiledPart(app, practice)).rulebook.settings.timeZone

async function compiledPart(app: App, practice: string): Promise<CompiledRelease> {
  const head = await partAtHand(app, practice)
  const known = compiled.get(head.hash)
  if (known) return known
  // The LIMS checked it before it came into force.
  const made = compileRelease(JSON.parse((await rulebookText(app, head)).toString('utf8')) as Rulebook)
  const oldest = compiled.keys().next().value
  if (compiled.size >= MOST_COMPILED && oldest !== undefined) compiled.delete(oldest)
  compiled.set(head.hash, made)
  return made
}

function showCause({
  code,
  severity,
  field,
  eye,
  message,
  seen,
  limit,
  rule,
  settled,
}: Cause): Judged['causes'][number] {
  return {
    ...{ code, severity, field, eye, message, seen, limit, rule: rule ?? null, overridable: false },
    settled: settled ? { how: settled.how, by: settled.by, why: settled.why ?? null } : null,
  }
}
