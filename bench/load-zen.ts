import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What the bench asks of it. */
interface Zen {
  createDecision(table: object): { evaluate(facts: unknown): Promise<{ result: unknown }> }
  dispose(): void
}

const VERSION = '0.54.0'

/**
 * A rival to be measured, fetched when a bench asks for it and kept beside: its binaries are not published for every
 * machine, so a lock file that named them would not install everywhere.
 */
export function loadZen(): Zen {
  const folder = join(tmpdir(), `ils-bench-zen-${VERSION}`)
  mkdirSync(folder, { recursive: true })
  const from = createRequire(join(folder, 'from.js'))
  // What it is stands in its own typings; here is as much of it as is used.
  const load = () => from('@gorules/zen-engine') as { ZenEngine: new () => Zen }
  try {
    return new (load().ZenEngine)()
  } catch {
    const fetched = spawnSync(
      'npm',
      ['install', '--no-audit', '--no-fund', '--prefix', folder, `@gorules/zen-engine@${VERSION}`],
      {
        encoding: 'utf8',
      },
    )
    if (fetched.status !== 0) throw new Error(`@gorules/zen-engine could not be fetched: ${fetched.stderr}`)
    return new (load().ZenEngine)()
  }
}
