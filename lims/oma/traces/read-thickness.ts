import type { Message } from '../records/message.ts'
import { numberOf } from '../records/read-value.ts'
import type { Eye, Finding } from '../refusal.ts'
import { readNumbers } from './read-numbers.ts'
import { traceBlocks } from './trace-blocks.ts'
import { equalAngles } from './trace.ts'

/** Thickness of the edge around one lens. */
export interface EdgeThickness {
  readonly eye: Eye
  /** Hundredths of a mm. */
  readonly thickness: readonly number[]
  /** Hundredths of a degree, counter-clockwise as in a trace. */
  readonly angles: readonly number[]
}

/** `STHKFMT=1;72;E;R` and the T records behind it. */
export function readThickness(message: Message): { profiles: EdgeThickness[]; findings: Finding[] } {
  const profiles: EdgeThickness[] = []
  const findings: Finding[] = []
  for (const { label, format, count, mode, eye, data } of traceBlocks(message).blocks) {
    if (label !== 'STHKFMT' || numberOf(format) === 0) continue
    const refuse = (text: string): void => {
      findings.push({ code: 'thickness', severity: 'refuse', label: 'STHKFMT', message: `STHKFMT: ${text}` })
    }
    if (eye !== 'R' && eye !== 'L') refuse('the fourth field names no eye: write R or L')
    else if (numberOf(format) !== 1 || mode !== 'E') {
      refuse(`eye ${eye}: format ${format} in mode ${mode} is not read; format 1 in mode E is`)
    } else {
      const thickness = readNumbers(data['T'] ?? [])
      if (typeof thickness === 'string') refuse(`eye ${eye}: ${thickness}`)
      else if (thickness.length !== numberOf(count) || thickness.length === 0) {
        refuse(`eye ${eye}: ${count} values were promised and ${thickness.length} came`)
      } else profiles.push({ eye, thickness, angles: equalAngles(thickness.length) })
    }
  }
  return { profiles, findings }
}
