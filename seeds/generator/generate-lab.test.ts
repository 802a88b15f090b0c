import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compileRelease } from '@ils/rules/engine/compile-release'
import { judge } from '@ils/rules/engine/judge'
import { loadRulebook } from '@ils/rules/language/load-rulebook'
import type { Configuration } from '@ils/rules/language/rulebook'
import { traceOutline } from '@ils/rules/optics/trace'
import type { Fact, FactValue, Shape } from '@ils/rules/vocabulary/fact'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Department } from './floor.ts'
import { generateDay, generateLab } from './generate-lab.ts'
import type { GeneratedJob } from './generated-job.ts'
import { planLab, type LabPlan } from './lab.ts'
import { isHoliday, weekdayOf } from './lab-days.ts'
import { powerBias } from './machine-state.ts'
import { measureLab, type LabFigures } from './measure-lab.ts'
import { plantedCauses } from './planted-causes.ts'

const folder = join(import.meta.dirname, '..', 'standard-lab')
// Its cases have a test of their own.
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.json') && !name.startsWith('cases'),
)
const files = new Map(names.map((name) => [name.replaceAll('\\', '/'), readFileSync(join(folder, name), 'utf8')]))
const { rulebook, faults } = loadRulebook(files)
if (rulebook === null) throw new Error(`the standard lab does not load: ${JSON.stringify(faults.slice(0, 3))}`)
const { catalogue, vocabulary } = rulebook

const plan: LabPlan = { seed: 4711, from: '2024-01-01', days: 7, jobsPerDay: 40, catalogue }
const bytes = (changed: Partial<LabPlan>): string => JSON.stringify([...generateLab({ ...plan, ...changed })])

describe('a lab from a seed', () => {
  it('is the same bytes each time, and others from another seed', () => {
    expect(bytes({})).toBe(bytes({}))
    expect(bytes({ seed: 4712 })).not.toBe(bytes({}))
  })

  it('has a day that is the same alone as after walking there', () => {
    const walked = [...generateLab({ ...plan, days: 40 })]
    for (const date of ['2024-02-05', '2024-01-29', '2024-01-02']) {
      const alone = generateDay(planLab({ ...plan, days: 1 }), date)
      expect(alone.length).toBeGreaterThan(10)
      expect(JSON.stringify(alone)).toBe(JSON.stringify(walked.filter((job) => job.orderedAt.startsWith(date))))
    }
  })

  it('asks for the same with and without histories', () => {
    const withHistory = [...generateLab(plan)].map(({ number, configuration }) => ({ number, configuration }))
    const without = [...generateLab({ ...plan, histories: false })]
    expect(without.map(({ number, configuration }) => ({ number, configuration }))).toEqual(withHistory)
    expect(without.every(({ history }) => history.length === 0)).toBe(true)
  })

  it('makes the first jobs of a thousand years at once, since it keeps none', () => {
    const jobs = generateLab({ ...plan, days: 365_000 })
    expect(Array.from({ length: 5 }, () => jobs.next().done)).toEqual([false, false, false, false, false])
  })

  it('refuses a catalogue in which nothing can be ordered', () => {
    expect(() => [...generateLab({ ...plan, catalogue: {} })]).toThrow('the catalogue offers nothing')
  })
})

const year: LabPlan = { ...plan, seed: 20, days: 380, jobsPerDay: 45 }
const lab = planLab(year)
const weekdays = new Map<number, number>()
const months = new Map<string, number>()
const jobs: GeneratedJob[] = []
let figures: LabFigures

beforeAll(() => {
  jobs.push(...generateLab(year))
  figures = measureLab(jobs)
  for (const { orderedAt } of jobs) {
    const weekday = new Date(orderedAt).getUTCDay()
    weekdays.set(weekday, (weekdays.get(weekday) ?? 0) + 1)
    months.set(orderedAt.slice(0, 7), (months.get(orderedAt.slice(0, 7)) ?? 0) + 1)
  }
})

