import type { CatalogueEntry, Group } from './rulebook.ts'

/** What can be chosen, and in which groups it is decided. */
export const exampleCatalogue: Readonly<Record<string, readonly CatalogueEntry[]>> = {
  calendars: [{ id: 'lab', label: 'Lab days', attributes: { hoursOfDay: 8 } }],
  designs: [
    { id: 'bifocal-28', label: 'Bifocal 28', attributes: { kind: 'bifocal', minimumHeight: 1400 } },
    { id: 'progressive-14', label: 'Progressive 14', attributes: { kind: 'progressive', minimumHeight: 1400 } },
    { id: 'progressive-18', label: 'Progressive 18', attributes: { kind: 'progressive', minimumHeight: 1800 } },
    {
      id: 'single',
      label: { en: 'Single vision', de: 'Einstärken' },
      attributes: { kind: 'single', minimumHeight: null },
    },
  ],
  materials: [
    { id: 'cr39', label: 'CR-39', attributes: { index: 1498, tintable: true } },
    { id: 'mr8', label: '1.60', attributes: { index: 1592, tintable: true } },
    { id: 'poly', label: 'Polycarbonate', attributes: { index: 1586, tintable: false } },
    { id: 'trivex', label: 'Trivex', attributes: { index: 1532, tintable: true }, until: '2030-12-31' },
  ],
  treatments: [
    { id: 'ar', label: 'Anti-reflective', attributes: {} },
    { id: 'hard', label: 'Hard coat', attributes: {} },
    { id: 'tint', label: 'Tint', attributes: {} },
  ],
}

const group = (id: string, rest: Omit<Group, 'id'>): Group => ({ id, ...rest })
const lens = { scope: 'lens' } as const
const job = { scope: 'job' } as const

/** One of each phase, each hit policy, each scope, and one of a later moment. */
export const exampleGroups: readonly Group[] = [
  group('power-class', {
    ...{ ...lens, title: 'How strong a lens is', phase: 'derive', hit: 'first' },
    ...{ writes: ['lens.powerClass'], total: true },
  }),
  group('care', { ...lens, title: 'Which lenses need care', phase: 'derive', hit: 'first', writes: ['lens.strong'] }),
  group('treatment-set', {
    ...{ ...lens, title: 'What is put on a lens', phase: 'derive', hit: 'collect', writes: ['lens.treatmentSet'] },
  }),
  group('largest-diameter', {
    ...{ ...lens, title: 'How large a lens can be', phase: 'derive', hit: 'lowest', writes: ['lens.largestDiameter'] },
  }),
  group('can-be-made', {
    ...lens,
    title: 'What can be made',
    phase: 'accept',
    hit: 'collect',
    writes: [],
    ordering: true,
  }),
  group('job-accepted', {
    ...job,
    title: 'What can be ordered',
    phase: 'accept',
    hit: 'collect',
    writes: [],
    ordering: true,
  }),
  group('programs', {
    ...{ ...lens, title: 'How it is generated', phase: 'make', hit: 'unique' },
    ...{ writes: ['program.generator', 'label.LMATID@GEN-2'] },
  }),
  group('lens-steps', {
    ...{ ...lens, title: 'Steps of a lens', phase: 'route', hit: 'collect', writes: ['generate', 'tint', 'coat'] },
  }),
  group('job-steps', {
    ...job,
    title: 'Steps of a job',
    phase: 'route',
    hit: 'collect',
    writes: ['mount', 'final', 'pack'],
  }),
  group('edition', {
    ...{
      ...lens,
      title: 'Which standard',
      phase: 'tolerance',
      hit: 'first',
      writes: ['tolerance.edition'],
      total: true,
    },
  }),
  group('allowed', {
    ...{ ...lens, title: 'What a lens may deviate', phase: 'tolerance', hit: 'tightest', writes: ['sphere', 'axis'] },
  }),
  group('lens-prices', {
    ...{ ...lens, title: 'Price of a lens', phase: 'price', hit: 'highest', writes: ['lens'], ordering: true },
  }),
  group('job-prices', {
    ...{ ...job, title: 'Price of a job', phase: 'price', hit: 'collect', writes: ['rush', 'care'], ordering: true },
  }),
  group('hours', {
    ...job,
    title: 'Hours of work',
    phase: 'promise',
    hit: 'collect',
    writes: ['workingHours'],
    ordering: true,
  }),
  group('calendar', {
    ...{ ...job, title: 'Whose days', phase: 'promise', hit: 'first', writes: ['calendar'], ordering: true },
  }),
  group('inspection', {
    ...{ ...lens, title: 'Final inspection', phase: 'accept', hit: 'collect', writes: [], moment: 'measured' },
  }),
]
