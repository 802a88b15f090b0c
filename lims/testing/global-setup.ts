import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '@ils/platform/embedded-postgres/start-embedded-postgres'
import type { TestProject } from 'vitest/node'
import { dropLeftDatabases } from './test-database.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A Postgres in which databases and roles may be made. */
    serverUrl: string
  }
}

/** One Postgres for the whole run: the one that is given (CI), or an embedded one that forgets everything afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['DATABASE_OWNER_URL']
  // What is tested must not find its way to a database of somebody's by the environment.
  delete process.env['DATABASE_OWNER_URL']
  delete process.env['DATABASE_URL']
  if (given !== undefined) {
    await dropLeftDatabases(given)
    project.provide('serverUrl', given)
    return () => Promise.resolve()
  }
  const dataFolder = mkdtempSync(join(tmpdir(), 'ils-tests-'))
  const postgres = await startEmbeddedPostgres({
    dataFolder,
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' },
  })
  project.provide('serverUrl', postgres.superuserUrl)
  return async () => {
    await postgres.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}
