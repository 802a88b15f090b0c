// What `npm start` runs: plain JavaScript, so that an old Node can still say what is wrong.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `ILS needs Node 20.19 or newer; this is ${process.versions.node}. Install it from nodejs.org and run npm ci again.`,
  )
  process.exit(1)
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
if (!existsSync(compiler)) {
  console.error('The packages are not installed yet. Run: npm ci')
  process.exit(1)
}

// Compiles what is stale; with nothing stale it takes well under a second.
if (!existsSync(join(root, 'cli', 'dist', 'main.js'))) console.log('Building ILS, once …')
const built = spawnSync(process.execPath, [compiler, '-b'], { cwd: root, stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)

const { buildScreens } = await import('./build-screens.mjs')
if (!buildScreens()) process.exit(1)

process.argv.splice(2, 0, 'up')
await import(pathToFileURL(join(root, 'cli', 'dist', 'main.js')).href)