const within = (value: number, [least, most]: readonly [number, number]): void => {
  expect(value).toBeGreaterThanOrEqual(least)
  expect(value).toBeLessThanOrEqual(most)
}

describe('a year of a lab', () => {
  it('has most orders on Mondays, and none on Sundays and holidays', () => {
    const mondays = weekdays.get(1) ?? 0
    for (const weekday of [2, 3, 4, 5, 6]) expect(weekdays.get(weekday) ?? 0).toBeLessThan(mondays)
    const days = jobs.map(({ orderedAt }) => Math.floor(Date.parse(orderedAt) / 86_400_000))
    expect(days.filter((day) => weekdayOf(day) === 0 || isHoliday(day))).toEqual([])
  })

  it('has a dip in summer and a peak at the end of the year', () => {
    const of = (month: string): number => months.get(month) ?? 0
    expect(of('2024-12')).toBeGreaterThan(of('2024-07'))
    expect(of('2024-10')).toBeGreaterThan(of('2024-06'))
    within(jobs.length / (year.days * (6 / 7)), [41, 47])
  })

  it.each([
    ['single', 0.48, 0.62],
    ['progressive', 0.3, 0.45],
    ['bifocal', 0.03, 0.1],
    ['office', 0.01, 0.04],
    ['ar', 0.55, 0.8],
    ['photochromic', 0.1, 0.2],
    ['polarised', 0.02, 0.07],
    ['tint', 0.01, 0.06],
    ['poly', 0.3, 0.5],
    ['stock', 0.15, 0.4],
    ['one eye', 0.02, 0.07],
    ['rush', 0.02, 0.1],
  ])('has a plausible share of %s', (what, least, most) => {
    within(figures.share(what), [least, most])
  })

  it('loses lenses where labs do: finishing a third above any other department, scratches first', () => {
    const departments: Department[] = ['surfacing', 'coating', 'tinting', 'stores', 'inspection']
    const others = Math.max(...departments.map(figures.breakage))
    within(figures.breakage('finishing') / others, [1.1, 1.6])
    const scratches = figures.breakageOf('FIN-S') + figures.breakageOf('DBL')
    for (const reason of ['INS-P', 'HC-D', 'EDG-CH', 'EDG-S', 'AR-PE', 'AR-C', 'GEN-T', 'POL-G', 'STK'])
      expect(figures.breakageOf(reason)).toBeLessThan(scratches)
    within(
      [...departments, 'finishing' as const].reduce((sum, one) => sum + figures.breakage(one), 0),
      [0.035, 0.07],
    )
  })

  it('makes again what practices have made again', () => {
    within(figures.remakes, [0.05, 0.15])
    within(figures.remakeShare('coat-warranty') + figures.remakeShare('prescriber-change'), [0.6, 0.8])
    within(figures.remakeShare('progressive'), [0.5, 0.64])
    within(figures.remakeShare('single'), [0.2, 0.34])
  })

  it.each([
    ['addition-missing', 0.305],
    ['pd-missing', 0.233],
    ['axis-missing', 0.07],
    ['sign-missing', 0.11],
    ['frame-data-missing', 0.09],
    ['tint-unclear', 0.053],
  ])('is asked back as labs are: %s', (fault, share) => {
    within(figures.faultShare(fault), [share - 0.035, share + 0.035])
    within(figures.faulty, [0.03, 0.08])
  })

  it.each([
    ['single stock', 0.5, 1.5],
    ['single surfaced', 1.5, 3.5],
    ['single surfaced ar', 2, 5],
    ['progressive', 2.5, 5.5],
    ['progressive ar', 3.5, 6.5],
  ])('takes the working days that a lab takes for %s', (group, least, most) => {
    within(figures.workingDays(group), [least, most])
  })

  it.each([
    ['progressive', 5.71],
    ['ar', 5.22],
    ['bifocal', 4.35],
    ['single', 3.11],
  ])('takes the days for a redo that a survey of labs says, within a third: %s', (kind, days) => {
    within(figures.remakeDays(kind), [days * 0.67, days * 1.33])
  })
})

