import type { Rulebook } from '@ils/rules/language/rulebook'

export const STANDARD_NAME = 'Standard lab'

export interface FirstRulebook {
  readonly name: string
  readonly notes: string
  readonly files: ReadonlyMap<string, string>
  readonly rulebook: Rulebook
  readonly hash: string
}

/** The rulebook that ILS comes with. */
export async function standardRulebook(): Promise<FirstRulebook> {
  const [{ readStandardLab }, { loadRulebook }] = await Promise.all([
    import('@ils/seeds/read-standard-lab'),
    import('@ils/rules/language/load-rulebook'),
  ])
  const files = readStandardLab()
  const { rulebook, hash, faults } = loadRulebook(files)
  // It is ours and its own tests load it: this is a bug, not a fault of somebody's.
  if (!rulebook || hash === null) throw new Error(`the standard lab has faults: ${faults[0]?.message ?? ''}`)
  return {
    name: STANDARD_NAME,
    notes: 'The standard lab that ILS comes with: a rulebook to start from.',
    files,
    rulebook,
    hash,
  }
}
