import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseTrouble } from './trouble.ts'

interface Holder {
  readonly pid: number
  /** When that process started, by the kernel: a pid alone may have been given to another. */
  readonly began: string
  readonly since: string
}

/** One ILS per data folder. A lock whose process is gone is taken over. Answers how to give it back. */
export function lockFolder(folder: string, now: Date): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const file = join(folder, 'lock')
  const mine: Holder = { pid: process.pid, began: beganOf(process.pid), since: now.toISOString() }
  const text = JSON.stringify(mine)
  for (;;) {
    if (take(file, text)) {
      return () => {
        if (existsSync(file) && readFileSync(file, 'utf8') === text) rmSync(file, { force: true })
      }
    }
    removeStale(folder, file)
  }
}

/** With its text in one step: a lock seen empty would be taken for one that a crash left. */
function take(file: string, text: string): boolean {
  const fresh = `${file}.new-${process.pid}`
  writeFileSync(fresh, text)
  try {
    linkSync(fresh, file)
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST') return false
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EISDIR') throw error
    return takeWithoutLinks(file, text)
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** On file systems that have no hard links. */
function takeWithoutLinks(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function removeStale(folder: string, file: string): void {
  let seen: string
  try {
    seen = readFileSync(file, 'utf8')
  } catch {
    return // Given back a moment ago.
  }
  const holder = read(seen)
  if (holder && isAlive(holder)) {
    throw new DatabaseTrouble(
      `ILS already runs on ${folder}: process ${holder.pid}, since ${holder.since}. Stop it first, or use another folder (--data).`,
    )
  }
  // Moved aside rather than removed: of two who find the same stale lock only one gets it, and the other looks again.
  const aside = `${file}.stale-${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (readFileSync(aside, 'utf8') === seen) rmSync(aside, { force: true })
  else renameSync(aside, file)
}

function read(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null
    const { pid, began = '', since = 'some time ago' } = holder ?? {}
    return typeof pid === 'number' ? { pid, began, since } : undefined
  } catch {
    return undefined // A crash while it was written.
  }
}

function isAlive({ pid, began }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  const now = beganOf(pid)
  return began === '' || now === '' || began === now
}

/** Which boot, and field 22 of /proc/<pid>/stat, which counts from it; empty where there is no such thing. */
export function beganOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces and parentheses itself.
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // Dead, but its parent has not looked: in a container where the first process does not, it stays like this.
    return fields[0] === 'Z' ? 'ended' : `${boot} ${fields[19] ?? ''}`
  } catch {
    return ''
  }
}
