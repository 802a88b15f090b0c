import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { cleanEnv, repository, shippedLims } from './running-ils.ts'

export interface ApiProcess {
  readonly url: string
  readonly pid: number
  /** As a power cut would. */
  kill(): Promise<void>
}

/** The LIMS in the roles given, as a process of its own on a database that is there, to be killed. */
export async function startApiProcess(
  databaseUrl: string,
  env: Readonly<Record<string, string>> = {},
  roles: readonly string[] = ['api'],
): Promise<ApiProcess> {
  const args = [shippedLims, ...roles]
  const child = spawn(process.execPath, args, {
    cwd: repository,
    env: cleanEnv({ DATABASE_URL: databaseUrl, ILS_LIMS_PORT: '0', ...env }),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const endWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  const gone = once(child, 'exit')
  for await (const line of createInterface(child.stdout)) {
    const url = /"url":"([^"]+)".*"msg":"started"/.exec(line)?.[1]
    if (url === undefined) continue
    // What it says from now on nobody reads, and it must not wait for that.
    child.stdout.resume()
    return {
      url,
      pid: child.pid ?? 0,
      async kill() {
        process.off('exit', endWithUs)
        child.kill('SIGKILL')
        await gone
      },
    }
  }
  throw new Error(`the process ended before it had started (${String(child.exitCode)})`)
}
