import type { Finding, Weight } from '@ils/rules/analysis/finding'
import colours from 'picocolors'

const colourOf: Readonly<Record<Weight, (text: string) => string>> = {
  error: colours.red,
  warning: colours.yellow,
  advice: colours.dim,
}

/** What it says, where it shows, and the id to accept it by. */
export function findingLines({ kind, weight, certainty, message, region, id }: Finding): string[] {
  return [
    `${colourOf[weight](kind)}${certainty === 'possible' ? ' (possible)' : ''}  ${message}`,
    ...(region.length > 0 ? [`    where ${region.map(({ fact, cells }) => `${fact} ${cells}`).join(', ')}`] : []),
    colours.dim(`    ${id}`),
  ]
}