describe('each job', () => {
  it('has a number of its own', () => {
    expect(new Set(jobs.map(({ number }) => number)).size).toBe(jobs.length)
  })

  it('has a history in the order of time, from the order to the courier', () => {
    const wrong = jobs.filter(({ history, orderedAt }) => {
      const late = history.some(({ at }, place) => at < (history[place - 1]?.at ?? orderedAt))
      return late || history[0]?.kind !== 'ordered' || history.at(-1)?.kind !== 'shipped'
    })
    expect(wrong).toEqual([])
  })

  it('finishes or breaks each step that it starts', () => {
    const wrong = jobs.filter(({ history }) => {
      const open = new Set<string>()
      for (const { kind, station, eye = '' } of history) {
        if (kind === 'started') open.add(`${station} ${eye}`)
        // A lens that is found broken after mounting was at the station with its fellow.
        const ends = kind === 'finished' || kind === 'broke'
        if (ends && !open.delete(`${station} ${eye}`) && !open.delete(`${station} `)) return true
      }
      return open.size > 0
    })
    expect(wrong).toEqual([])
  })

  it('begins anew at the stores with a lens that broke, and with no other', () => {
    let seen = 0
    const wrong = jobs.filter(({ history }) =>
      (['right', 'left'] as const).some((side) => {
        const lens = history.filter(({ eye, kind }) => eye === side && (kind === 'broke' || kind === 'started'))
        const broke = lens.filter(({ kind }) => kind === 'broke').length
        seen += broke
        const follows = lens.every(({ kind }, at) => kind !== 'broke' || lens[at + 1]?.station === 'pick')
        const picked = lens.filter(({ station, kind }) => station === 'pick' && kind === 'started').length
        return !follows || (lens.length > 0 && picked !== broke + 1)
      }),
    )
    expect(wrong).toEqual([])
    expect(seen).toBeGreaterThan(300)
  })

  it('that is a remake or a duplicate points to one that was ordered before, by the same practice', () => {
    const known = new Map<string, GeneratedJob>()
    for (const job of jobs) {
      const of = job.remakeOf?.number ?? job.duplicateOf
      if (of !== undefined) expect(known.get(of)?.practiceId).toBe(job.practiceId)
      if (job.remakeOf) {
        const first = known.get(job.remakeOf.number)
        expect(first?.remakeOf).toBeUndefined()
        expect((first?.history.at(-1)?.at ?? '') < job.orderedAt).toBe(true)
        expect(job.configuration.job['order.redoReason']).toBe(job.remakeOf.reason)
      }
      known.set(job.number, job)
    }
  })
})

