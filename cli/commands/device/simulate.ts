import { Command, InvalidArgumentError, Option } from 'commander'
import { usualWork } from '@ils/testing/devices/machine'
import { isMisbehaviour, misbehaviours, type Misbehaviour } from '@ils/testing/devices/misbehaviour'
import type { Said } from '@ils/testing/devices/open-device'
import { isMachine, machines, runMachine, type MachineRun } from '@ils/testing/devices/run-machine'
import colours from 'picocolors'
import { exits, Plain, say, sayJson } from '../../say.ts'
import { simulateEngine, type EngineOptions } from './simulate-engine.ts'

interface SimulateOptions extends EngineOptions {
  readonly host: string
  readonly port?: number
  readonly job: readonly string[]
  readonly misbehave: readonly Misbehaviour[]
  readonly seed: number
  readonly workMs: number
  readonly frame: readonly [number, number, number]
  readonly readingError: number
  readonly readingOff: number
  readonly point: string
  readonly crc: 'none' | 'decimal' | 'five digits'
  readonly patience?: number
  readonly quiet?: boolean
  readonly json?: boolean
}

const ENGINE = 'design-engine'
const kinds = [...Object.keys(machines), ENGINE]

export function simulateDeviceCommand(): Command {
  return new Command('simulate')
    .description('Be a machine: connect to a line as one of them would, do jobs, and show every word of it')
    .argument('<machine>', kinds.join(', '))
    .option('--host <host>', 'where the line is', '127.0.0.1')
    .option('--port <port>', 'port of the line', wholeNumber)
    .option('--job <job...>', 'jobs to do, one after the other: a tray number or the id of a job', [])
    .addOption(
      new Option('--misbehave <names>', `what it does wrong, comma-separated: ${Object.keys(misbehaviours).join(', ')}`)
        .argParser(waysOf)
        .default([], 'nothing'),
    )
    .option('--seed <number>', 'the same seed makes the same shapes, errors and noise', wholeNumber, 1)
    .option('--work-ms <ms>', 'how long it works on a job', wholeNumber, usualWork.workMs)
    .option('--frame <sizes>', 'what a tracer finds: A x B x DBL, mm', frameOf, [52, 38, 18] as const)
    .option(
      '--reading-error <dioptres>',
      'how far off an inspection device reads at most',
      decimal,
      usualWork.readingError,
    )
    .option('--reading-off <dioptres>', 'what it adds to each sphere it reads', decimal, usualWork.readingOff)
    .option('--point <point>', 'which point of a conveyor asks', usualWork.point)
    .addOption(
      new Option('--crc <style>', 'how check sums are written')
        .choices(['none', 'decimal', 'five digits'])
        .default('none'),
    )
    .option('--patience <ms>', 'how long it waits for a receipt; twice that for an answer (default: 6000)', wholeNumber)
    .option('--inbox <folder>', 'of a design engine: where requests come (the line’s `out`)')
    .option('--outbox <folder>', 'of a design engine: where answers go (the line’s `in`)')
    .option('--warning <text>', 'of a design engine: it warns of every lens')
    .option('--error <text>', 'of a design engine: it refuses every lens')
    .option('--once', 'of a design engine: answer what is there and end')
    .option('--quiet', 'show only what became of each job')
    .option('--json', 'print JSON for programs')
    .addHelpText('after', `\nWhat it can do wrong:\n${ways()}`)
    .action(simulate)
}

async function simulate(name: string, options: SimulateOptions): Promise<void> {
  if (name === ENGINE) return simulateEngine(options)
  if (!isMachine(name)) throw new Plain(`There is no machine ${name}; there are ${kinds.join(', ')}`, exits.usage)
  const { port, job: jobs, json = false, quiet = false, patience } = options
  if (port === undefined)
    throw new Plain('--port: which port does the line listen on? `ils device lines` shows it', exits.usage)
  if (jobs.length === 0) throw new Plain('--job: which job? A tray number or the id of a job', exits.usage)
  const [a, b, dbl] = options.frame
  const { host, misbehave, seed, crc, workMs, readingError, readingOff, point } = options
  const transcript: Said[] = []
  const run = await runMachine(name, {
    ...{ host, port, jobs, misbehave, seed },
    timing: { crc, ...(patience === undefined ? {} : { confirmMs: patience, packetMs: 2 * patience }) },
    work: { workMs, readingError, readingOff, point, frame: { a, b, dbl } },
    onSaid: (said) => {
      if (json) transcript.push(said)
      else if (!quiet) say(lineOf(said))
    },
    onJob: (end) => {
      if (!json) say(endOf(end))
    },
  })
  if (json) sayJson({ machine: name, ok: run.ok, jobs: run.jobs.map(plainEnd), transcript })
  if (!run.ok) process.exitCode = exits.wrong
}

const MARKS = { device: colours.cyan('→'), host: colours.green('←'), note: colours.yellow('·') }

/** Every record on a line of its own, under the arrow that says who spoke. */
const lineOf = ({ by, text }: Said): string => `${MARKS[by]} ${text.split('\n').join('\n  ')}`

const endOf = ({ job, ended, said }: MachineRun['jobs'][number]): string =>
  `${ended === 'done' ? colours.green('✓') : colours.red('✗')} ${job} ${ended === 'done' ? '' : `${ended}: `}${said}`

/** What was told to the machine stands in the transcript. */
const plainEnd = ({ job, ended, said, ...more }: MachineRun['jobs'][number]) => ({
  ...{ job, ended, said },
  ...('status' in more ? { status: more.status } : {}),
})

const ways = (): string =>
  Object.entries(misbehaviours)
    .map(([name, means]) => `  ${name.padEnd(12)} ${means}`)
    .join('\n')

function waysOf(text: string): Misbehaviour[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !isMisbehaviour(name))
  if (unknown.length > 0) {
    throw new InvalidArgumentError(
      `There is no ${unknown.join(', ')}; there are ${Object.keys(misbehaviours).join(', ')}.`,
    )
  }
  return names.filter(isMisbehaviour)
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

function decimal(text: string): number {
  if (!/^[+-]?\d{1,3}(\.\d{1,3})?$/.test(text)) throw new InvalidArgumentError('It must be a number as 0.05.')
  return Number(text)
}

function frameOf(text: string): readonly [number, number, number] {
  const [a = 0, b = 0, dbl = 0, ...more] = text.toLowerCase().split('x').map(Number)
  const whole = [a, b, dbl].every((size) => size >= 5 && size <= 90)
  if (!whole || more.length > 0) throw new InvalidArgumentError('It must be three sizes from 5 to 90 mm, as 52x38x18.')
  return [a, b, dbl]
}
