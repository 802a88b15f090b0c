import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { proveCrashSafety } from './proof-crash.ts'
import { proveFloor } from './proof-floor.ts'
import { proveDevices } from './proof-devices.ts'
import { provePortalHands } from './proof-portal-hands.ts'
import { provePortalFlow } from './proof-portal-flow.ts'
import { provePortalCutOff } from './proof-portal-cut-off.ts'
import { proveJudgedAlike } from './proof-judged-alike.ts'
import { proveLive } from './live-proof.ts'
import { proveOma } from './proof-oma.ts'
import { proveRequests } from './proof-requests.ts'
import { proveReleases } from './proof-releases.ts'
import { proveRules } from './proof-rules.ts'
import { proveWebhooks } from './webhook-proof.ts'
import { proveSignatures } from './webhook-signatures.ts'

/**
 * `npm run proof [part …] [-- --seed n]`: the full numbers that the short tests stand for. Each part keeps its dated
 * section of docs/PROOF.md; the others stay as they were.
 */
const parts: Record<
  string,
  { title: string; prove: (seed: number) => Promise<{ good: boolean; lines: readonly string[] }> }
> = {
  crash: { title: 'Crash safety', prove: proveCrashSafety },
  requests: { title: 'Malformed requests', prove: proveRequests },
  rules: { title: 'The rules', prove: proveRules },
  releases: { title: 'Releases', prove: proveReleases },
  oma: { title: 'Machine messages', prove: proveOma },
  devices: { title: 'Machines at their lines', prove: proveDevices },
  floor: { title: 'The floor', prove: proveFloor },
  webhooks: { title: 'Webhooks', prove: proveWebhooks },
  signatures: { title: 'Webhook signatures', prove: proveSignatures },
  live: { title: 'Live push', prove: proveLive },
  'judged-alike': { title: 'Judged alike in the browser and at the LIMS', prove: proveJudgedAlike },
  'portal-flow': { title: 'From the scan to the practice', prove: provePortalFlow },
  'portal-hands': { title: 'Orders by hand', prove: provePortalHands },
  'portal-cut-off': { title: 'The portal cut off', prove: provePortalCutOff },
}

const words = process.argv.slice(2)
const seedAt = words.indexOf('--seed')
const seed = seedAt < 0 ? Date.now() % 2 ** 31 : Number(words[seedAt + 1])
const named = words.filter((word, at) => !word.startsWith('-') && (seedAt < 0 || at !== seedAt + 1))
const unknown = named.filter((name) => !(name in parts))
if (unknown.length > 0 || !Number.isInteger(seed)) {
  console.error(
    `There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}. A seed is a whole number.`,
  )
  process.exit(2)
}

const file = new URL('../docs/PROOF.md', import.meta.url)
const kept = new Map(
  readFileSync(file, 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section.slice(section.indexOf('\n')).trim()]),
)
let good = true
for (const [name, { title, prove }] of Object.entries(parts)) {
  if (named.length > 0 && !named.includes(name)) continue
  console.log(`${title} (seed ${seed}) …`)
  const began = performance.now()
  const proof = await prove(seed)
  good &&= proof.good
  for (const line of proof.lines) console.log(`  ${line}`)
  const head = `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores, Node ${process.versions.node}, seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s: ${proof.good ? '**held**' : '**did not hold**'}`
  kept.set(title, `${head}\n\n${proof.lines.map((line) => `- ${line}`).join('\n')}`)
  const sections = [...kept].map(([heading, text]) => `## ${heading}\n\n${text}\n`)
  writeFileSync(
    file,
    `# Proof\n\nWhat the short forms in \`npm test\` stand for, run in full by \`npm run proof\`.\n\n${sections.join('\n')}`,
  )
}
process.exit(good ? 0 : 1)
