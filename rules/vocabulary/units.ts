/**
 * What a number of the model counts. A value is always a whole number of a unit's smallest part, so that no comparison
 * ever meets a rounding error; people read and write `natural = value / scale`.
 */
export interface Unit {
  readonly scale: number
  readonly symbol: string
  readonly means: string
}

export const units = {
  D: {
    scale: 1000,
    symbol: 'D',
    means: 'dioptre; an eighth is exact, .12 .37 .62 .87 are read as .125 .375 .625 .875',
  },
  prism: { scale: 1000, symbol: 'Δ', means: 'prism dioptre, 1 cm at 1 m' },
  mm: { scale: 100, symbol: 'mm', means: 'millimetre' },
  deg: { scale: 1, symbol: '°', means: 'degree of arc' },
  index: { scale: 1000, symbol: '', means: 'index of refraction' },
  density: { scale: 1000, symbol: 'g/cm³', means: 'mass per volume' },
  abbe: { scale: 10, symbol: '', means: 'Abbe number' },
  gram: { scale: 100, symbol: 'g', means: 'mass' },
  percent: { scale: 10, symbol: '%', means: 'share of a hundred' },
  nm: { scale: 1, symbol: 'nm', means: 'wavelength' },
  hours: { scale: 1, symbol: 'h', means: 'working hours' },
  days: { scale: 1, symbol: 'd', means: 'calendar days' },
  years: { scale: 1, symbol: 'a', means: 'years of age' },
  minor: { scale: 1, symbol: '', means: 'smallest part of the lab’s currency' },
  count: { scale: 1, symbol: '', means: 'how many' },
  mbar: { scale: 1, symbol: 'mbar', means: 'pressure' },
} as const satisfies Record<string, Unit>

export type UnitName = keyof typeof units
