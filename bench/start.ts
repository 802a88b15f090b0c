import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { median, memoryOfTreeMib, type Figure } from './measure.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))
const STARTS = 3
const SETTLE_MS = 5000

/** `npm start` as a stranger types it: how long until it serves, and what it holds when it has nothing to do. */
export async function benchStart(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ils-bench-start-'))
  const times: number[] = []
  let memory = 0
  try {
    for (let i = 0; i < STARTS; i++) {
      const seen = await startOnce(folder, i === STARTS - 1)
      times.push(seen.seconds)
      memory = seen.memoryMib
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  const [first = 0, ...later] = times
  return [
    {
      what: '`npm start` on a warm install, new data folder',
      seen: `ready after ${first.toFixed(1)} s`,
      goal: '≤ 10 s',
      met: first <= 10,
    },
    { what: '`npm start` again on that folder', seen: `ready after ${median(later).toFixed(1)} s` },
    {
      what: 'Idle memory of the whole embedded system (npm, Node and Postgres; shared pages once)',
      seen: `${memory} MiB`,
      goal: '≤ 400 MB',
      met: memory * 1.048_576 <= 400,
    },
  ]
}

async function startOnce(folder: string, weigh: boolean): Promise<{ seconds: number; memoryMib: number }> {
  const began = performance.now()
  const env = { ...process.env, ILS_DATA: folder, ILS_LIMS_PORT: '0', NODE_OPTIONS: '' }
  const child = spawn('npm', ['start'], { cwd: repository, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0]
      if (found) resolve(found)
    })
    void gone.then(() => {
      reject(new Error(`npm start ended: ${said}`))
    })
  })
  const ready = await fetch(`${url}/readyz`)
  const seconds = (performance.now() - began) / 1000
  if (!ready.ok) throw new Error('it says that it runs, and is not ready')
  let memoryMib = 0
  if (weigh) {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
    memoryMib = memoryOfTreeMib(child.pid ?? 0)
  }
  process.kill(-(child.pid ?? 0), 'SIGINT')
  await gone
  return { seconds, memoryMib }
}
