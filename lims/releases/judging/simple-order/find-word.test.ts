import type { SimpleOrder } from '@ils/contract/simple-order'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Rulebook } from '@ils/rules/language/rulebook'
import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { describe, expect, test } from 'vitest'
import { openSimpleForm } from './read-simple-order.ts'
import { simpleFields } from './simple-fields.ts'
import { synonyms } from './synonyms.ts'

const { rulebook: loaded, faults } = loadRulebook(readStandardLab())
if (!loaded) throw new Error(`The standard lab has faults: ${JSON.stringify(faults.slice(0, 5))}`)
const rulebook: Rulebook = loaded
const form = openSimpleForm(rulebook)
const context = { practice: null, today: '2026-11-21' }
const readWords = (words: Partial<SimpleOrder>) => form.read({ prescription: {}, ...words }, context)

describe('words of the catalogue', () => {
  test.each([
    ['lensType', 'sv', 'sv'],
    ['lensType', 'SINGLE-VISION', 'sv'],
    ['lensType', 'single_vision', 'sv'],
    ['lensType', 'Einstärken', 'sv'],
    ['lensType', 'einstarken', 'sv'],
    ['lensType', 'Flat Top 28', 'ft28'],
    ['lensType', 'D28', 'ft28'],
    ['lensType', 'Progressive Amble 13', 'prog-13'],
    ['material', 'poly', 'poly'],
    ['material', 'polycarbonate', 'poly'],
    ['material', 'Polycarbonat', 'poly'],
    ['material', 'CR39', 'cr39'],
    ['material', 'cr 39', 'cr39'],
    ['material', '1.67', 'hi167'],
    ['material', '1,67', 'hi167'],
    ['material', 'hi-index 1.67', 'hi167'],
    ['material', 'Hi Index 1.67', 'hi167'],
    ['material', '1.6', 'hi160'],
    ['material', 'photochromic poly', 'poly-photo'],
    ['tint', 'gray 85', 'grey-85'],
    ['tint', 'Grey 85 %', 'grey-85'],
    ['frameType', 'zyl', 'plastic'],
    ['frameType', 'uncut', 'none'],
    ['frameType', 'none', 'none'],
    ['service', 'Uncut', 'uncut'],
    ['service', 'add on', 'add-on'],
    ['practiceRegion', 'US-NJ', 'us-nj'],
  ] as const)('%s %s is %s', (field, written, id) => {
    const { configuration, causes } = readWords({ [field]: written })
    const fact = simpleFields.find(({ path }) => path === field)?.fact ?? ''
    expect(causes).toEqual([])
    expect(configuration.job[fact]).toBe(id)
  })

  test.each([
    ['none', []],
    [[], []],
    ['AR', ['ar-standard']],
    ['anti-reflective', ['ar-standard']],
    ['Anti-reflective, hydrophobic', ['ar-hydro']],
    ['hard coat, AR', ['hard', 'ar-standard']],
    ['UV + scratch-resistant', ['uv', 'hard']],
    [
      ['ar-slick', 'Edge polish'],
      ['ar-slick', 'polish'],
    ],
  ] as const)('coating %s is %s', (coating, ids) => {
    const { configuration, causes } = readWords({ coating: typeof coating === 'string' ? coating : [...coating] })
    expect(causes).toEqual([])
    expect(configuration.job['order.treatments']).toEqual(ids)
  })

  test('that may mean several are asked about, with what they may mean', () => {
    const { configuration, causes } = readWords({ frameType: 'semi-rimless', lensType: 'progressive' })
    expect(configuration.job).not.toHaveProperty('frame.type')
    expect(causes).toEqual([
      {
        code: 'ambiguous',
        field: 'lensType',
        message: expect.stringContaining('design progressive may mean prog-13, prog-17, ff-11') as string,
        value: 'progressive',
        limit: ['prog-13', 'prog-17', 'ff-11', 'ff-14', 'ff-17', 'ff-auto', 'ff-premium', 'ff-sport'],
      },
      {
        code: 'ambiguous',
        field: 'frameType',
        message: 'kind of frame semi-rimless may mean nylor, nylor-metal: say which',
        value: 'semi-rimless',
        limit: ['nylor', 'nylor-metal'],
      },
    ])
  })

  test('that nobody knows are answered with the nearest', () => {
    const { causes } = readWords({ material: 'polycarbonaet', coating: ['hard', 'anti-refelctive'] })
    expect(causes).toEqual([
      {
        code: 'unknown_entry',
        field: 'material',
        message: 'material polycarbonaet is not known here, did you mean poly?',
        value: 'polycarbonaet',
        limit: ['poly'],
      },
      {
        code: 'unknown_entry',
        field: 'coating',
        message: 'treatments ordered anti-refelctive is not known here, did you mean ar-standard?',
        value: 'anti-refelctive',
        limit: ['ar-standard'],
      },
    ])
  })

  test('that belong to another field are sent there', () => {
    const [cause] = readWords({ coating: 'photochromic' }).causes
    expect(cause).toMatchObject({ code: 'unknown_entry', field: 'coating' })
    expect(cause?.message).toMatch(/; give it as material$/)
  })

  test('are answered with some of what there is when nothing is near', () => {
    const [cause] = readWords({ frameType: 'qqqqqqqqqq' }).causes
    expect(cause).toMatchObject({
      code: 'unknown_entry',
      limit: expect.arrayContaining(['plastic', 'drilled']) as unknown,
    })
  })

  test('mean what is offered on the day of the order, when several have the same name', () => {
    const [first] = rulebook.catalogue['materials'] ?? []
    if (!first) throw new Error('the standard lab has materials')
    const twice = openSimpleForm({
      ...rulebook,
      catalogue: {
        ...rulebook.catalogue,
        materials: [
          { ...first, id: 'old', label: 'Resin', until: '2026-06-30' },
          { ...first, id: 'new', label: 'Resin', from: '2026-07-01' },
        ],
      },
    })
    const on = (orderDate: string) =>
      twice.read({ prescription: {}, material: 'resin', orderDate }, context).configuration.job['material.id']
    expect(on('2026-06-30')).toBe('old')
    expect(on('2026-07-01')).toBe('new')
  })

  test('of the table mean entries that the standard lab has, and each means something', () => {
    for (const { of, words, means, source } of synonyms) {
      const there = new Set(rulebook.catalogue[of]?.map(({ id }) => id))
      expect(
        means.filter((id) => !there.has(id)),
        words.join(),
      ).toEqual([])
      expect(words.length * means.length * source.length).toBeGreaterThan(0)
    }
  })
})
