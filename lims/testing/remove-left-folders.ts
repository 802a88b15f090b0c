import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export const FOLDER_PREFIX = 'ils-tests-'

/** What test runs that were killed left in the temporary folder, some 100 MB each. */
export function removeLeftFolders(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^ils-tests-(\d+)-/.exec(name)?.[1])
    if (pid > 0 && !isAlive(pid)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
