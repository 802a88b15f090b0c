import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openPostgresLog } from './write-log.ts'

it('keeps the log of Postgres within two files of a size, also while one process goes on and on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ils-log-'))
  const file = join(folder, 'logs', 'postgres.log')
  const write = openPostgresLog(file, 100)
  for (let n = 0; n < 50; n++) write(`line ${n} of many\n`)
  expect(statSync(file).size).toBeLessThanOrEqual(100)
  expect(statSync(`${file}.1`).size).toBeLessThanOrEqual(100)
  expect(readFileSync(file, 'utf8')).toMatch(/line 49 of many\n$/)
  rmSync(folder, { recursive: true })
  expect(() => {
    write('a line when its folder is gone\n')
  }).not.toThrow()
})
