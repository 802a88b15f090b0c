import type { Saved } from '@ils/contract/draft-edits'
import type { Draft } from '@ils/contract/drafts'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused } from '@ils/lims-client/refused'
import type { Command } from 'commander'
import colours from 'picocolors'
import { connect, type ConnectionOptions } from '../../lims-connection.ts'
import { openProgress } from '../../progress.ts'
import { exits, Plain, say, sayJson } from '../../say.ts'
import { sayInstant } from '../../say-instant.ts'
import { findDraft } from './find-draft.ts'
import { openRulebook } from './open-rulebook.ts'
import { keepOrigin, readOrigin, type Origin } from './origin-file.ts'
import { releaseCommand } from './release-command.ts'
import { showCheck } from './show-check.ts'
import { waitForCheck } from './wait-for-check.ts'

interface PushOptions extends ConnectionOptions {
  readonly draft?: string
  readonly new?: string
  readonly title?: string
  readonly force?: boolean
  readonly wait: boolean
}

export function pushRulesCommand(): Command {
  return releaseCommand(
    'push',
    'Bring a folder into a draft of a LIMS, and have it checked there',
    '0: it is there and its check passed. 1: faults, findings, failed cases, or somebody else changed the draft.',
  )
    .argument('<folder>', 'the folder that holds rulebook.json')
    .option(
      '--draft <draft>',
      'into this draft: its id, its name or the beginning of it (default: the one pushed to before)',
    )
    .option('--new <name>', 'into a new draft, on the release that the folder was pulled from, else the one in force')
    .option('--title <text>', 'what this changes, for the history of the draft')
    .option('--force', 'replace the draft whatever stands in it')
    .option('--no-wait', 'do not wait for the check')
    .action(async (folder: string, options: PushOptions) => {
      if (options.draft !== undefined && options.new !== undefined)
        throw new Plain('Give --draft or --new, not both', exits.usage)
      const { files, hash } = await openRulebook(folder, options)
      const lims = connect(options)
      const known = readOrigin(folder)
      const { draft, version } = await target(lims, known, folder, options)
      // Remembered before anything is sent: whoever comes again after a crash goes on with the same draft.
      if (options.new !== undefined) keepOrigin(folder, originOf(draft, null), new Map())
      const saved = await put(lims, draft, version, { files, hash, folder, title: options.title })
      keepOrigin(folder, originOf(saved.draft, hash), files)
      if (!options.json) showSaved(saved)
      if (!options.wait) {
        if (options.json) sayJson({ ...saved, check: null })
        return
      }
      const progress = openProgress(`seconds: version ${saved.draft.version} is being checked`)
      const check = await waitForCheck(lims, draft.id, saved.draft.version, { onWait: progress.show })
      progress.close()
      if (options.json) sayJson({ ...saved, draft: await lims.getDraft({ params: { draftId: draft.id } }), check })
      else {
        showCheck(check, folder)
        if (check.summary.state === 'passed') say(colours.dim(`  Next: ils rules status ${draft.id}`))
      }
      if (check.summary.state !== 'passed') process.exitCode = exits.wrong
    })
}

const originOf = ({ id, name, version, base }: Draft, hash: string | null): Omit<Origin, 'files'> => ({
  draft: { id, name, version },
  release: base,
  hash,
})

interface Target {
  readonly draft: Draft
  /** The version that whoever pushes has seen. */
  readonly version: number
}

async function target(lims: LimsClient, known: Origin | null, folder: string, options: PushOptions): Promise<Target> {
  if (options.new !== undefined) {
    const release = known?.release ?? null
    const from = release === null ? {} : { from: release }
    const body = { name: options.new, ...from }
    const draft = await lims.startDraft({ body })
    return { draft, version: draft.version }
  }
  const named = options.draft ?? known?.draft?.id
  if (named === undefined)
    throw new Plain(
      `${folder} was never pushed: begin a draft with --new "what it is about", or name one with --draft`,
      exits.usage,
    )
  const draft = await findDraft(lims, named)
  if (options.force || draft.version === 0) return { draft, version: draft.version }
  if (known?.draft?.id === draft.id) return { draft, version: known.draft.version }
  throw new Plain(
    `${folder} does not know draft “${draft.name}”, which has ${draft.version} edits already. Pull it first, or replace it with --force`,
  )
}

interface Content {
  readonly files: ReadonlyMap<string, string>
  readonly hash: string
  readonly folder: string
  readonly title: string | undefined
}

async function put(lims: LimsClient, draft: Draft, version: number, content: Content): Promise<Saved> {
  // Nothing differs, or the answer to an earlier push was lost on its way.
  if (draft.hash === content.hash) return { draft, touched: [], faults: [] }
  const body = {
    version,
    files: Object.fromEntries(content.files),
    ...(content.title === undefined ? {} : { title: content.title }),
  }
  try {
    return await lims.putDraftFiles({ params: { draftId: draft.id }, body })
  } catch (error) {
    if (!(error instanceof LimsRefused) || error.code !== 'draft_changed') throw error
    throw new Plain(sayChanged(await lims.getDraft({ params: { draftId: draft.id } }), version, content.folder))
  }
}

function sayChanged({ id, name, version, changedBy, changedAt }: Draft, seen: number, folder: string): string {
  return `Draft “${name}” has version ${version}, you have ${seen}: ${changedBy.name} changed it, ${sayInstant(changedAt)} (draft_changed)
  See what differs:    ils rules diff ${folder} draft:${id}
  Take their version:  ils rules pull draft:${id} <another folder>, and bring your change into it
  Keep only yours:     ils rules push ${folder} --force`
}

const MOST_SHOWN = 20

function showSaved({ draft, touched }: Saved): void {
  for (const one of touched.slice(0, MOST_SHOWN)) say(`  ${colours.yellow('~')} ${one}`)
  if (touched.length > MOST_SHOWN) say(colours.dim(`  … and ${touched.length - MOST_SHOWN} more`))
  const what = touched.length === 0 ? 'holds the same already' : `has version ${draft.version}`
  say(`${colours.green('✓')} Draft “${draft.name}” ${what} ${colours.dim(draft.id)}`)
}
