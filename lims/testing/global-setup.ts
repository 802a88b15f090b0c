import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@ils/platform/embedded-postgres/start-embedded-postgres'
import type { TestProject } from 'vitest/node'
import { repository } from './running-ils.ts'
import { FOLDER_PREFIX, removeLeftFolders } from './remove-left-folders.ts'
import { dropLeftDatabases } from './test-database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A Postgres in which databases and roles may be made. */
    serverUrl: string
    /** It was started for this run; on a given one there may be more than tests. */
    serverIsOurs: boolean
  }
}

/** One Postgres for the whole run: the one that is given (CI), or an embedded one that forgets everything afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Tests of the command line start it hundreds of times: compiled once, it begins in a third of the time.
  execFileSync(process.execPath, [join(repository, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'], {
    cwd: repository,
    stdio: 'inherit',
  })
  const given = process.env['DATABASE_OWNER_URL']
  // What is tested must not find its way to a database of somebody's by the environment.
  delete process.env['DATABASE_OWNER_URL']
  delete process.env['DATABASE_URL']
  if (given !== undefined) {
    await dropLeftDatabases(given)
    project.provide('serverUrl', given)
    project.provide('serverIsOurs', false)
    return () => Promise.resolve()
  }
  removeLeftFolders(tmpdir())
  // The name carries our process id, so that a later run knows whether we are still there.
  const dataFolder = mkdtempSync(join(tmpdir(), `${FOLDER_PREFIX}${process.pid}-`))
  // As root without user namespaces Postgres runs as nobody, who has to get through.
  chmodSync(dataFolder, 0o711)
  const postgres = await startEmbeddedPostgres({
    dataFolder,
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' },
  })
  project.provide('serverUrl', postgres.superuserUrl)
  project.provide('serverIsOurs', true)
  return async () => {
    await postgres.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}
