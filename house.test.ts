import { describe, expect, test } from 'vitest'
import { houseChecks } from './house/checks.ts'
import { judgeImports } from './house/import-law.ts'
import { isCode, treeOf } from './house/tree.ts'

const here = import.meta.dirname
const tree = treeOf(here)

describe('the house is in order', () => {
  test.each(Object.entries(houseChecks))('%s', (_, check) => {
    expect(check(tree)).toEqual([])
  })

  test('the import law saw every file, and nobody breaks it', async () => {
    const { saw, violations, needless } = await judgeImports(here)
    expect(saw.sort()).toEqual(tree.files.filter(isCode))
    expect(needless).toEqual([])
    expect(violations.map(({ rule, from, to }) => `${rule}: ${from} imports ${to}`)).toEqual([])
  })
})
