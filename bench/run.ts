import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { benchEvents } from './events.ts'
import { benchFloor } from './floor.ts'
import { benchHttp } from './http.ts'
import { benchJobs } from './jobs.ts'
import { benchJudging } from './judging.ts'
import type { Figure } from './measure.ts'
import { benchLive } from './live.ts'
import { benchOma } from './oma.ts'
import { benchPortal } from './portal.ts'
import { benchQueue } from './queue.ts'
import { benchRulesAnalysis } from './rules-analysis.ts'
import { benchRulesDecision } from './rules-decision.ts'
import { benchRulesEngine } from './rules-engine.ts'
import { benchStart } from './start.ts'
import { benchWebhooks } from './webhooks.ts'

/** `npm run bench [name …] [-- --keep]`: ratios against a baseline of the same run; `--keep` writes docs/BENCHMARKS.md. */
const benches: Record<string, { means: string; run: () => Promise<Figure[]> }> = {
  http: { means: 'The web side', run: benchHttp },
  events: { means: 'The event log', run: benchEvents },
  queue: { means: 'The queue', run: benchQueue },
  rules: { means: 'The rules', run: benchRules },
  judging: { means: 'Judging', run: benchJudging },
  start: { means: 'Starting', run: benchStart },
  oma: { means: 'Machine messages', run: benchOma },
  jobs: { means: 'Taking jobs', run: benchJobs },
  floor: { means: 'The floor', run: benchFloor },
  webhooks: { means: 'Webhooks', run: benchWebhooks },
  live: { means: 'Live push', run: benchLive },
  portal: { means: 'The order form', run: benchPortal },
}

const words = process.argv.slice(2)
const names = words.filter((word) => !word.startsWith('-'))
const unknown = names.filter((name) => !(name in benches))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}

const file = new URL('../docs/BENCHMARKS.md', import.meta.url)
/** Sections by their heading: what is not run this time stays as it was. */
const sections = new Map(
  readFileSync(file, 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n')).trim()]),
)
let missed = 0
for (const [name, { means, run }] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue
  console.log(`\n${means} (${name})`)
  const figures = await run()
  for (const { what, seen, goal, met } of figures) {
    if (met === false) missed++
    console.log(`  ${met === undefined ? '·' : met ? '✓' : '✗'} ${what}\n      ${seen}${goal ? `   goal ${goal}` : ''}`)
  }
  const rows = figures.map(({ what, seen, goal }) => `| ${what} | ${seen} | ${goal ?? ''} |`)
  const day = new Date().toISOString().slice(0, 10)
  sections.set(
    `${means} (\`npm run bench ${name}\`)`,
    `${day}.\n\n| measured | seen | goal |\n| --- | --- | --- |\n${rows.join('\n')}`,
  )
}
if (words.includes('--keep')) {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`
  const head = `# Benchmarks\n\nEach part has its day, the last one on ${machine}. Ratios compare with a baseline of the same run;\nabsolute numbers hold for that machine and that hour only.\n`
  const text = [...sections].map(([heading, section]) => `## ${heading}\n\n${section}\n`)
  writeFileSync(file, `${head}\n${text.join('\n')}`)
}
process.exit(missed > 0 ? 1 : 0)

async function benchRules(): Promise<Figure[]> {
  return [...(await benchRulesEngine()), ...(await benchRulesDecision()), ...(await benchRulesAnalysis())]
}
