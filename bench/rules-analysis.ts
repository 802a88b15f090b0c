import { analyse } from '@ils/rules/analysis/analyse-rulebook'
import type { Analysis } from '@ils/rules/analysis/assemble-analysis'
import type { Finding, FindingKind } from '@ils/rules/analysis/finding'
import { pseudoRandom } from '@ils/rules/analysis/pseudo-random'
import { reanalyse } from '@ils/rules/analysis/reanalyse-rulebook'
import type { Group, Rule, Rulebook } from '@ils/rules/language/rulebook'
import type { Fact } from '@ils/rules/vocabulary/fact'
import { generatedRulebook } from './generated-rulebook.ts'
import { generateRule } from './generated-rules.ts'
import { median, type Figure } from './measure.ts'

const MATERIALS = 24
const DESIGNS = 28
const SEED = 9385

type Test = readonly [fact: string, operator: string, value: unknown]

function ruleOf(id: string, group: string, tests: readonly Test[], program: string): Rule {
  return {
    ...{ id, group, title: id, why: 'bench', source: 'bench', owner: 'bench' },
    rule: {
      conditions: { all: tests.map(([fact, operator, value]) => ({ fact, operator, value })) },
      event: { type: 'use', params: { slot: 'program.generator', value: program } },
    },
  }
}

const given = { moment: 'order', source: { kind: 'given' }, meaning: 'bench' } as const

const power = (id: string, min: number, max: number): Fact => ({
  ...{
    id,
    label: id.slice(3),
    type: 'number',
    scope: 'lens',
    unit: 'D',
    min,
    max,
    step: 250,
    nullable: false,
    ...given,
  },
})

function rulebookOf(
  vocabulary: readonly Fact[],
  groups: readonly Group[],
  rules: readonly Rule[],
  catalogue: Rulebook['catalogue'] = {},
): Rulebook {
  return {
    ...{ format: 'lab-rules/1', name: 'bench', vocabulary, catalogue, groups, rules },
    settings: { languages: ['en'], currency: 'EUR', timeZone: 'UTC', review: 'two' },
    ...{ conditions: {}, tables: [], cases: [], accepted: [] },
  }
}

interface Planted {
  readonly rulebook: Rulebook
  /** Ids of the findings, and of what they should be. */
  readonly expected: Readonly<Partial<Record<FindingKind, readonly string[]>>>
}

/** Every material in every design, its powers cut into strips and the strips into fields, one program a field. */
function programMap(): Planted {
  const random = pseudoRandom(SEED)
  const pick = (count: number): number => Math.floor(random() * count)
  const materials = Array.from({ length: MATERIALS }, (_, i) => `m${String(i).padStart(2, '0')}`)
  const designs = Array.from({ length: DESIGNS }, (_, i) => `d${String(i).padStart(2, '0')}`)
  const fields: { tests: Test[]; key: string }[] = []
  for (const material of materials)
    for (const design of designs) {
      const cuts = [0, 16 + pick(16), 40 + pick(16), 64 + pick(16), 97]
      for (let strip = 0; strip < 4; strip++) {
        const [from, to] = [(cuts[strip] ?? 0) * 250 - 12000, (cuts[strip + 1] ?? 0) * 250 - 12250]
        const parts = 2 + pick(4)
        for (let part = 0; part < parts; part++) {
          const [low, high] = [
            -6000 + 250 * Math.floor((25 * part) / parts),
            -6250 + 250 * Math.floor((25 * (part + 1)) / parts),
          ]
          fields.push({
            key: `${material}/${design}`,
            tests: [
              ['material.id', 'equal', material],
              ['design.id', 'equal', design],
              ['rx.sphere', 'greaterThanInclusive', from],
              ['rx.sphere', 'lessThanInclusive', to],
              ['rx.cylinder', 'greaterThanInclusive', low],
              ['rx.cylinder', 'lessThanInclusive', high],
            ],
          })
        }
      }
    }
  const chosen = new Set<number>()
  const another = (): number => {
    for (;;) {
      const one = pick(fields.length)
      // One defect an entry, so that none hides another.
      const key = fields[one]?.key
      if ([...chosen].some((other) => fields[other]?.key === key)) continue
      chosen.add(one)
      return one
    }
  }
  const gaps = Array.from({ length: 5 }, another)
  const rules = fields.flatMap(({ tests }, i) => (gaps.includes(i) ? [] : [ruleOf(`r${i}`, 'map', tests, `p${i}`)]))
  const conflicts = Array.from({ length: 10 }, another)
  for (const i of conflicts) rules.push(ruleOf(`x${i}`, 'map', fields[i]?.tests ?? [], `other${i}`))
  const never = Array.from({ length: 10 }, another)
  for (const i of never)
    rules.push(
      ruleOf(
        `n${i}`,
        'map',
        [
          ...(fields[i]?.tests ?? []),
          ['rx.sphere', 'equal', i % 2 ? -12000 : 12000],
          ['rx.cylinder', 'in', [-6000, 0]],
          ['rx.cylinder', 'greaterThan', -6000],
          ['rx.cylinder', 'lessThan', 0],
        ],
        `n${i}`,
      ),
    )
  // The same fields in a group where the first wins: one rule said twice, and one that two before it cover together.
  const shadowed: string[] = []
  for (let i = 0; i < 10; i++) {
    const tests: readonly Test[] = fields[another()]?.tests ?? []
    const place: Test[] = tests.slice(0, 4)
    const [low, mid, high] = [-3000, -1500, -250]
    const field = (from: number, to: number): Test[] => [
      ...place,
      ['rx.cylinder', 'greaterThanInclusive', from],
      ['rx.cylinder', 'lessThan', to],
    ]
    rules.push(ruleOf(`s${i}-1`, 'pick', field(low, i % 2 ? mid : high), 'a'))
    if (i % 2) rules.push(ruleOf(`s${i}-2`, 'pick', field(mid, high), 'b'))
    rules.push(ruleOf(`s${i}-3`, 'pick', field(low, high), 'c'))
    shadowed.push(`shadowed:s${i}-3`)
  }
  const fact = (id: string, label: string, valuesOf: string): Fact => ({
    ...{ id, label, type: 'enum', scope: 'lens', nullable: false, valuesOf, ...given },
  })
  const entries = (ids: readonly string[]) => ids.map((id) => ({ id, label: id, attributes: {} }))
  const group = { phase: 'make', scope: 'lens', writes: ['program.generator'] } as const
  return {
    rulebook: rulebookOf(
      [
        ...[fact('material.id', 'material', 'materials'), fact('design.id', 'design', 'designs')],
        ...[power('rx.sphere', -12000, 12000), power('rx.cylinder', -6000, 0)],
      ],
      [
        { id: 'map', title: 'programs', hit: 'unique', total: true, ...group },
        { id: 'pick', title: 'choices', hit: 'first', ...group },
      ],
      rules,
      { materials: entries(materials), designs: entries(designs) },
    ),
    expected: {
      conflict: conflicts.map((i) => `conflict:r${i}:x${i}`),
      unreachable: never.map((i) => `unreachable:n${i}`),
      shadowed,
      gap: gaps.map((i) => (fields[i]?.key ?? '').replace('/', ' ')),
    },
  }
}

