import { chance, drawn, lotBy, type Draw, type Lot } from './draw.ts'
import type { FrameModel } from './frame-library.ts'
import type { Practice, Profile } from './practices.ts'
import type { EyeNeed, Wearer } from './prescription.ts'

export type Kind = 'single' | 'bifocal' | 'trifocal' | 'progressive' | 'office'
export type Stuff = 'cr39' | 'mid' | 'trivex' | 'poly' | 'hi160' | 'hi167' | 'hi174'

/** What is ordered, in the words of a counter; the catalogue's ids come later. */
export interface Product {
  readonly kind: Kind
  readonly freeform: boolean
  readonly stuff: Stuff
  readonly light: 'clear' | 'photochromic' | 'polarised' | 'tint'
  readonly ar: 'none' | 'standard' | 'premium' | 'blue'
  readonly edging: 'edged' | 'uncut'
}

/** Presbyopes: most wear progressives; those of works and budget shops more often lines or readers. */
const PRESBYOPES: Readonly<Record<Profile, Lot<Kind>>> = {
  independent: lotBy({ progressive: 61, single: 24, bifocal: 8, office: 6, trifocal: 1 }),
  chain: lotBy({ progressive: 58, single: 29, bifocal: 9, office: 3, trifocal: 1 }),
  budget: lotBy({ progressive: 43, single: 36, bifocal: 18, office: 2, trifocal: 1 }),
  children: lotBy({ progressive: 50, single: 44, bifocal: 6 }),
  works: lotBy({ progressive: 40, single: 30, bifocal: 22, trifocal: 4, office: 4 }),
  online: lotBy({ progressive: 47, single: 49, bifocal: 3, office: 1 }),
}

const IMPACT = lotBy<Stuff>({ poly: 72, trivex: 28 })
const DRILLED = lotBy<Stuff>({ poly: 40, trivex: 35, hi160: 15, hi167: 10 })
const STRONGEST = lotBy<Stuff>({ hi174: 34, hi167: 62, hi160: 4 })
const STRONG = lotBy<Stuff>({ hi167: 38, hi160: 30, poly: 24, trivex: 2, cr39: 6 })
const USUAL: Readonly<Record<Profile, Lot<Stuff>>> = {
  independent: lotBy({ poly: 36, cr39: 24, trivex: 12, hi160: 16, mid: 6, hi167: 6 }),
  chain: lotBy({ poly: 46, cr39: 22, hi160: 14, mid: 10, trivex: 4, hi167: 4 }),
  budget: lotBy({ cr39: 52, mid: 20, poly: 24, hi160: 4 }),
  children: lotBy({ poly: 70, trivex: 25, cr39: 5 }),
  works: lotBy({ poly: 80, trivex: 15, cr39: 5 }),
  online: lotBy({ mid: 30, cr39: 20, poly: 24, hi160: 18, hi167: 8 }),
}

const AR_KINDS = lotBy({ standard: 52, premium: 34, blue: 14 })

const strongest = ({ sphere, cylinder }: EyeNeed): number =>
  Math.max(Math.abs(sphere), Math.abs(sphere + (cylinder ?? 0)))

function chooseStuff(draw: Draw, { profile }: Practice, wearer: Wearer, frame: FrameModel): Stuff {
  const power = Math.max(strongest(wearer.right), strongest(wearer.left))
  if (wearer.age < 18 || frame.use === 'safety') return drawn(draw, IMPACT)
  if (frame.mount === 'drilled') return drawn(draw, DRILLED)
  if (power >= 7000) return drawn(draw, STRONGEST)
  if (power >= 4250) return drawn(draw, STRONG)
  return drawn(draw, USUAL[profile])
}

const AR_SHARE: Readonly<Record<Profile, number>> = {
  ...{ independent: 0.76, chain: 0.68, budget: 0.38, children: 0.5, works: 0.32, online: 0.74 },
}

function chooseLight(draw: Draw, wearer: Wearer, frame: FrameModel, stuff: Stuff): Product['light'] {
  if (stuff === 'hi174') return chance(draw, 0.1) ? 'photochromic' : 'clear'
  if (frame.use === 'sport') return chance(draw, 0.7) ? 'polarised' : 'clear'
  const share = draw()
  if (share < (wearer.age > 35 ? 0.17 : 0.11)) return 'photochromic'
  if (share > 0.965 && frame.mount === 'full') return 'polarised'
  // Polycarbonate is seldom tinted: only through a tintable hard coat.
  return share > 0.91 && (stuff === 'cr39' || stuff === 'mid' || stuff === 'trivex') ? 'tint' : 'clear'
}

/** Whether somebody of this age, in this practice, takes lenses with an addition, and which. */
function chooseKind(draw: Draw, { profile }: Practice, wearer: Wearer, frame: FrameModel): Kind {
  if (wearer.right.add === null) return 'single'
  const kind = drawn(draw, PRESBYOPES[profile])
  if (frame.use === 'sport' && kind !== 'progressive') return 'single'
  // No room for a segment or a corridor, or too small an addition for three powers.
  if (frame.b < 2800 && kind !== 'single') return frame.b >= 2600 && kind === 'progressive' ? kind : 'single'
  return kind === 'trifocal' && Math.min(wearer.right.add, wearer.left.add ?? 0) < 1500 ? 'bifocal' : kind
}

export function chooseProduct(draw: Draw, practice: Practice, wearer: Wearer, frame: FrameModel): Product {
  const kind = chooseKind(draw, practice, wearer, frame)
  const stuff = chooseStuff(draw, practice, wearer, frame)
  const light = chooseLight(draw, wearer, frame, stuff)
  const wanted = AR_SHARE[practice.profile] * (light === 'tint' || light === 'polarised' ? 0.5 : 1)
  const high = stuff === 'hi160' || stuff === 'hi167' || stuff === 'hi174'
  const ar = chance(draw, high ? 0.97 : wanted) ? drawn(draw, AR_KINDS) : 'none'
  return {
    ...{ kind, stuff, light },
    freeform: kind === 'office' || (kind === 'progressive' && chance(draw, practice.profile === 'budget' ? 0.5 : 0.85)),
    ar: ar === 'blue' && light !== 'clear' ? 'standard' : ar,
    edging: frame.use !== 'safety' && chance(draw, 0.16) ? 'uncut' : 'edged',
  }
}
