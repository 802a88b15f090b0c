import type { Language } from './say.tsx'

// Loaded with the page of what is new.
const english = {
  none: 'Nothing new yet',
  'none.about': 'When the lab changes lenses, prices or limits, it stands here.',
  unread: 'new',
  release: 'Release {number}',
  designs: 'Lenses',
  materials: 'Materials',
  treatments: 'Treatments',
  tints: 'Tints',
  frames: 'Kinds of frame',
  added: 'new',
  withdrawn: 'withdrawn',
  renamed: 'renamed',
  price: 'Prices changed, in the words of the lab',
  limit: 'Limits changed, in the words of the lab',
  time: 'Times changed, in the words of the lab',
  more: 'And {count} more changes of this kind.',
}

const german: Readonly<Record<keyof typeof english, string>> = {
  none: 'Noch nichts Neues',
  'none.about': 'Ändert das Labor Gläser, Preise oder Grenzen, steht es hier.',
  unread: 'neu',
  release: 'Release {number}',
  designs: 'Gläser',
  materials: 'Materialien',
  treatments: 'Veredelungen',
  tints: 'Farben',
  frames: 'Fassungsarten',
  added: 'neu',
  withdrawn: 'nicht mehr lieferbar',
  renamed: 'umbenannt',
  price: 'Preise geändert, in den Worten des Labors',
  limit: 'Grenzen geändert, in den Worten des Labors',
  time: 'Zeiten geändert, in den Worten des Labors',
  more: 'Und {count} weitere solche Änderungen.',
}

export const newsTexts: Readonly<Record<Language, Readonly<Record<keyof typeof english, string>>>> = {
  en: english,
  de: german,
}
