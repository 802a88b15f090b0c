import { printJson } from './print-json.ts'
import type { Rulebook } from './rulebook.ts'
import { inCodeUnits, sortRulebook } from './sort-rulebook.ts'

/** The rulebook as the files of its folder, path → text. The same rulebook gives the same bytes. */
export function writeRulebook(rulebook: Rulebook): Map<string, string> {
  const { format, name, settings, ...lists } = sortRulebook(rulebook)
  const files = new Map<string, string>()
  const put = (path: string, value: unknown): void => void files.set(path, printJson(value))
  put('rulebook.json', { format, name, settings })
  put('groups.json', lists.groups)
  if (Object.keys(lists.conditions).length > 0) put('conditions.json', lists.conditions)
  if (lists.accepted.length > 0) put('accepted.json', lists.accepted)
  putBy('vocabulary', lists.vocabulary, ({ id }) => id.split('.')[0] ?? id, put)
  for (const [kind, entries] of Object.entries(lists.catalogue)) {
    // File systems that know no capitals must not lose a kind.
    const clash = Object.keys(lists.catalogue).filter((one) => one.toLowerCase() === kind.toLowerCase())
    const file = clash.length > 1 ? `${fileName(kind)}-${clash.sort(inCodeUnits).indexOf(kind)}` : fileName(kind)
    put(`catalogue/${file}.json`, { kind, entries })
  }
  putBy('rules', lists.rules, ({ group }) => group, put)
  putBy('tables', lists.tables, ({ id }) => id, put)
  putBy('cases', lists.cases, ({ moment }) => moment ?? 'order', put)
  return files
}

function putBy<Item>(
  folder: string,
  items: readonly Item[],
  nameOf: (item: Item) => string,
  put: (path: string, value: unknown) => void,
): void {
  const files = new Map<string, Item[]>()
  for (const item of items) {
    const name = fileName(nameOf(item))
    const file = files.get(name)
    if (file) file.push(item)
    else files.set(name, [item])
  }
  for (const [name, list] of files) put(`${folder}/${name}.json`, list)
}

/** No file system minds it: Windows allows no colon. */
const fileName = (id: string): string => id.toLowerCase().replaceAll(':', '_')
