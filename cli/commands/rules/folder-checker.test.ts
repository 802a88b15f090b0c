import { stripVTControlCharacters } from 'node:util'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { analyse } from '@ils/rules/analysis/analyse-rulebook'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { writeRulebook } from '@ils/rules/language/write-rulebook'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { writeFolder } from '../../rulebook-folder.ts'
import { visibleLength } from '../../say.ts'
import { openFolderChecker, type FolderCheck } from './folder-checker.ts'
import { checkLines, isFine } from './show-folder-check.ts'

const folder = mkdtempSync(join(tmpdir(), 'ils-watch-'))
beforeEach(() => {
  writeFolder(folder, writeRulebook(exampleRulebook))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

function edit(file: string, from: string, to: string): void {
  const path = join(folder, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replace(from, to))
}

describe('a folder that is checked again and again', () => {
  it('is fine at first, then not, then fine again, by what stands in it', async () => {
    const check = openFolderChecker(folder)
    expect(isFine(await check())).toBe(true)
    edit('tables/generator-programs.json', '"poly", "-"', '"*", "-"')
    const wrong = await check()
    expect(isFine(wrong)).toBe(false)
    expect(checkLines(wrong).join('\n')).toContain('generator-programs#p4')
    edit('tables/generator-programs.json', '"*", "-"', '"poly", "-"')
    expect(isFine(await check())).toBe(true)
  })

  it('finds after an edit what a look at everything finds', async () => {
    const check = openFolderChecker(folder)
    await check()
    edit('tables/generator-programs.json', '"poly", "-"', '"*", "-"')
    const { analysis, rulebook } = await check()
    if (!analysis || !rulebook) throw new Error('the folder was found unsound')
    const certain = ({ findings }: Pick<typeof analysis, 'findings'>): string[] =>
      findings.filter(({ weight, certainty }) => weight === 'error' && certainty === 'certain').map(({ id }) => id)
    expect(certain(analysis)).toEqual(certain(analyse(rulebook)))
    expect(certain(analysis).length).toBeGreaterThan(0)
    expect((await check({ thorough: true })).analysis?.stale).toBe(false)
  })

  it('stops at faults, and names file and line', async () => {
    edit('rules/can-be-made.json', '"fitting.height"', '"fitting.hieght"')
    const found = await openFolderChecker(folder)()
    expect(found).toMatchObject({ cases: null, analysis: null })
    // CI is coloured.
    expect(stripVTControlCharacters(checkLines(found)[1] ?? '')).toMatch(
      /rules\/can-be-made[.]json:\d+:\d+ .*unknown_fact/,
    )
  })

  it('says what failed before it analyses, and ends there when a newer save came', async () => {
    edit('tables/prices.json', '1500', '1650')
    const stages: FolderCheck[] = []
    const found = await openFolderChecker(folder)({
      onStage: (sofar) => stages.push(sofar),
      isOutdated: () => stages.length > 1,
    })
    expect(stages.map(({ cases }) => cases?.failed ?? null)).toEqual([null, 2])
    expect(found.analysis).toBe(null)
  })

  it('shows no more lines than there is room for, whatever is wrong', async () => {
    edit('tables/prices.json', '1500', '1650')
    edit('tables/generator-programs.json', '"poly", "-"', '"*", "-"')
    const found = await openFolderChecker(folder)()
    for (const rows of [5, 8, 13, 40])
      for (const columns of [40, 80, 200]) {
        const lines = checkLines(found, { rows, columns })
        // The first is the hash and as long as it is.
        const height = lines.slice(1).reduce((sum, line) => sum + Math.ceil(visibleLength(line) / columns), 1)
        expect(height, `${rows} × ${columns}`).toBeLessThanOrEqual(rows)
      }
    const text = checkLines(found, { rows: 5, columns: 200 }).join('\n')
    expect(text).toContain('8 cases failed of 9')
    expect(text).toMatch(/\d errors?/)
  })
})
