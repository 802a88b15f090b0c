import { openLog } from '../log/log.ts'
import { startEmbeddedPostgres, type EmbeddedOptions } from './start-embedded-postgres.ts'

// A process for tests to kill: it runs a Postgres on the folder it is given and says how to reach it.
const options = JSON.parse(process.argv[2] ?? '{}') as EmbeddedOptions
const log = openLog({ level: 'error', service: 'example', to: process.stderr })
try {
  const postgres = await startEmbeddedPostgres({
    ...options,
    settings: { full_page_writes: 'off', ...options.settings },
  })
  const { ownerUrl, postmaster } = postgres
  process.stdout.write(`${JSON.stringify({ ownerUrl, postmaster })}\n`)
  process.once('SIGTERM', () => void postgres.stop().then(() => process.exit(0)))
} catch (error) {
  log.error({ err: error }, 'could not start')
  process.exitCode = 1
}
