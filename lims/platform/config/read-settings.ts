import { nearest } from './nearest.ts'
import type { Setting } from './settings.ts'

export type Settings = Readonly<Record<string, Setting<unknown>>>
export type ValuesOf<S> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never }

export interface SettingFault {
  readonly name: string
  readonly value: string
  readonly want: string
}

/** The settings cannot be trusted: nothing may start on them. */
export class BadSettings extends Error {
  readonly faults: readonly SettingFault[]
  constructor(faults: readonly SettingFault[]) {
    super(`The settings are not usable:\n\n${tableOf(faults)}`)
    this.name = 'BadSettings'
    this.faults = faults
  }
}

const OUR_PREFIX = 'ILS_'

/** Reads the environment once into trusted values; every fault is found before anything is said. */
export function readSettings<S extends Settings>(
  settings: S,
  env: Readonly<Record<string, string | undefined>>,
): ValuesOf<S> {
  const faults: SettingFault[] = []
  const values: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries(settings)) {
    const given = env[setting.name]?.trim()
    if (given === undefined || given === '') {
      if (setting.fallback === undefined) faults.push({ name: setting.name, value: '(missing)', want: setting.means })
      values[key] = setting.fallback
      continue
    }
    const read = setting.read(given)
    if (read.ok) values[key] = read.value
    else faults.push({ name: setting.name, value: setting.secret ? '(secret)' : given, want: read.want })
  }
  faults.push(...unknownNames(settings, env))
  if (faults.length > 0) throw new BadSettings(faults)
  // Every key of the table was read above by its own reader.
  return values as ValuesOf<S>
}

/** Names with our prefix that no setting has: a typo would otherwise be a default in silence. */
function unknownNames(settings: Settings, env: Readonly<Record<string, string | undefined>>): SettingFault[] {
  const known = Object.values(settings).map((s) => s.name)
  return Object.keys(env)
    .filter((name) => name.startsWith(OUR_PREFIX) && !known.includes(name))
    .map((name) => {
      const near = nearest(name, known)
      return { name, value: '(unknown)', want: near ? `did you mean ${near}?` : 'no setting has this name' }
    })
}

function tableOf(faults: readonly SettingFault[]): string {
  const rows = [['setting', 'is', 'must be'], ...faults.map((f) => [f.name, shorten(f.value), f.want])]
  const widths = [0, 1, 2].map((c) => Math.max(...rows.map((row) => (row[c] ?? '').length)))
  return rows
    .map(
      (row) =>
        `  ${row
          .map((cell, c) => cell.padEnd(widths[c] ?? 0))
          .join('   ')
          .trimEnd()}`,
    )
    .join('\n')
}

const shorten = (value: string): string => (value.length > 40 ? `${value.slice(0, 40)}…` : value)

/** Writes `.env.example` from the same table that is read. */
export function envExample(settings: Settings): string {
  const all = Object.values(settings)
  const groups = [...new Set(all.map((s) => s.group))]
  const sections = groups.map((group) => {
    const lines = all.filter((s) => s.group === group).map((s) => `# ${s.means}\n${commented(s)}${s.name}=${s.example}`)
    return `## ${group}\n\n${lines.join('\n\n')}`
  })
  return `# Settings of ILS. Everything has a default for one machine; copy to .env what you change.\n\n${sections.join('\n\n')}\n`
}

const commented = (setting: Setting<unknown>): string => (setting.fallback === undefined ? '' : '# ')
