import { spawnSync } from 'node:child_process'
import { readdirSync, readlinkSync } from 'node:fs'

/**
 * The processes of Postgres that work in a cluster: each of them lives in the folder of its data, the workers of a
 * postmaster that was killed as well. Undefined where there is no /proc.
 */
export function processesIn(data: string): number[] | undefined {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && folderOf(name) === data)
      .map(Number)
  } catch {
    return undefined
  }
}

function folderOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined // It ended, or is somebody else's.
  }
}

/** Whether it was started on this cluster, where only `ps` can say. */
export function wasStartedOn(pid: number, data: string): boolean {
  if (process.platform === 'win32') return false
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(data)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
