import { readdir } from 'node:fs/promises'
import { runDesignEngine } from '@ils/testing/devices/design-engine'
import colours from 'picocolors'
import { exits, Plain, say, sayAside } from '../../say.ts'

export interface EngineOptions {
  readonly inbox?: string
  readonly outbox?: string
  readonly warning?: string
  readonly error?: string
  readonly once?: boolean
  readonly json?: boolean
}

/** A design engine that reads and writes files: until Ctrl-C, or once through what is there. */
export async function simulateEngine({ inbox, outbox, warning, error, once, json }: EngineOptions): Promise<void> {
  if (inbox === undefined || outbox === undefined) {
    throw new Plain('--inbox and --outbox: a design engine needs the folders `out` and `in` of its line', exits.usage)
  }
  for (const folder of [inbox, outbox]) {
    await readdir(folder).catch(() => {
      throw new Plain(`There is no folder ${folder}`, exits.usage)
    })
  }
  const stop = new AbortController()
  if (once === true) stop.abort()
  else {
    process.once('SIGINT', () => {
      stop.abort()
    })
    sayAside(`Reading ${inbox}, writing ${outbox} (Ctrl-C ends)`)
  }
  await runDesignEngine({
    ...{ inbox, outbox, signal: stop.signal },
    manners: () => ({ ...(warning === undefined ? {} : { warning }), ...(error === undefined ? {} : { error }) }),
    onAnswered: (job, file) => {
      say(json === true ? JSON.stringify({ job, file }) : `${colours.green('✓')} ${job} ${file}`)
    },
  })
}