function randomRulebook(count: number): Rulebook {
  const random = pseudoRandom(SEED)
  const rules = Array.from({ length: count }, (_, n): Rule => {
    const { conditions, priority = 1 } = generateRule(random, n)
    const event = { type: 'use', params: { slot: 'program', value: `program${n}` } } as const
    return {
      ...{ id: `rule${n}`, group: `g${n % 3}`, title: `rule${n}`, why: 'bench', source: 'bench', owner: 'bench' },
      rule: { priority, conditions, event },
    }
  })
  // The vocabulary is what the rules compare: words, or numbers from the least to the greatest.
  const words = new Map<string, Set<string>>()
  const numbers = new Map<string, number[]>([
    ['frame.width', [3800, 6600]],
    ['blank.diameter', [5000, 8500]],
  ])
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return void node.forEach(look)
    if (typeof node !== 'object' || node === null) return
    Object.values(node).forEach(look)
    if (!('fact' in node && 'value' in node) || typeof node.fact !== 'string') return
    const { fact, value } = node
    if (typeof value === 'number') numbers.set(fact, ends(numbers.get(fact), value))
    else if (typeof value === 'string' || Array.isArray(value))
      for (const word of [value].flat()) words.set(fact, (words.get(fact) ?? new Set()).add(String(word)))
  }
  look(rules)
  const vocabulary = [
    ...[...words].map(([id, values]): Fact => ({
      ...{ id, label: id, type: 'enum', scope: 'job', nullable: false, values: [...values].sort(), ...given },
    })),
    ...[...numbers].map(([id, values]): Fact => ({
      ...{ id, label: id, type: 'number', scope: 'job', nullable: true, step: 1, ...given },
      ...{ min: values.reduce((a, b) => Math.min(a, b)), max: values.reduce((a, b) => Math.max(a, b)) },
    })),
  ]
  const hits = ['first', 'unique', 'collect'] as const
  const groups = hits.map((hit, i): Group => ({
    ...{ id: `g${i}`, title: hit, phase: 'make', scope: 'job', hit, writes: ['program'] },
  }))
  return rulebookOf(vocabulary, groups, rules)
}

const ends = (known: readonly number[] | undefined, value: number): number[] =>
  known ? [Math.min(known[0] ?? value, value), Math.max(known[1] ?? value, value)] : [value, value]

