import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { repository, shippedLims } from '../running-ils.ts'

export interface WorkerProcess {
  readonly pid: number
  /** As a power cut would. */
  kill(): Promise<void>
}

/** A process of the LIMS that only works, as in production, to be killed. */
export async function startWorkerProcess(env: Readonly<Record<string, string>>): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [shippedLims, 'worker'], {
    cwd: repository,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ILS_LIMS_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const endWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      // Read on for good: a full pipe would stop it.
      if (said.length < 10_000) said += chunk.toString()
      if (said.includes('"msg":"started"')) resolve()
    })
    void ended.then(() => {
      reject(new Error(`a worker ended before it worked: ${said}`))
    })
  })
  return {
    pid: child.pid ?? 0,
    async kill() {
      process.off('exit', endWithUs)
      child.kill('SIGKILL')
      await ended
    },
  }
}
