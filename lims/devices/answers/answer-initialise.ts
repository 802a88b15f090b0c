import type { Initialisation } from '@ils/oma/session/initialisation'
import type { Answer } from '@ils/oma/session/question'
import type { Desk } from './desk.ts'
import { presetLabels } from './preset-labels.ts'
import { answerNo } from './refused-answer.ts'

/** A machine says what it is: it must be the one that this line leads to. */
export function answerInitialise({ machine, line }: Desk, initialisation: Initialisation): Answer {
  const said = initialisation.device.toUpperCase()
  if (machine.dev !== null && said !== '' && said !== machine.dev.toUpperCase()) {
    return answerNo('invalid initialisation', `DEV is ${said}, and ${machine.id} on this line is ${machine.dev}`)
  }
  if (initialisation.format === 'auto' || machine.dev === null) return {}
  // It asks by the name of its class, and gets what that class gets.
  const definition = { tag: machine.dev, requestId: machine.dev, labels: presetLabels(machine, line.settings) }
  return { initialisation: { ...initialisation, definitions: [definition] } }
}
