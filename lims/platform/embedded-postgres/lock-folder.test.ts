import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from '@ils/testing/condition'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { beganOf, lockFolder } from './lock-folder.ts'

const now = new Date('2026-03-01T07:30:00.000Z')
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ils-lock-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const leave = (text: string): void => {
  writeFileSync(join(folder, 'lock'), text)
}

it('gives the folder to one process, says to whom, and leaves nothing behind', () => {
  const unlock = lockFolder(folder, now)
  expect(() => lockFolder(folder, now)).toThrow(`process ${process.pid}, since 2026-03-01T07:30:00.000Z. Stop it first`)
  expect(readdirSync(folder)).toEqual(['lock'])
  unlock()
  expect(readdirSync(folder)).toEqual([])
  lockFolder(folder, now)()
})

it.each([
  ['of a process that is gone', { pid: 2 ** 22 + 1, began: '1', since: '2020' }],
  ['whose number another process has by now', { pid: process.pid, began: 'another boot 1', since: '2020' }],
  ['that a crash left without content', undefined],
])('takes over a lock %s', (_, holder) => {
  leave(holder === undefined ? '' : JSON.stringify(holder))
  const unlock = lockFolder(folder, now)
  expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid })
  unlock()
  expect(readdirSync(folder)).toEqual([])
})

it('respects a process of somebody else, which it may not signal', () => {
  leave(JSON.stringify({ pid: 1, began: beganOf(1), since: '2026-01-01' }))
  expect(() => lockFolder(folder, now)).toThrow('process 1, since 2026-01-01')
})

it('does not give back a lock that another has taken meanwhile', () => {
  const unlock = lockFolder(folder, now)
  leave('somebody else’s')
  unlock()
  expect(readFileSync(join(folder, 'lock'), 'utf8')).toBe('somebody else’s')
})

// Where there is /proc.
it.runIf(process.platform === 'linux')(
  'takes over the lock of a process that is dead and whose parent never looked',
  async () => {
    // The shell is stopped before it can look after its child, which then stays in the list of processes.
    const child = `while [ "$(cut -d ' ' -f 3 /proc/$PPID/stat)" != T ]; do :; done`
    const shell = spawn('sh', ['-c', `sh -c '${child.replaceAll("'", `'"'"'`)}' & echo $!; kill -STOP $$`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const pid = Number(await new Promise((resolve) => shell.stdout.once('data', resolve)))
    await until('it is dead', () => beganOf(pid) === 'ended')
    leave(JSON.stringify({ pid, began: 'some boot 7', since: '2026' }))
    lockFolder(folder, now)()
    shell.kill('SIGKILL')
  },
)
