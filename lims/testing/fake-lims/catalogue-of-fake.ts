import type { CatalogueItem } from '@ils/contract/catalogue'

const item = (kind: string, id: string, label: string, attributes: Record<string, unknown> = {}): CatalogueItem => ({
  ...{ kind, id, label, attributes, from: null, until: null, orderable: true },
})

/** Small, and of the kinds that a portal shows. */
export const catalogueOfFake: readonly CatalogueItem[] = [
  item('designs', 'single-vision', 'Single vision', { type: 'single' }),
  item('designs', 'progressive', 'Progressive', { type: 'progressive' }),
  item('frames', 'plastic', 'Plastic'),
  item('frames', 'rimless', 'Rimless'),
  item('materials', 'cr39', 'CR-39', { index: 1.498 }),
  item('materials', 'hi-167', 'High index 1.67', { index: 1.67 }),
  item('materials', 'poly', 'Polycarbonate', { index: 1.586 }),
  item('treatments', 'ar', 'Anti-reflective'),
  item('treatments', 'hard', 'Hard coat'),
]
