/** Programs are slots by the machine’s work: `program.generator` at `generate`, `program.ar` at `ar-coat`. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  generate: 'generator',
  polish: 'polisher',
  engrave: 'engraver',
  edge: 'edger',
  tint: 'tint',
  'tint-coated': 'tint',
  'hard-coat': 'hardCoat',
  'ar-coat': 'ar',
  mirror: 'mirror',
  'surface-inspection': 'inspection',
  'design-engine': 'engine',
}

export const programSlot = (station: string): string => `program.${PROGRAMS[station] ?? station}`
