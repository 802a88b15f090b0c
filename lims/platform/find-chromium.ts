import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, existsSync, readdirSync, type WriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'

/** A browser that can print, and what it has to find around it. */
export interface Chromium {
  readonly path: string
  readonly env: NodeJS.ProcessEnv
  readonly comesFrom: 'setting' | 'system' | 'cache' | 'bundle'
}

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** What is named, what is installed, what puppeteer fetched once, what comes along: the first that is there. */
export async function findChromium(setting: string | null, env: NodeJS.ProcessEnv): Promise<Chromium | undefined> {
  if (setting === 'none') return undefined
  if (setting === 'bundle') return bundled(env)
  const named = setting ?? env['PUPPETEER_EXECUTABLE_PATH'] ?? env['CHROME_PATH']
  if (named !== undefined && named !== '') {
    return existsSync(named) ? { path: named, env, comesFrom: 'setting' } : undefined
  }
  const system = INSTALLED.find((path) => existsSync(path))
  if (system !== undefined) return { path: system, env, comesFrom: 'system' }
  const cached = cachedChrome(env)
  if (cached !== undefined) return { path: cached, env, comesFrom: 'cache' }
  return bundled(env)
}

const IN_CACHE = ['chrome-linux64/chrome', 'chrome-mac-arm64', 'chrome-mac-x64', 'chrome-win64/chrome.exe']
const MAC_APP = 'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing'

/** What `npx puppeteer browsers install` fetched. */
function cachedChrome(env: NodeJS.ProcessEnv): string | undefined {
  const folder = join(env['PUPPETEER_CACHE_DIR'] ?? join(homedir(), '.cache', 'puppeteer'), 'chrome')
  if (!existsSync(folder)) return undefined
  const newest = readdirSync(folder).sort().toReversed()
  return newest
    .flatMap((version) => IN_CACHE.map((path) => join(folder, version, path, path.includes('mac') ? MAC_APP : '')))
    .map((path) => path.replace(/\/$/, ''))
    .find((path) => existsSync(path))
}

/** From the package of the bundle, where it is installed: it is optional, and for Linux on x64 only. */
async function bundled(env: NodeJS.ProcessEnv): Promise<Chromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  } catch {
    return undefined
  }
  const folder = await unpacked(join(dirname(entry), '..', '..', 'bin'), entry, env)
  const withFonts = { ...env, FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  const path = join(folder, 'chromium')
  // A bare machine lacks libraries that the bundle has with it; elsewhere its own ones are the better ones.
  if (spawnSync(path, ['--version'], { env: withFonts }).status === 0)
    return { path, env: withFonts, comesFrom: 'bundle' }
  return { path, env: { ...withFonts, LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') }, comesFrom: 'bundle' }
}

/**
 * Unpacked by ourselves: the package takes whatever file lies in the temporary folder under the name, whoever put it there, and
 * its fonts are found in `/tmp/fonts` only, without which every page is blank.
 */
async function unpacked(bin: string, entry: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { version } = JSON.parse(await readFile(join(bin, '..', 'package.json'), 'utf8')) as { version: string } // npm wrote it
  const cache = join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ils')
  const folder = join(cache, `chromium-${version}`)
  if (existsSync(join(folder, 'fonts.conf'))) return folder
  const parent = await mkdir(cache, { recursive: true, mode: 0o700 }).then(
    () => cache,
    // A home that cannot be written to: a folder of this process alone.
    () => tmpdir(),
  )
  const fresh = await mkdtemp(join(parent, 'chromium-'))
  const to = parent === cache ? folder : fresh
  const tar = createRequire(entry)('tar-fs') as { extract: (to: string) => WriteStream } // the package brings it along
  const unpack = (name: string, into: NodeJS.WritableStream): Promise<void> =>
    pipeline(createReadStream(join(bin, name)), createBrotliDecompress(), into)
  await Promise.all([
    unpack('chromium.br', createWriteStream(join(fresh, 'chromium'), { mode: 0o755 })),
    unpack('fonts.tar.br', tar.extract(join(fresh, 'fonts'))),
    unpack('swiftshader.tar.br', tar.extract(fresh)),
    unpack('al2023.tar.br', tar.extract(join(fresh, 'al2023'))),
  ])
  const folders = [join(to, 'fonts'), '/usr/share/fonts'].map((path) => `<dir>${path}</dir>`).join('')
  await writeFile(
    join(fresh, 'fonts.conf'),
    `<fontconfig>${folders}<cachedir>${join(to, 'fc')}</cachedir></fontconfig>`,
  )
  if (to === fresh) return fresh
  await rename(fresh, folder).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true, force: true })
    // Another process was faster: its folder is as good.
    if (!existsSync(join(folder, 'fonts.conf'))) throw error
  })
  return folder
}