describe('what is ordered', () => {
  const facts = new Map(vocabulary.map((fact) => [fact.id, fact]))

  const wrongIn = (fact: Fact | undefined, value: FactValue): string | null => {
    if (fact === undefined) return 'unknown'
    if (!['given', 'world'].includes(fact.source.kind)) return 'not to be given'
    if (value === null) return fact.nullable ? null : 'null'
    if (fact.type === 'number') {
      if (typeof value !== 'number' || !Number.isInteger(value)) return 'no whole number'
      if (value < (fact.min ?? value) || value > (fact.max ?? value)) return 'out of range'
      return value % (fact.step ?? 1) === 0 ? null : 'off its steps'
    }
    const words = fact.values ?? (fact.valuesOf && catalogue[fact.valuesOf]?.map(({ id }) => id))
    const said = fact.type === 'set' ? (value as readonly string[]) : [value as string]
    return words && !said.every((word) => words.includes(word)) ? 'no such value' : null
  }

  const wrongs = ({ job, right = {}, left = {} }: Configuration): string[] =>
    [job, right, left].flatMap((part) =>
      Object.entries(part).flatMap(([id, value]) => {
        const wrong = wrongIn(facts.get(id), value)
        return wrong === null ? [] : [`${id}: ${wrong} ${JSON.stringify(value).slice(0, 60)}`]
      }),
    )

  it('has no value that the vocabulary forbids', () => {
    expect(new Set(jobs.flatMap((job) => wrongs(job.fault?.meant ?? job.configuration)))).toEqual(new Set())
    expect(new Set(jobs.flatMap((job) => wrongs(job.configuration)))).toEqual(new Set())
  })

  it('has traces of the very frame that was typed', () => {
    const traced = jobs.flatMap(({ configuration: { job, right } }) => {
      const trace = right?.['frame.trace']
      return trace && job['frame.a'] ? [{ job, outline: traceOutline(trace as Shape) }] : []
    })
    within(traced.length / jobs.length, [0.25, 0.6])
    for (const { job, outline } of traced.slice(0, 2000)) {
      expect(Math.abs((outline?.a ?? 0) * 100 - Number(job['frame.a']))).toBeLessThan(3)
      expect(Math.abs((outline?.b ?? 0) * 100 - Number(job['frame.b']))).toBeLessThan(3)
      if (job['frame.ed'])
        expect(Math.abs((outline?.effectiveDiameter ?? 0) * 100 - Number(job['frame.ed']))).toBeLessThan(12)
    }
  })

  it('is accepted by the standard lab, or asked back at most, in nine of ten good orders; bad ones are not', () => {
    const release = compileRelease(rulebook)
    const some = jobs.filter(({ orderedAt }) => orderedAt > '2024-09').slice(0, 1000)
    const taken = (job: GeneratedJob): boolean =>
      ['accepted', 'confirm'].includes(judge(release, 'order', job.configuration).outcome)
    const good = some.filter(({ fault, duplicateOf }) => fault === undefined && duplicateOf === undefined)
    within(good.filter(taken).length / good.length, [0.9, 1])
    const incomplete = some.filter(({ fault }) => fault?.kind === 'pd-missing' || fault?.kind === 'axis-missing')
    expect(incomplete.length).toBeGreaterThan(8)
    expect(incomplete.filter(taken)).toEqual([])
  })
})

describe('causes that are planted', () => {
  it('are found again: a generator that drifts is read in what the lensmeter measures', () => {
    const { drifts } = plantedCauses(lab, year.from, '2025-06-01')
    const worst = drifts.toSorted((one, other) => Math.abs(other.reaches) - Math.abs(one.reaches))[0]
    expect(Math.abs(worst?.reaches ?? 0)).toBeGreaterThan(60)
    const errors: number[] = []
    for (const { history, configuration } of jobs) {
      for (const { kind, at, eye, measured, station } of history) {
        const day = Date.parse(at) / 86_400_000
        const late = worst !== undefined && day > worst.until - 8 && day < worst.until
        if (!late || kind !== 'inspected' || station !== 'surface-inspection' || !eye || !measured) continue
        const { 'rx.sphere': sphere, 'rx.cylinder': cylinder } = configuration[eye] ?? {}
        if (Number(cylinder ?? 0) <= 0) errors.push((measured['measured.sphere'] ?? 0) - Number(sphere))
      }
    }
    const mean = errors.toSorted((one, other) => one - other)[Math.floor(errors.length / 2)] ?? 0
    expect(errors.length).toBeGreaterThan(50)
    expect(Math.sign(mean)).toBe(Math.sign(worst?.reaches ?? 0))
    expect(Math.abs(mean)).toBeGreaterThan(Math.abs(worst?.reaches ?? 0) * 0.6)
  })

  it('end with the calibration', () => {
    const { drifts, spells } = plantedCauses(lab, year.from, '2025-06-01')
    for (const { machine, from } of drifts) expect(powerBias(year.seed, machine, from)).toBeCloseTo(0)
    expect(spells.length).toBeGreaterThan(5)
  })

  it('include load: with fewer edgers everything takes longer', () => {
    const short = { ...plan, days: 40, jobsPerDay: 60 }
    const { edge } = planLab(short).floor.machines
    const days = (machines: Partial<LabPlan>): number =>
      measureLab(generateLab({ ...short, ...machines })).workingDays('progressive ar')
    expect(days({ machines: { edge: edge * 0.8 } })).toBeGreaterThan(days({}) + 0.5)
  })
})
