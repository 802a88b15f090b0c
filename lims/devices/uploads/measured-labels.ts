// data table: what a label of an inspection is called in the rulebook, without `measured.`

export interface MeasuredLabel {
  readonly measure: string
  /** The first of these that came: what was inspected goes before what was ordered. */
  readonly labels: readonly string[]
}

export const measuredLabels: readonly MeasuredLabel[] = [
  { measure: 'sphere', labels: ['INSSPH', 'SPH'] },
  { measure: 'cylinder', labels: ['INSCYL', 'CYL'] },
  { measure: 'axis', labels: ['INSAX', 'AX'] },
  { measure: 'add', labels: ['INSADD', 'ADD'] },
  { measure: 'prism', labels: ['INSPRPRVM', 'PRVM'] },
  { measure: 'centre', labels: ['INSCTHK', 'CTHICK'] },
  { measure: 'circumference', labels: ['MCIRC'] },
  { measure: 'height', labels: ['SEGHT', 'OCHT'] },
]
