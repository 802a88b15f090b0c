import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { removeLeftFolders } from './remove-left-folders.ts'

it('removes the folders of runs that are gone, and no other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ils-left-'))
  const here = [`ils-tests-${process.pid}-abc`, 'ils-tests-1-abc', 'ils-tests-s7RQSp', 'somebody']
  for (const name of [...here, `ils-tests-${2 ** 22 + 1}-abc`])
    mkdirSync(join(folder, name, 'postgres'), { recursive: true })
  removeLeftFolders(folder)
  expect(readdirSync(folder).sort()).toEqual(here.sort())
  rmSync(folder, { recursive: true })
})
