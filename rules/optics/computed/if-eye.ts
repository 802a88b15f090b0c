import type { Eye } from '../prism.ts'

/** Asks only for the right or the left eye. Source: OMA/VCA DCS, eyes R and L. */
export function ifEye<Answer>(side: string, ask: (eye: Eye) => Answer | null): Answer | null {
  return side === 'right' || side === 'left' ? ask(side) : null
}
