import type { Eye } from '../language/rulebook.ts'
import type { CompiledRule } from './compile-effect.ts'
import type { Fired } from './decision.ts'

/**
 * Hundreds of rules fire for each order, always in the same ways: by eye, and by whether another one won. Each of them is
 * made once, and its text is written once.
 */
export function firedAs(compiled: CompiledRule, eye: Eye | null, won: boolean): Fired {
  const way = (eye === null ? 0 : eye === 'right' ? 2 : 4) + (won ? 1 : 0)
  return (compiled.ways[way] ??= written(compiled, eye, won))
}

const texts = new WeakMap<Fired, string>()

function written({ rule, type }: CompiledRule, eye: Eye | null, won: boolean): Fired {
  const fired: Fired = Object.freeze({ event: type, eye, group: rule.group, rule: rule.id, won })
  texts.set(fired, JSON.stringify(fired))
  return fired
}

/** As JSON, in canonical order, of what was made here. */
export function textOfFired(fired: readonly Fired[]): string {
  return `[${fired.map((one) => texts.get(one) ?? JSON.stringify(one)).join(',')}]`
}
