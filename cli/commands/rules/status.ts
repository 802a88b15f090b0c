import type { Draft, Gate } from '@ils/contract/drafts'
import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { exits, say, sayJson, table } from '../../say.ts'
import { sayInstant } from '../../say-instant.ts'
import { findDraft } from './find-draft.ts'
import { DRAFT_NAMED, releaseCommand } from './release-command.ts'
import { showCheck } from './show-check.ts'

export function statusRulesCommand(): Command {
  return releaseCommand(
    'status',
    'Where a draft is on its way: its gates, and what to do next',
    '0: shown. 1: refused, or with --gates something must come first.',
  )
    .argument('<draft>', DRAFT_NAMED)
    .option('--check', 'show what its last check found')
    .option('--gates', 'end with 1 while a gate is shut, for scripts')
    .action(
      async (named: string, options: ConnectionOptions & { readonly check?: boolean; readonly gates?: boolean }) => {
        const lims = connect(options)
        const draft = await findDraft(lims, named)
        const check = options.check && draft.check ? await lims.getCheck({ params: { draftId: draft.id } }) : null
        if (options.json) sayJson(options.check ? { ...draft, details: check } : draft)
        else {
          showDraft(draft)
          if (check) showCheck(check, `draft:${draft.id}`)
          const next = nextStep(draft)
          if (next !== null) say(`\n  ${colours.dim('Next:')} ${next}`)
        }
        if (options.gates && draft.gates.some(({ open }) => !open)) process.exitCode = exits.wrong
      },
    )
}

function showDraft(draft: Draft): void {
  const { id, name, state, version, base, stale, hash, changedAt, changedBy, release, note } = draft
  say(`${colours.bold(name)}  ${state.replace('_', ' ')}${release === null ? '' : ` as release ${release}`}`)
  say(
    table([
      [colours.dim('id'), id],
      [colours.dim('version'), `${version}, by ${changedBy.name}, ${sayInstant(changedAt)}`],
      [
        colours.dim('on'),
        base === null
          ? 'nothing: it would be the first'
          : `release ${base}${stale ? ', which is not in force any more' : ''}`,
      ],
      [colours.dim('content'), hash === null ? 'not sound yet' : `sha256:${hash}`],
      ...(note === '' ? [] : [[colours.dim('note'), note]]),
    ]),
  )
  if (draft.gates.length > 0) say(`\n${gatesTable(draft.gates)}`)
}

const gatesTable = (gates: readonly Gate[]): string =>
  table(gates.map(({ gate, open, says }) => [open ? colours.green('✓') : colours.red('✗'), gate, says]))

/** The command for the first gate that is shut. */
export function nextStep({ id, state, stale, gates }: Pick<Draft, 'id' | 'state' | 'stale' | 'gates'>): string | null {
  if (state === 'published' || state === 'discarded') return null
  if (state === 'scheduled') return 'ils rules schedules'
  const shut = gates.find(({ open }) => !open)?.gate
  switch (shut) {
    case 'sound':
    case 'cases':
    case 'findings':
      return `ils rules status ${id} --check, then correct it in its folder and: ils rules push <folder>`
    case 'base':
      return stale
        ? `ils rules merge ${id}`
        : `ils rules pull draft:${id} <folder>, change it and: ils rules push <folder>`
    case 'impact':
      return `ils rules impact ${id} --acknowledge`
    case 'review':
      return state === 'editing'
        ? `ils rules submit ${id} --notes "what changes for the lab"`
        : `somebody else: ils rules approve ${id}`
    case undefined:
      return state === 'editing'
        ? `ils rules submit ${id} --notes "what changes for the lab", then: ils rules publish ${id}`
        : `ils rules publish ${id}`
  }
}
