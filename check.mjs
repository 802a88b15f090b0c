// What `npm run check` runs: everything about the code that needs no database. `npm run check -- lint law` runs only those.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { styleText } from 'node:util'

/** The slowest first, so that nothing long is left for the end. */
const checks = [
  { name: 'lint', says: 'rules of style and of promises', run: ['eslint/bin/eslint.js', '.'] },
  {
    name: 'types',
    says: 'sources and tests, as one program',
    run: ['typescript/bin/tsc', '-p', 'tsconfig.test.json', '--noEmit', '--incremental'].concat(
      '--tsBuildInfoFile',
      'node_modules/.cache/ils/types.tsbuildinfo',
    ),
  },
  {
    name: 'screens',
    says: 'the same of the screens',
    run: ['typescript/bin/tsc', '-p', 'portal/web/tsconfig.lint.json'],
  },
  // Only the build knows which package refers to which, and what their declarations give away.
  { name: 'build', says: 'packages as they are shipped', run: ['typescript/bin/tsc', '-b'] },
  { name: 'dead', says: 'unused exports and dependencies', run: ['knip/bin/knip.js'] },
  { name: 'format', says: 'prettier', run: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'] },
  {
    name: 'law',
    says: 'who may import whom',
    run: ['dependency-cruiser/bin/dependency-cruise.mjs', '--no-progress', '--output-type', 'err-long', '.'],
  },
]

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !checks.some((check) => check.name === name))
if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const chosen = checks.filter(({ name }) => asked.length === 0 || asked.includes(name))
const colours = process.stdout.isTTY && process.env.NO_COLOR === undefined
const paint = (style, text) => (colours ? styleText(style, text) : text)
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`.padStart(7)

function run({ run: [tool, ...given] }) {
  return new Promise((resolve) => {
    const began = performance.now()
    const child = spawn(process.execPath, [`node_modules/${tool}`, ...given], {
      cwd: import.meta.dirname,
      env: colours ? { ...process.env, FORCE_COLOR: '1' } : process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const said = []
    child.stdout.on('data', (part) => said.push(part))
    child.stderr.on('data', (part) => said.push(part))
    child.on('error', (error) => said.push(Buffer.from(String(error))))
    child.on('close', (code) => {
      resolve({ passed: code === 0, said: Buffer.concat(said).toString('utf8').trim(), ms: performance.now() - began })
    })
  })
}

const began = performance.now()
const failed = []
const waiting = [...chosen]

async function work() {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const result = await run(check)
    if (!result.passed) failed.push({ ...check, ...result })
    const mark = result.passed ? paint('green', '✓') : paint('red', '✗')
    console.log(`  ${mark} ${check.name.padEnd(7)} ${paint('dim', check.says.padEnd(34))}${seconds(result.ms)}`)
  }
}

console.log()
await Promise.all(Array.from({ length: Math.max(2, Math.floor(availableParallelism() / 2)) }, work))

for (const { name, said } of failed)
  console.log(`\n${paint(['bold', 'red'], `── ${name} `.padEnd(52, '─'))}\n\n${said}`)

const took = seconds(performance.now() - began).trim()
const count = `${chosen.length} ${chosen.length === 1 ? 'check' : 'checks'}`
console.log(
  failed.length === 0
    ? `\n  ${paint('green', `${count} passed`)} in ${took}\n`
    : `\n  ${paint('red', `${failed.length} of ${count} failed`)} in ${took}: ${failed.map(({ name }) => name).join(', ')}\n`,
)
process.exitCode = failed.length === 0 ? 0 : 1
