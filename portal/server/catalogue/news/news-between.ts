import { diffRulebooks } from '@ils/rules/rulebook/diff-rulebooks'
import type { CatalogueEntry, Rulebook } from '@ils/rules/language/rulebook'
import type { CatalogueNews } from '../../../contract/news.ts'
import type { Changes } from './store.ts'

type Entry = CatalogueNews['entries'][number]
type RuleNews = CatalogueNews['rules'][number]

const kinds = ['designs', 'materials', 'treatments', 'tints', 'frames'] as const
const about: Readonly<Record<string, RuleNews['about']>> = { price: 'price', accept: 'limit', promise: 'time' }
const MOST_SENTENCES = 40

/** What changed for somebody who orders on this day: lenses that came and went, prices, limits and times. */
export function newsBetween(before: Rulebook, after: Rulebook, day: string): Changes {
  const rules = changedRules(before, after)
  return {
    entries: kinds.flatMap((kind) => entriesOf(kind, before, after, day)),
    rules: rules.slice(0, MOST_SENTENCES),
    more: Math.max(0, rules.length - MOST_SENTENCES),
  }
}

function entriesOf(kind: Entry['kind'], before: Rulebook, after: Rulebook, day: string): Entry[] {
  const [was, is] = [orderable(before, kind, day), orderable(after, kind, day)]
  const said = (what: Entry['what'], entry: CatalogueEntry): Entry => ({
    what,
    kind,
    id: entry.id,
    label: labelOf(entry),
  })
  return [
    ...[...is.values()].filter(({ id }) => !was.has(id)).map((entry) => said('added', entry)),
    ...[...was.values()].filter(({ id }) => !is.has(id)).map((entry) => said('withdrawn', entry)),
    ...[...is.values()]
      .filter((entry) => {
        const old = was.get(entry.id)
        return old !== undefined && JSON.stringify(labelOf(old)) !== JSON.stringify(labelOf(entry))
      })
      .map((entry) => said('renamed', entry)),
  ]
}

/** An entry goes by its last day too, not only by being taken out. */
function orderable({ catalogue }: Rulebook, kind: string, day: string): ReadonlyMap<string, CatalogueEntry> {
  const open = ({ from, until, attributes }: CatalogueEntry): boolean => {
    const [first, last] = [from ?? attributes['offeredFrom'], until ?? attributes['offeredUntil']]
    return !(typeof first === 'string' && first > day) && !(typeof last === 'string' && last < day)
  }
  return new Map((catalogue[kind] ?? []).filter(open).map((entry) => [entry.id, entry]))
}

const labelOf = ({ id, label }: CatalogueEntry): Record<string, string> =>
  label === undefined ? { en: id } : typeof label === 'string' ? { en: label } : { ...label }

function changedRules(before: Rulebook, after: Rulebook): RuleNews[] {
  const phases = new Map([...before.groups, ...after.groups].map(({ id, phase }) => [id, phase]))
  const groups = new Map<string, string>([
    ...[...before.rules, ...after.rules].map(({ id, group }) => [`/rules/${id}`, group] as const),
    ...[...before.tables, ...after.tables].map(({ id, group }) => [`/tables/${id}`, group] as const),
  ])
  return diffRulebooks(before, after).flatMap(({ path, sentence }) => {
    const [, part = '', id = ''] = path.split('/')
    const kind = about[phases.get(groups.get(`/${part}/${id}`) ?? '') ?? '']
    return kind === undefined ? [] : [{ about: kind, sentence }]
  })
}
