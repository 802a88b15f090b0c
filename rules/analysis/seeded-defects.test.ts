import { describe, expect, test } from 'vitest'
import type { Rulebook } from '../language/rulebook.ts'
import { analyse } from './analyse-rulebook.ts'
import { cellsOfField, cleanTable, rowOf, withRows, type CleanTable } from './example-tables.ts'
import type { Finding } from './finding.ts'

const TABLES = 200

const alarms = (rulebook: Rulebook): readonly Finding[] =>
  analyse(rulebook).findings.filter(({ weight }) => weight !== 'advice')

/** What is done to a clean table, and the alarms that follow from it: those and no others. */
const defects: Readonly<
  Record<string, (table: CleanTable) => { rulebook: Rulebook; expected: (found: readonly Finding[]) => boolean }>
> = {
  'a row taken out leaves exactly its field open'({ rulebook, fields, random }) {
    const n = Math.floor(random() * fields.length)
    const cells = cellsOfField(fields[n] ?? [])
    const said = cells.map((cell) => cell.replaceAll('|', ', ').replace('..', ' … '))
    return {
      rulebook: withRows(rulebook, (rows) => rows.toSpliced(n, 1)),
      expected: (found) =>
        found.length === 1 &&
        found[0]?.kind === 'gap' &&
        found[0].certainty === 'certain' &&
        found[0].witness !== null &&
        isInside(fields[n] ?? [], found[0].witness) &&
        sameRegion(found[0], said),
    }
  },
  'a row put in again with another program contradicts the first'({ rulebook, fields, random }) {
    const n = Math.floor(random() * fields.length)
    const row = rowOf('again', cellsOfField(fields[n] ?? []), 'OTHER')
    const [hit] = rulebook.groups.map((group) => group.hit)
    return {
      rulebook: withRows(rulebook, (rows) => [...rows, row]),
      expected: (found) => isOnly(found, hit === 'unique' ? `conflict:t#again:t#f${n}` : 'shadowed:t#again'),
    }
  },
  'a row behind several that fill its field is shadowed by them, or contradicts each'({ rulebook, fields, random }) {
    const n = Math.floor(random() * (fields.length - 1))
    const all = ['-', '-', cellsOfField(fields[n] ?? [])[2] ?? '-']
    const [hit] = rulebook.groups.map((group) => group.hit)
    const touched = fields.flatMap((field, i) => (overlap(field[2], fields[n]?.[2]) ? [i] : []))
    return {
      rulebook: withRows(rulebook, (rows) => [...rows, rowOf('wide', all, 'OTHER')]),
      expected: (found) =>
        hit === 'first'
          ? isOnly(found, 'shadowed:t#wide')
          : same(
              found.map(({ id }) => id),
              touched.map((i) => `conflict:t#f${i}:t#wide`),
            ),
    }
  },
  'a power that is off the lattice, or out of range, is named'({ rulebook, random }) {
    const off = random() < 0.5
    const row = rowOf('slip', ['m1', off ? '-6.10' : '44.00', '-'], 'OTHER')
    const [subject, kind] = off ? ['-6100', 'off-lattice'] : ['44000', 'off-range']
    return {
      rulebook: withRows(rulebook, (rows) => [row, ...rows]),
      expected: (found) =>
        same(
          found.map(({ id }) => id),
          ['unreachable:t#slip', `${kind}:t#slip:rx.sphere=${subject}`],
        ),
    }
  },
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(a.toSorted()) === JSON.stringify(b.toSorted())

const isOnly = (found: readonly Finding[], id: string): boolean =>
  found.length === 1 && found[0]?.id === id && found[0].certainty === 'certain' && found[0].witness !== null

const overlap = (a: readonly [number, number] | undefined, b: readonly [number, number] | undefined): boolean =>
  a !== undefined && b !== undefined && a[0] <= b[1] && b[0] <= a[1]

const FACTS = ['material.id', 'rx.sphere', 'rx.cylinder']

/** A fact that no rule reads is not in it, and may be anything. */
function isInside(field: readonly (readonly [number, number])[], witness: Readonly<Record<string, unknown>>): boolean {
  const placeOf = [
    (value: unknown) => Number(String(value).slice(1)),
    (value: unknown) => (Number(value) + 12000) / 250,
    (value: unknown) => (Number(value) + 6000) / 250,
  ]
  return field.every(([from, to], i) => {
    const value = witness[FACTS[i] ?? '']
    const place = placeOf[i]?.(value) ?? -1
    return value === undefined || (place >= from && place <= to)
  })
}

/** Words for all but a few materials are `not …`, which the witness has checked. */
function sameRegion({ region }: Finding, said: readonly string[]): boolean {
  return FACTS.every((fact, i) => {
    const cells = region.find((side) => side.fact === fact)?.cells ?? '-'
    return cells === said[i] || cells.startsWith('not ')
  })
}

describe('seeded tables', () => {
  test(`${TABLES} clean tables raise no alarm`, () => {
    for (let seed = 1; seed <= TABLES; seed++)
      for (const hit of ['first', 'unique'] as const)
        expect(alarms(cleanTable(seed, hit).rulebook), `seed ${seed} ${hit}`).toEqual([])
  })

  test.each(Object.entries(defects))('%s', (_, plant) => {
    for (let seed = 1; seed <= TABLES; seed++) {
      const { rulebook, expected } = plant(cleanTable(seed, seed % 2 ? 'first' : 'unique'))
      const found = alarms(rulebook)
      expect(expected(found), `seed ${seed}: ${found.map(({ id }) => id).join(', ')}`).toBe(true)
    }
  })
})
