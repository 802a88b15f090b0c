import { faultParties, type FaultParty } from '@ils/contract/floor-verbs'
import type { CompiledRelease } from '@ils/rules/engine/compile-release'
import type { CatalogueEntry, Text } from '@ils/rules/language/rulebook'
import { workCalendarOf, type WorkCalendar } from '../promise/work-calendar.ts'

/** A place on the floor, as the rulebook's catalogue describes it. */
export interface Station {
  readonly id: string
  readonly label: string
  readonly ofPair: boolean
  readonly minutes: number
  /** How many lenses at once, all its machines together. */
  readonly capacity: number
  readonly places: number
  readonly machines: readonly string[]
  /** A job that stands here is looked at before it leaves. */
  readonly quality: boolean
  /** A lens goes on only when it passed an inspection. */
  readonly inspects: boolean
  readonly needsFrame: boolean
  readonly batch: { readonly lenses: number; readonly minutes: number } | null
}

export interface BreakageReason {
  readonly code: string
  readonly label: string
  readonly stations: ReadonlySet<string>
  readonly anywhere: boolean
  readonly fault: FaultParty
  readonly lost: boolean
  readonly restart: string
}

/** What production needs of a release besides its decisions. */
export interface Lab {
  /** In the order of the way. */
  readonly stations: ReadonlyMap<string, Station>
  readonly reasons: ReadonlyMap<string, BreakageReason>
  readonly calendars: ReadonlyMap<string, WorkCalendar>
  readonly calendar: WorkCalendar
  readonly currency: string
  readonly timeZone: string
}

const labs = new WeakMap<CompiledRelease, Lab>()

export function labOf(release: CompiledRelease): Lab {
  const known = labs.get(release)
  if (known) return known
  const { catalogue, settings } = release.rulebook
  const machines = catalogue['machines'] ?? []
  const [language = 'en'] = settings.languages
  const calendars = new Map(
    (catalogue['calendars'] ?? []).flatMap(({ id, attributes }) => {
      const calendar = readable(attributes, settings.timeZone)
      return calendar ? [[id, calendar] as const] : []
    }),
  )
  const lab: Lab = {
    stations: new Map(
      inOrder(catalogue['stations'] ?? []).map((entry) => [
        entry.id,
        stationOf(
          entry,
          machines.filter(({ attributes }) => attributes['station'] === entry.id).map(({ id }) => id),
          language,
        ),
      ]),
    ),
    reasons: new Map((catalogue['reasons'] ?? []).map((entry) => [entry.id, reasonOf(entry, language)])),
    calendars,
    calendar: [...calendars.values()][0] ?? workCalendarOf(roundTheClock, settings.timeZone),
    currency: settings.currency,
    timeZone: settings.timeZone,
  }
  labs.set(release, lab)
  return lab
}

/** By `order`: a rulebook that was kept has its entries by their ids. */
const inOrder = (entries: readonly CatalogueEntry[]): CatalogueEntry[] =>
  entries.toSorted((a, b) => Number(a.attributes['order'] ?? 0) - Number(b.attributes['order'] ?? 0))

/** One that says too little is passed over: the floor must not stand still for a catalogue that others write. */
function readable(attributes: CatalogueEntry['attributes'], timeZone: string): WorkCalendar | undefined {
  try {
    return workCalendarOf(attributes, timeZone)
  } catch {
    return undefined
  }
}

/** For a rulebook that names no calendar: hours are hours. */
const roundTheClock = {
  opens: '00:00',
  hoursOfDay: 24,
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  holidays: [],
}

function stationOf({ id, label, attributes }: CatalogueEntry, machines: readonly string[], language: string): Station {
  const places = count(attributes['places'], 1)
  const lenses = count(attributes['batchLenses'], 0)
  return {
    id,
    label: textOf(label, language),
    ofPair: attributes['scope'] === 'job',
    minutes: Math.max(0, Number(attributes['minutes'] ?? 0)),
    places,
    capacity: places * Math.max(1, machines.length),
    machines,
    quality: attributes['quality'] === true,
    inspects: attributes['inspects'] === true,
    needsFrame: attributes['needsFrame'] === true,
    batch: lenses === 0 ? null : { lenses, minutes: count(attributes['batchMinutes'], 60) },
  }
}

function reasonOf({ id, label, attributes }: CatalogueEntry, language: string): BreakageReason {
  const stations = attributes['stations']
  return {
    code: id,
    label: textOf(label, language),
    stations: new Set(Array.isArray(stations) ? stations.map(String) : []),
    anywhere: attributes['anywhere'] === true,
    fault: faultParties.find((party) => party === attributes['fault']) ?? 'lab',
    lost: attributes['lost'] !== false,
    restart: typeof attributes['restart'] === 'string' ? attributes['restart'] : 'pick',
  }
}

const count = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && value >= 1 ? Math.floor(value) : otherwise

const textOf = (label: Text, language: string): string =>
  typeof label === 'string' ? label : (label[language] ?? Object.values(label)[0] ?? '')
