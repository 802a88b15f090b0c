import type { Judgement, replayJudgement } from '@ils/contract/judgements'
import type { AnswerOf } from '@ils/contract/endpoint'
import type { LimsClient } from '@ils/lims-client/lims-client'
import type { Explanation } from '@ils/rules/engine/explain-decision'
import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { openProgress } from '../../progress.ts'
import { exits, Plain, say, sayJson } from '../../say.ts'
import { sayInstant } from '../../say-instant.ts'
import { whenThereIsRoom } from '../../when-there-is-room.ts'
import { wholeNumber } from './number-option.ts'
import { releaseCommand } from './release-command.ts'
import { showExplanation } from './show-explanation.ts'

type Replayed = AnswerOf<typeof replayJudgement>
type ReplayOptions = ConnectionOptions & { readonly last?: number; readonly explain?: boolean }

/** More would only wait in the LIMS. */
const AT_ONCE = 4

export function replayRulesCommand(): Command {
  return releaseCommand(
    'replay',
    'Judge once more by the release that judged, and compare every byte',
    '0: the same was said. 1: something differs, or refused.',
  )
    .argument('[judgement]', 'its id')
    .option('--last <n>', 'the last judgements instead of one', wholeNumber)
    .option('--explain', 'with the rules that fired and why; of one judgement')
    .action(async (judgementId: string | undefined, options: ReplayOptions) => {
      if ((judgementId === undefined) === (options.last === undefined))
        throw new Plain('Give the id of a judgement, or --last and a number', exits.usage)
      const lims = connect(options)
      const differing =
        judgementId === undefined ? await replayMany(lims, options) : await replayOne(lims, judgementId, options)
      if (differing > 0) process.exitCode = exits.wrong
    })
}

async function replayOne(lims: LimsClient, judgementId: string, { explain, json }: ReplayOptions): Promise<number> {
  const replayed = await lims.replayJudgement({ params: { judgementId }, query: explain ? { explain } : {} })
  if (json) sayJson(replayed)
  else {
    say(lineOf(replayed))
    // The contract carries it without judging it: it is the engine's own.
    if (replayed.explanation) showExplanation(replayed.explanation as Explanation)
  }
  return replayed.identical ? 0 : 1
}

async function replayMany(lims: LimsClient, { last = 0, json }: ReplayOptions): Promise<number> {
  const waiting = (await lastJudgements(lims, last)).reverse()
  const total = waiting.length
  const differing: Replayed[] = []
  const progress = openProgress('judgements replayed')
  let done = 0
  const work = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { id: judgementId } = next
      const replayed = await whenThereIsRoom(() => lims.replayJudgement({ params: { judgementId } }))
      if (!replayed.identical) differing.push(replayed)
      progress.show(++done, total)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
  } finally {
    progress.close()
  }
  if (json)
    sayJson({
      replayed: done,
      differing: differing.map(({ judgement, decisionHash }) => ({ judgement, decisionHash })),
    })
  else {
    for (const one of differing) say(lineOf(one))
    if (differing.length > 0) say(colours.red(`✗ ${differing.length} of ${done} differ`))
    else say(`${colours.green('✓')} ${done} replayed, every byte the same`)
  }
  return differing.length
}

async function lastJudgements(lims: LimsClient, count: number): Promise<Judgement[]> {
  const found: Judgement[] = []
  for (let after: string | undefined; found.length < count;) {
    const limit = Math.min(200, count - found.length)
    const page = await lims.listJudgements({ query: { limit, ...(after === undefined ? {} : { after }) } })
    found.push(...page.items)
    if (page.next === null) break
    after = page.next
  }
  return found
}

function lineOf({ judgement, identical, decisionHash }: Replayed): string {
  const { id, at, release, outcome, practice } = judgement
  const what = `${id}  ${sayInstant(at)}  release ${release}  ${outcome}  ${practice ?? ''}`.trimEnd()
  if (identical) return `${colours.green('✓')} ${what}: every byte the same`
  return `${colours.red('✗')} ${what}: decision ${decisionHash.slice(0, 12)} instead of ${judgement.decisionHash.slice(0, 12)}`
}