function judgePlanted(
  { expected }: Planted,
  { findings }: Analysis,
): { found: number; planted: number; wrong: string[] } {
  let found = 0
  let planted = 0
  const wrong: string[] = []
  for (const kind of ['unreachable', 'conflict', 'shadowed', 'gap'] as const) {
    const ids = new Set(expected[kind])
    planted += ids.size
    for (const finding of findings.filter((one) => one.kind === kind)) {
      const id = kind === 'gap' ? entryOf(finding) : finding.id
      if (ids.delete(id) && finding.certainty === 'certain') found++
      else wrong.push(finding.id)
    }
  }
  const others = findings.filter(({ kind, weight }) => weight !== 'advice' && !Object.hasOwn(expected, kind))
  return {
    found,
    planted,
    wrong: [...wrong, ...others.map(({ id }) => id).filter((id) => !/^(off-|conflict:n)/.test(id))],
  }
}

const entryOf = ({ region }: Finding): string =>
  ['material.id', 'design.id'].map((fact) => region.find((side) => side.fact === fact)?.cells ?? '').join(' ')

function timed<T>(run: () => T): { ms: number; value: T } {
  const began = performance.now()
  const value = run()
  return { ms: performance.now() - began, value }
}

function edit(rulebook: Rulebook, at: number, round: number): { rulebook: Rulebook; id: string } {
  const rules = rulebook.rules.map((one, i) => {
    if (i !== at) return one
    const event = { ...one.rule.event, params: { ...one.rule.event.params, value: `edited${round}` } }
    return { ...one, rule: { ...one.rule, event } }
  })
  return { rulebook: { ...rulebook, rules }, id: rules[at]?.id ?? '' }
}

function editing(first: Analysis, rulebook: Rulebook): number[] {
  let [now, book] = [first, rulebook]
  return Array.from({ length: 5 }, (_, round) => {
    const changed = edit(book, (round * 1733) % book.rules.length, round)
    const { ms, value } = timed(() => reanalyse(now, changed.rulebook, [changed.id]))
    now = value
    book = changed.rulebook
    return ms
  })
}

/** How long the analysis takes, whole and after an edit, and whether it finds what was planted and nothing else. */
export function benchRulesAnalysis(): Promise<Figure[]> {
  const map = programMap()
  const whole = Array.from({ length: 3 }, () => timed(() => analyse(map.rulebook)))
  const analysis = whole[0]?.value ?? analyse(map.rulebook)
  const seen = judgePlanted(map, analysis)
  const mapMs = median(whole.map(({ ms }) => ms))
  const mapEdit = median(editing(analysis, map.rulebook))
  const random = randomRulebook(10_000)
  const big = timed(() => analyse(random))
  const bigEdits = editing(big.value, random)
  const real = generatedRulebook(10_000, SEED)
  const lab = timed(() => analyse(real))
  const labEdits = editing(lab.value, real)
  const searched = Object.values(lab.value.counts).reduce((sum, { possible }) => sum + possible, 0)
  const { counts } = big.value
  const pairs = (counts.conflict?.total ?? 0) + (counts.tie?.total ?? 0)
  return Promise.resolve([
    {
      what: `Program map of ${map.rulebook.rules.length} rules, ${MATERIALS * DESIGNS} entries: the whole analysis`,
      ...{ seen: `${mapMs.toFixed(0)} ms`, goal: '2000 ms', met: mapMs <= 2000 },
    },
    {
      what: 'Planted defects in it (unreachable, conflict, shadowed, gap)',
      seen: `${seen.found} of ${seen.planted} found, ${seen.wrong.length} false ${seen.wrong.slice(0, 3).join(' ')}`,
      ...{ goal: 'all, none', met: seen.found === seen.planted && seen.wrong.length === 0 },
    },
    { what: 'The same after one edit', seen: `${mapEdit.toFixed(0)} ms`, goal: '1000 ms', met: mapEdit <= 1000 },
    {
      what: `10000 random rules with ${pairs} clashing pairs: the whole analysis`,
      ...{ seen: `${big.ms.toFixed(0)} ms`, goal: '10000 ms', met: big.ms <= 10_000 },
    },
    {
      what: 'The same after one edit, five times',
      seen: bigEdits.map((ms) => `${ms.toFixed(0)} ms`).join(', '),
      ...{ goal: '1000 ms', met: Math.max(...bigEdits) <= 1000 },
    },
    {
      what: `A generated lab of ${real.rules.length} rules over computed facts (${searched} findings left possible): the whole analysis`,
      ...{ seen: `${lab.ms.toFixed(0)} ms`, goal: '10000 ms', met: lab.ms <= 10_000 },
    },
    {
      what: 'The same after one edit, five times',
      seen: labEdits.map((ms) => `${ms.toFixed(0)} ms`).join(', '),
      ...{ goal: '1000 ms', met: Math.max(...labEdits) <= 1000 },
    },
  ])
}
