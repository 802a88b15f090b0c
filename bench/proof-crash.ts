import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crashRun } from '@ils/testing/crash-run'

const KILLS = 50

/** Kills the whole process tree again and again while eight writers write. */
export async function proveCrashSafety(seed: number): Promise<{ good: boolean; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'ils-proof-'))
  const crash = await crashRun({
    dataFolder: join(folder, 'crash'),
    kills: KILLS,
    seed,
    onKill: (kill, acknowledged) => {
      process.stdout.write(`\r  kill ${kill} of ${KILLS}, ${acknowledged} writes acknowledged `)
    },
  })
  rmSync(folder, { recursive: true, force: true })
  process.stdout.write('\n')
  const lost = crash.lost.length + crash.doubled.length + crash.unsaid.length
  return {
    good: lost === 0 && crash.logIsGapless && crash.auditIsIntact,
    lines: [
      `kills of the whole process tree, Postgres included: ${crash.kills}`,
      `writes acknowledged meanwhile: ${crash.acknowledged}`,
      `of these lost: ${crash.lost.length}, made twice: ${crash.doubled.length}, without exactly one event: ${crash.unsaid.length}`,
      `event log gapless: ${crash.logIsGapless ? 'yes' : 'no'}`,
      `audit chain whole, one entry a change: ${crash.auditIsIntact ? 'yes' : 'no'}`,
      `slowest start after a kill: ${(crash.slowestStartMs / 1000).toFixed(1)} s`,
    ],
  }
}
