import type { Fact } from './fact.ts'

/** Facts that a fact is made of, one step down. */
export function inputsOf({ source }: Fact): readonly string[] {
  switch (source.kind) {
    case 'computed':
      return Object.values(source.from)
    case 'catalogue':
    case 'aggregate':
    case 'fellow':
      return [source.of]
    case 'derived':
      return source.from === undefined ? [] : [source.from]
    case 'asked':
    case 'given':
    case 'world':
      return []
  }
}
