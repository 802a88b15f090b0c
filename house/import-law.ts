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

interface Judgement {
  /** The files of ours that the law looked at. */
  readonly saw: string[]
  readonly violations: Violation[]
  /** Files that nobody imports and nobody starts. */
  readonly needless: string[]
}

/** What is started by its path: programs, what tools load, and what tests start as a process of its own. */
const STARTED = [
  /^[^/]+$/,
  /^bench\/[^/]+\.ts$/,
  /^(cli|lims|portal\/server|print-spooler)\/main\.ts$/,
  /^portal\/web\/main\.tsx$/,
  /^cli\/start\.mjs$/,
  /\.test\.tsx?$/,
  /\.config\.(ts|mjs)$/,
  // In threads and processes of their own.
  /^bench\/[a-z-]+\.mjs$/,
  // By `runInThread`.
  /-thread\.ts$/,
  /(-reporter|\/global-setup|\/example-[a-z-]+)\.ts$/,
]

/** Holds a folder against the import law. */
export async function judgeImports(folder: string): Promise<Judgement> {
  const { output } = await cruise(['.'], {
    ...law.options,
    ruleSet: { forbidden: law.forbidden },
    validate: true,
    baseDir: folder,
  })
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered in words: ${output}`)
  const own = output.modules.filter(
    ({ coreModule, couldNotResolve }) => coreModule !== true && couldNotResolve !== true,
  )
  const imported = new Set(own.flatMap(({ dependencies }) => dependencies.map(({ resolved }) => resolved)))
  const saw = own.map(({ source }) => source).filter((source) => isCode(source) && !source.includes('node_modules/'))
  return {
    saw,
    needless: saw.filter((file) => !imported.has(file) && !STARTED.some((started) => started.test(file))),
    violations: output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  }
}
