import { eyes, type Configuration, type Eye } from '../language/rulebook.ts'
import type { FactValue } from '../vocabulary/fact.ts'

type Facts = Readonly<Record<string, FactValue>>

/** A configuration of the right form out of anything at all; values are looked at when they are read. */
export function plainConfiguration(anything: unknown): Configuration {
  if (!isObject(anything)) return { ordered: [], job: {} }
  const { ordered, job, right, left, confirmed, overrides, language } = anything
  const listed: unknown[] = Array.isArray(ordered) ? ordered : []
  return {
    ordered: eyes.filter((eye: Eye) => listed.includes(eye)),
    // What is in it is read with suspicion: the type is what it should be.
    job: (isObject(job) ? job : {}) as Facts,
    ...(isObject(right) && { right: right as Facts }), // as above
    ...(isObject(left) && { left: left as Facts }), // as above
    confirmed: signed(confirmed).map(({ code, by }) => ({ code, by })),
    overrides: signed(overrides).map(({ code, by, why }) => ({ code, by, why })),
    ...(typeof language === 'string' && { language }),
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const MOST = 100

function signed(list: unknown): { code: string; by: string; why: string }[] {
  if (!Array.isArray(list)) return []
  const entries: unknown[] = list.slice(0, MOST)
  return entries
    .filter(isObject)
    .map(({ code, by, why }) => ({ code, by, why: why ?? '' }))
    .filter((one): one is { code: string; by: string; why: string } =>
      [one.code, one.by, one.why].every((text) => typeof text === 'string'),
    )
}
