import { existsSync, statSync } from 'node:fs'
import type { Configuration, Rulebook } from '@ils/rules/language/rulebook'
import type { Moment } from '@ils/rules/vocabulary/fact'
import { Option, type Command } from 'commander'
import colours from 'picocolors'
import type { ConnectionOptions } from '../../lims-connection.ts'
import { textOf } from '../../rulebook-folder.ts'
import { exits, Plain, say, sayJson } from '../../say.ts'
import { openRulebook } from './open-rulebook.ts'
import { RULEBOOK_NAMED, rulebookCommand } from './rulebook-command.ts'
import { showExplanation } from './show-explanation.ts'

interface ExplainOptions extends ConnectionOptions {
  readonly rule?: string
  readonly moment?: Moment
}

interface Asked {
  readonly moment: Moment
  readonly configuration: Configuration
}

const MOST_BYTES = 8 * 1024 * 1024

export function explainRulesCommand(): Command {
  return rulebookCommand(
    'explain',
    'Judge one configuration and say why it was decided so',
    '0: explained, whatever the outcome. 1: the rulebook or the file has faults.',
  )
    .argument('<rulebook>', RULEBOOK_NAMED)
    .argument('<case>', 'id of a worked case, or a JSON file with a configuration')
    .option('--rule <id>', 'why this rule did not speak: `id` or `table#row`')
    .addOption(
      new Option('--moment <moment>', 'when it is asked (the case’s own, else order)').choices([
        'order',
        'answer',
        'measured',
        'ask',
        'policy',
      ]),
    )
    .action(async (source: string, name: string, options: ExplainOptions) => {
      const [{ compileRelease }, { judge }, { explain }, { whyNot }, { nearest }] = await Promise.all([
        import('@ils/rules/engine/compile-release'),
        import('@ils/rules/engine/judge'),
        import('@ils/rules/engine/explain-decision'),
        import('@ils/rules/engine/why-not'),
        import('@ils/rules/engine/nearest-accepted'),
      ])
      const { rulebook } = await openRulebook(source, options)
      const { moment, configuration } = asked(rulebook, name, options.moment)
      const release = compileRelease(rulebook)
      const decision = judge(release, moment, configuration)
      const silent = options.rule === undefined ? undefined : whyNot(release, decision, options.rule)
      if (silent === null) throw new Plain(`There is no rule ${options.rule ?? ''} in ${source}`, exits.usage)
      const suggestions = nearest(release, moment, configuration)
      const explanation = explain(release, decision)
      if (options.json) {
        sayJson({ decision, explanation, whyNot: silent ?? null, nearest: suggestions })
        return
      }
      showExplanation(explanation)
      const part = (title: string, sentences: readonly string[]): void => {
        if (sentences.length > 0) say(`\n${colours.bold(title)}\n${sentences.map((one) => `  ${one}`).join('\n')}`)
      }
      const { charges, total, promise } = decision.job
      const money = moneyIn(rulebook.settings.currency)
      part('Price and promise', [
        ...charges.map(
          ({ code, eye, amount, rule }) => `${money(amount)} ${code}${eye ? ` (${eye})` : ''} ${colours.dim(rule)}`,
        ),
        ...(charges.length > 0 ? [`${money(total)} in all`] : []),
        ...(promise.workingHours === null ? [] : [`${promise.workingHours} working hours`]),
      ])
      part('Not asked, and read by rules', decision.unconfirmed)
      part(
        'Nearest that can be made',
        suggestions.map(({ sentence }) => sentence),
      )
      if (silent) {
        const seats = silent.answers.map(({ eye, sentence }) => `${eye ? `${eye}: ` : ''}${sentence}`)
        part(`Why not ${silent.rule}`, seats)
      }
    })
}

function asked(rulebook: Rulebook, name: string, moment: Moment | undefined): Asked {
  const one = rulebook.cases.find(({ id }) => id === name)
  if (one) return { moment: moment ?? one.moment ?? 'order', configuration: one.configuration }
  if (!existsSync(name)) {
    const some = rulebook.cases.slice(0, 10).map(({ id }) => id)
    const known =
      some.length > 0 ? ` There are the cases ${some.join(', ')}${rulebook.cases.length > 10 ? ' …' : ''}.` : ''
    throw new Plain(`${name} is neither a case of the rulebook nor a file.${known}`, exits.usage)
  }
  const found = statSync(name)
  if (!found.isFile()) throw new Plain(`${name} is not a file`, exits.usage)
  if (found.size > MOST_BYTES) throw new Plain(`${name} is too large for one configuration`)
  const read = readJson(name)
  const inner = 'configuration' in read ? read.configuration : read
  // The engine takes any configuration, however wrong, and says what is wrong with it.
  return { moment: moment ?? 'order', configuration: inner as Configuration }
}

function readJson(path: string): object {
  let value: unknown
  try {
    value = JSON.parse(textOf(path))
  } catch (error) {
    if (error instanceof SyntaxError) throw new Plain(`${path} is not JSON: ${error.message}`)
    throw error
  }
  if (typeof value !== 'object' || value === null) throw new Plain(`${path} holds no configuration`)
  return value
}

/** Minor units as people read them. A currency that nobody knows is counted in hundredths. */
function moneyIn(currency: string): (minor: number) => string {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' })
    const scale = 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2)
    return (minor) => format.format(minor / scale).replaceAll('\u00a0', ' ')
  } catch {
    return (minor) => `${currency} ${(minor / 100).toFixed(2)}`
  }
}
