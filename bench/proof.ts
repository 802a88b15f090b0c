import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { crashRun } from '@ils/testing/crash-run'

/** `npm run proof`: the full numbers that the short tests stand for; the result is kept in docs/PROOF.md. */
const KILLS = 50
const seed = Number(process.argv[2] ?? Date.now() % 2 ** 31)
const folder = mkdtempSync(join(tmpdir(), 'ils-proof-'))

console.log(`Killing the whole process tree ${KILLS} times while eight writers write (seed ${seed}) …`)
const began = performance.now()
const crash = await crashRun({
  dataFolder: join(folder, 'crash'),
  kills: KILLS,
  seed,
  onKill: (kill, acknowledged) => {
    process.stdout.write(`\r  kill ${kill} of ${KILLS}, ${acknowledged} writes acknowledged `)
  },
})
rmSync(folder, { recursive: true, force: true })
const good =
  crash.lost.length + crash.doubled.length + crash.unsaid.length === 0 && crash.logIsGapless && crash.auditIsIntact
console.log(`\n${good ? 'Nothing was lost.' : 'SOMETHING WAS LOST'} ${JSON.stringify(crash)}`)

const rows = [
  ['kills of the whole process tree, Postgres included', String(crash.kills)],
  ['writes acknowledged meanwhile', String(crash.acknowledged)],
  ['of these lost', String(crash.lost.length)],
  ['made twice', String(crash.doubled.length)],
  ['without exactly one event', String(crash.unsaid.length)],
  ['event log gapless', crash.logIsGapless ? 'yes' : 'no'],
  ['audit chain whole, one entry a change', crash.auditIsIntact ? 'yes' : 'no'],
  ['slowest start after a kill (compiled on the fly)', `${(crash.slowestStartMs / 1000).toFixed(1)} s`],
]
const text = `# Proof

What the short forms in \`npm test\` stand for, run in full by \`npm run proof\`.

## Crash safety

${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.versions.node}, seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s: ${good ? '**held**' : '**did not hold**'}

| what | seen |
| --- | --- |
${rows.map(([what, seen]) => `| ${what} | ${seen} |`).join('\n')}
`
writeFileSync(new URL('../docs/PROOF.md', import.meta.url), text)
process.exit(good ? 0 : 1)
