import type { Language } from '../../texts/say.tsx'
import type { Offer, Offered } from '../judging/judged.ts'

/** What people call it; its id where the release has no words for it. */
export function labelIn({ id, label }: Offered, language: Language): string {
  if (typeof label === 'string') return label
  return label[language] ?? label['en'] ?? Object.values(label)[0] ?? id
}

export function labelFor(kind: readonly Offered[], id: unknown, language: Language): string {
  const found = kind.find((one) => one.id === id)
  return found ? labelIn(found, language) : typeof id === 'string' ? id : ''
}

/** An order in a few words: what a list of drafts shows. */
export function inFewWords(offer: Offer | null, job: Readonly<Record<string, unknown>>, language: Language): string {
  if (offer === null) return ''
  const words = [
    labelFor(offer.designs, job['design.id'], language),
    labelFor(offer.materials, job['material.id'], language),
  ]
  return words.filter((word) => word !== '').join(', ')
}
