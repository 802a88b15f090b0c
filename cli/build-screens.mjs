// Builds the screens of the portal when they are missing or older than what they are made of. Plain JavaScript: `npm start`
// runs it before anything is compiled.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const built = join(root, 'portal', 'dist', 'screens', 'index.html')
/** What goes into the screens: theirs, and the packages that run in a browser too. */
const sources = ['portal/web', 'portal/contract', 'rules', 'lims/oma', 'lims/contract', 'package-lock.json']

function newest(path) {
  const at = statSync(path)
  if (!at.isDirectory()) return at.mtimeMs
  return Math.max(
    0,
    ...readdirSync(path, { withFileTypes: true })
      .filter(({ name }) => !/^(dist|node_modules|conformance)$|[.]test[.]ts$|[.]md$/.test(name))
      .map(({ name }) => newest(join(path, name))),
  )
}

/** True when the screens are there and new. */
export function buildScreens() {
  const since = existsSync(built) ? statSync(built).mtimeMs : 0
  if (sources.every((source) => newest(join(root, source)) <= since)) return true
  console.log('Building the screens of the portal …')
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--config',
      'portal/web/vite.config.ts',
      '--logLevel',
      'warn',
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, NODE_ENV: 'production' } },
  )
  return status === 0
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = buildScreens() ? 0 : 1
