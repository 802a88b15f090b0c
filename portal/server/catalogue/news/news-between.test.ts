import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { projectOrdering } from '@ils/rules/rulebook/project-ordering'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { describe, expect, it } from 'vitest'
import { newsBetween } from './news-between.ts'

const { rulebook } = loadRulebook(readStandardLab())
if (!rulebook) throw new Error('the standard lab has no rulebook')
const before = projectOrdering(rulebook)
const DAY = '2026-11-21'

const withTable = (phase: string, edit: (cell: string) => string): Rulebook => {
  const groups = new Set(before.groups.filter((group) => group.phase === phase).map(({ id }) => id))
  const table = before.tables.find(({ group, rows }) => groups.has(group) && rows.length > 1)
  if (!table) throw new Error(`there is no table of ${phase}`)
  const rows = table.rows.map((row, at) => ({
    ...row,
    cells: row.cells.map((cell, column) => {
      const last = at === 0 && column === row.cells.length - 1
      return last ? (typeof cell === 'number' ? cell + 100 : typeof cell === 'string' ? edit(cell) : cell) : cell
    }),
  }))
  return { ...before, tables: before.tables.map((one) => (one === table ? { ...one, rows } : one)) }
}

describe('the news between two releases', () => {
  it('are none where they are the same for whoever orders', () => {
    expect(newsBetween(before, structuredClone(before), DAY)).toEqual({ entries: [], rules: [], more: 0 })
  })

  it('name a lens whose last day has come as withdrawn, and one with a last day to come as nothing', () => {
    const ending = (until: string): Rulebook => ({
      ...before,
      catalogue: {
        ...before.catalogue,
        designs: (before.catalogue['designs'] ?? []).map((one) => (one.id === 'sv' ? { ...one, until } : one)),
      },
    })
    const [gone, later] = [newsBetween(before, ending('2026-11-20'), DAY), newsBetween(before, ending(DAY), DAY)]
    expect(gone.entries).toEqual([
      { what: 'withdrawn', kind: 'designs', id: 'sv', label: { en: 'Single vision', de: 'Einstärken' } },
    ])
    expect(later.entries).toEqual([])
    expect(newsBetween(ending('2026-11-20'), before, DAY).entries[0]?.what).toBe('added')
  })

  it('name a lens that is called otherwise', () => {
    const tints = (before.catalogue['tints'] ?? []).map((one, at) =>
      at === 0 ? { ...one, label: { en: 'Amber' } } : one,
    )
    const { entries } = newsBetween(before, { ...before, catalogue: { ...before.catalogue, tints } }, DAY)
    expect(entries).toMatchObject([{ what: 'renamed', kind: 'tints', label: { en: 'Amber' } }])
  })

  it('tell a changed price as a price', () => {
    const { rules } = newsBetween(
      before,
      withTable('price', () => '1'),
      DAY,
    )
    expect(rules.length).toBeGreaterThan(0)
    expect(new Set(rules.map(({ about }) => about))).toEqual(new Set(['price']))
  })
})
