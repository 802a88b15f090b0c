import type { FullConfiguration } from '@ils/contract/configuration'
import type { App } from '../../app.ts'
import { labelsOf } from '../../catalogue/public.ts'

const LONGEST = 200

/** What a list says of the lenses: `Progressive 14, CR-39, Anti-reflective`. */
export async function lensInWords(app: App, practice: string, { job }: FullConfiguration): Promise<string> {
  const treatments = job['order.treatments']
  const chosen = [
    { kind: 'designs', id: job['design.id'] },
    { kind: 'materials', id: job['material.id'] },
    ...(Array.isArray(treatments) ? treatments.map((id: unknown) => ({ kind: 'treatments', id })) : []),
    { kind: 'tints', id: job['tint.id'] },
  ].flatMap(({ kind, id }) => (typeof id === 'string' && id !== '' ? [{ kind, id }] : []))
  const labels = await labelsOf(app, practice, chosen)
  return labels.join(', ').slice(0, LONGEST) || 'Lenses'
}
