import type { Recall, RecallJob, RecallLine } from '@ils/contract/recalls'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import colours from 'picocolors'
import { allPages } from '../../all-pages.ts'
import { confirm } from '../../confirm.ts'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { openProgress } from '../../progress.ts'
import { exits, Plain, say, sayJson, table } from '../../say.ts'
import { wholeNumber } from './number-option.ts'
import { releaseCommand } from './release-command.ts'

interface RecallOptions extends ConnectionOptions {
  readonly compare?: boolean
  readonly hold?: boolean
  readonly rejudge?: boolean
  readonly reason?: string
  readonly owner?: string
  readonly dry?: boolean
  readonly id?: string
  readonly yes?: boolean
}

export function recallRulesCommand(): Command {
  return releaseCommand(
    'recall',
    'The open jobs that a release decided: where they are, what would differ now; hold them, or judge them anew',
    '0: listed, or done to all of them. 1: with --compare some would be decided differently; refused; or you said no.',
  )
    .argument('<release>', 'its number', wholeNumber)
    .option('--compare', 'judge each by the release in force too, and say what differs')
    .option('--hold', 'stop them on purpose, with the reason')
    .option('--rejudge', 'make them by the release in force; those that cannot simply go on are held')
    .option('--reason <text>', 'why: it stands in every job and in the audit trail')
    .option('--owner <who>', 'who has to do something about those on hold')
    .option('--dry', 'say what --hold or --rejudge would do, and do nothing')
    .option('--id <id>', 'go on with a recall that broke off; it names its id')
    .option('--yes', 'do it without being asked')
    .action(async (release: number, options: RecallOptions) => {
      const { hold, rejudge, reason } = options
      if (hold && rejudge) throw new Plain('Either --hold or --rejudge', exits.usage)
      if (!hold && !rejudge) {
        await list(release, options)
        return
      }
      if (reason === undefined) throw new Plain('--hold and --rejudge need --reason', exits.usage)
      await recall(release, reason, options)
    })
}

async function list(release: number, options: RecallOptions): Promise<void> {
  const lims = connect(options)
  const { compare = false } = options
  const progress = openProgress('jobs')
  let seen = 0
  const jobs = await allPages(async (after) => {
    // Judged twice, a job takes its time: pages are small, so that each comes soon.
    const page = await lims.listRecallJobs({
      params: { release },
      query: { limit: compare ? 50 : 200, compare, ...after },
    })
    progress.show((seen += page.items.length))
    return page
  }).finally(progress.close)
  const differing = jobs.filter(({ comparison }) => comparison?.differs === true)
  if (differing.length > 0) process.exitCode = exits.wrong
  if (options.json) {
    sayJson({ release, jobs })
    return
  }
  if (jobs.length === 0) {
    say(`  No open job was decided by release ${release}.`)
    return
  }
  say(table(jobs.map(rowOf)))
  for (const job of differing) sayDifferences(job)
  const verdict = compare ? `, ${differing.length} would be decided differently now` : ''
  say(`  ${jobs.length} open jobs were decided by release ${release}${verdict}`)
}

function rowOf({ jobId, practice, status, estimatedCompletionDate, lenses, comparison }: RecallJob): string[] {
  const places = lenses.map(
    ({ eye, station, state }) => `${eye}: ${station === null ? 'done' : `${station} (${state})`}`,
  )
  const now =
    comparison === null
      ? ''
      : comparison.differs
        ? colours.yellow(comparison.respects.join(', '))
        : colours.green('the same')
  return [jobId, practice ?? '', status, estimatedCompletionDate, places.join(', '), now]
}

function sayDifferences({ jobId, comparison }: RecallJob): void {
  say(`  ${colours.bold(jobId)}`)
  for (const one of comparison?.differences ?? []) say(`    ${one}`)
  for (const one of comparison?.inTheWay ?? []) say(`    ${colours.red('✗')} ${one}`)
}

async function recall(release: number, reason: string, options: RecallOptions): Promise<void> {
  const lims = connect(options)
  const { owner, dry = false, id = `recall-${randomUUID()}` } = options
  const deed = options.hold ? 'hold' : 'rejudge'
  const body: Recall = { id, release, do: deed, reason, dry, ...(owner !== undefined && { owner }) }
  if (
    !dry &&
    !(await confirm(`${deed === 'hold' ? 'Hold' : 'Judge anew'} the open jobs of release ${release}?`, options.yes))
  ) {
    process.exitCode = exits.wrong
    return
  }
  const lines = await follow(lims, body)
  if (options.json) {
    sayJson({ id, release, do: deed, dry, jobs: lines })
    return
  }
  if (lines.length > 0) say(table(lines.map(({ jobId, did, sentence }) => [jobId, SAID[did], sentence])))
  const counted = (did: RecallLine['did']): number => lines.filter((line) => line.did === did).length
  const would = dry ? 'would be ' : ''
  say(
    `${colours.green('✓')} Of ${lines.length} jobs ${counted('rejudged')} ${would}judged anew, ${counted('held')} ${would}held, ${counted('passed_over')} passed over`,
  )
}

const SAID = {
  held: colours.yellow('held'),
  rejudged: colours.green('judged anew'),
  passed_over: colours.dim('passed over'),
}

async function follow(lims: LimsClient, body: Recall): Promise<RecallLine[]> {
  const lines: RecallLine[] = []
  const progress = openProgress('jobs')
  try {
    for await (const line of lims.recallRelease({ body })) {
      lines.push(line)
      progress.show(line.done, line.total)
    }
  } catch (error) {
    progress.close()
    if (lines.length === 0) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new Plain(`${why}\n  ${lines.length} jobs were done. Go on with the same command and --id ${body.id}`)
  } finally {
    progress.close()
  }
  return lines
}
