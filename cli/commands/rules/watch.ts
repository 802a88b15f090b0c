import { basename } from 'node:path'
import type { Command } from 'commander'
import colours from 'picocolors'
import { readRulebookFolder } from '../../rulebook-folder.ts'
import { exits, Plain, say } from '../../say.ts'
import { openFolderChecker, type FolderCheck } from './folder-checker.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { rulesCommand } from './rules-command.ts'
import { checkLines, isFine, openFindings } from './show-folder-check.ts'

interface WatchOptions {
  readonly json?: boolean
  readonly once?: boolean
}

/** Editors save in several steps. */
const DEBOUNCE_MS = 120
/** After a quick look that left something out, when nobody saves for so long, everything is looked at. */
const THOROUGH_AFTER_MS = 2000

export function watchRulesCommand(): Command {
  return rulesCommand(
    'watch',
    'Check a rulebook’s folder again on every save: faults, then cases, then findings',
    '0: ended by Ctrl-C, or with --once nothing wrong. 1: with --once something wrong.',
  )
    .argument('<folder>', 'the folder that holds rulebook.json')
    .option('--once', 'check once and end, for scripts')
    .option('--json', 'print one line of JSON for each check')
    .action(async (folder: string, options: WatchOptions) => {
      // A folder that holds no rulebook is said at once, not at the first save.
      readRulebookFolder(folder)
      if (options.once) {
        const began = performance.now()
        const found = await openFolderChecker(folder)()
        if (options.json) say(jsonLine(found, began))
        else for (const line of checkLines(found)) say(line)
        if (!isFine(found)) process.exitCode = exits.wrong
      } else await watchFolder(folder, options)
    })
}

async function watchFolder(folder: string, options: WatchOptions): Promise<void> {
  const { watch } = await import('chokidar')
  const check = openFolderChecker(folder)
  let settle: NodeJS.Timeout | undefined
  let thorough = false
  const runs = oneAtATime(async () => {
    clearTimeout(settle)
    const began = performance.now()
    try {
      const found = await check({
        thorough,
        isOutdated: () => runs.isAsked(),
        onStage: (sofar) => {
          if (!options.json) showStage(folder, sofar, began)
        },
      })
      thorough = false
      if (runs.isAsked()) return
      if (options.json) say(jsonLine(found, began))
      if (!found.analysis?.stale) return
      settle = setTimeout(() => {
        thorough = true
        runs.ask()
      }, THOROUGH_AFTER_MS)
    } catch (error) {
      // While somebody moves files about there may be none for a moment.
      if (!(error instanceof Plain)) throw error
      if (options.json) say(JSON.stringify({ ok: false, problem: error.message }))
      else showScreen(folder, [`${colours.red('✗')} ${error.message}`], began)
    }
  }, DEBOUNCE_MS)
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path) => path !== folder && /^([.]|node_modules$)/.test(basename(path)),
  })
  await new Promise<void>((resolve, reject) => {
    watcher.on('all', (_event, path) => {
      if (path.endsWith('.json')) runs.ask()
    })
    // From here on no save is missed.
    watcher.once('ready', () => {
      runs.ask()
    })
    watcher.on('error', (error) => {
      reject(new Plain(`${folder} cannot be watched: ${error instanceof Error ? error.message : String(error)}`))
    })
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  process.exit(0)
}

function showStage(folder: string, sofar: FolderCheck, began: number): void {
  const isOver = sofar.faults.length > 0 || sofar.analysis !== null
  // Where nothing is cleared, what is known so far would be said three times.
  if (!process.stdout.isTTY && !isOver) return
  // One line above, one below, where the cursor waits.
  const { rows, columns } = process.stdout
  const lines = process.stdout.isTTY ? checkLines(sofar, { rows: rows - 2, columns }) : checkLines(sofar)
  showScreen(folder, lines, isOver ? began : null)
}

function showScreen(folder: string, lines: readonly string[], began: number | null): void {
  if (process.stdout.isTTY) process.stdout.write('\u001b[2J\u001b[3J\u001b[H')
  const time = new Date().toLocaleTimeString('en-GB')
  say(colours.dim(`${time}  ${folder}${began === null ? '  checking …' : `  ${secondsSince(began)} s, Ctrl-C ends`}`))
  for (const line of lines) say(line)
}

function jsonLine(found: FolderCheck, began: number): string {
  const { hash, faults, cases, analysis } = found
  const failed = cases?.results.filter(({ passed }) => !passed) ?? []
  return JSON.stringify({
    ok: isFine(found),
    seconds: Number(secondsSince(began)),
    hash,
    faults,
    cases: cases && { passed: cases.passed, failed: failed.map(({ id, title, misses }) => ({ id, title, misses })) },
    findings: analysis && openFindings(analysis.findings, ['error', 'warning']),
    advice: analysis && openFindings(analysis.findings, ['advice']).length,
    stale: analysis?.stale ?? false,
  })
}

const secondsSince = (began: number): string => ((performance.now() - began) / 1000).toFixed(2)
