import type { Saved } from '@ils/contract/draft-edits'
import type { Cause } from '@ils/contract/problem'
import { LimsRefused } from '@ils/lims-client/refused'
import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { exits, Plain, say, sayJson } from '../../say.ts'
import { findDraft } from './find-draft.ts'
import { counted } from './open-rulebook.ts'
import { DRAFT_NAMED, releaseCommand } from './release-command.ts'

const sides = ['ours', 'theirs', 'base'] as const
type Side = (typeof sides)[number]
type MergeOptions = ConnectionOptions & Readonly<Partial<Record<Side, readonly string[]>>>

export function mergeRulesCommand(): Command {
  return releaseCommand(
    'merge',
    'Bring a draft onto the release in force by a three-way merge',
    '0: merged. 1: conflicts, or refused.',
  )
    .argument('<draft>', DRAFT_NAMED)
    .option('--ours <path...>', 'in these places the draft counts')
    .option('--theirs <path...>', 'in these places the release in force counts')
    .option('--base <path...>', 'in these places what both began from counts')
    .action(async (named: string, options: MergeOptions) => {
      const choices = choicesOf(options)
      const lims = connect(options)
      const { id: draftId, version } = await findDraft(lims, named)
      let saved: Saved
      try {
        saved = await lims.mergeDraft({ params: { draftId }, body: { version, choices } })
      } catch (error) {
        if (!(error instanceof LimsRefused) || error.code !== 'merge_conflict') throw error
        if (options.json) sayJson({ merged: false, conflicts: error.problem.causes })
        else showConflicts(error.problem.causes, draftId)
        process.exitCode = exits.wrong
        return
      }
      if (options.json) sayJson({ merged: true, ...saved })
      else showMerged(saved)
    })
}

function choicesOf(options: MergeOptions): Record<string, Side> {
  const choices: Record<string, Side> = {}
  for (const side of sides)
    for (const path of options[side] ?? []) {
      if (Object.hasOwn(choices, path)) throw new Plain(`${path} is given to two sides`, exits.usage)
      choices[path] = side
    }
  return choices
}

function showConflicts(conflicts: readonly Cause[], draftId: string): void {
  for (const { field, message } of conflicts) say(`${colours.red('✗')} ${message}\n    ${colours.dim(field)}`)
  say(
    `${counted(conflicts.length, 'conflict')}: nothing was changed. Choose for each path, the draft (ours) or what is in force (theirs):`,
  )
  say(`  ils rules merge ${draftId} --ours "${conflicts[0]?.field ?? '<path>'}"`)
}

function showMerged({ draft, touched, faults }: Saved): void {
  for (const one of touched) say(`  ${colours.yellow('~')} ${one}`)
  say(`${colours.green('✓')} “${draft.name}” stands on release ${draft.base ?? ''} now, as version ${draft.version}`)
  if (faults.length > 0)
    say(colours.red(`✗ It has ${counted(faults.length, 'fault')}: ils rules status ${draft.id} --check`))
  else say(colours.dim(`  It is checked again: ils rules status ${draft.id}`))
}
