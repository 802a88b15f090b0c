import { createRequire } from 'node:module'
import { cruise, type IConfiguration } from 'dependency-cruiser'
import { isCode } from './tree.ts'

const require = createRequire(import.meta.url)
// The configuration is CommonJS, as its own command asks; its shape is checked by dependency-cruiser when it runs.
const law = require('../.dependency-cruiser.cjs') as Required<Pick<IConfiguration, 'forbidden' | 'options'>>

export const ruleNames: readonly string[] = law.forbidden.map((rule) => rule.name ?? 'unnamed')

export interface Violation {
  readonly rule: string
  readonly from: string
  readonly to: string
}

/** Holds a folder against the import law; answers the files of ours that it saw and what it found. */
export async function judgeImports(folder: string): Promise<{ saw: string[]; violations: Violation[] }> {
  const { output } = await cruise(['.'], {
    ...law.options,
    ruleSet: { forbidden: law.forbidden, options: law.options },
    validate: true,
    baseDir: folder,
  })
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered in words: ${output}`)
  const own = output.modules.filter(
    ({ coreModule, couldNotResolve }) => coreModule !== true && couldNotResolve !== true,
  )
  return {
    saw: own.map(({ source }) => source).filter((source) => isCode(source) && !source.includes('node_modules/')),
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}
