import { Command, InvalidArgumentError, Option } from 'commander'
import type { Arrival, ChaosReport } from '@ils/testing/webhooks/arrivals'
import { chaosWayNames, chaosWays, type ChaosWay } from '@ils/testing/webhooks/chaos-plan'
import { openChaosReceiver, type ChaosReceiver } from '@ils/testing/webhooks/chaos-receiver'
import colours from 'picocolors'
import { connect, withConnection, type ConnectionOptions } from '../../lims-connection.ts'
import { wholeNumber } from '../rules/number-option.ts'
import { say, sayAside, sayJson, table } from '../../say.ts'
import { withOwnEndpoint } from './own-endpoint.ts'
import { typesOf } from './types-option.ts'
import { untilInterrupted } from './until-interrupted.ts'

interface ChaosOptions extends ConnectionOptions {
  readonly host: string
  readonly port: number
  readonly fail: number
  readonly way: readonly ChaosWay[]
  readonly seed: number
  readonly retryAfter: number
  readonly stallMs: number
  readonly slowMs: number
  readonly secret?: readonly string[]
  readonly register?: boolean
  readonly type?: string[]
  readonly count?: number
}

/** An endpoint that says 410 is switched off: that is to be asked for. */
const usual = chaosWayNames.filter((way) => way !== 410)

export function chaosWebhooksCommand(): Command {
  const command = new Command('chaos')
    .description('Be a receiver that fails as told, and report what came: to rehearse a bad day (Ctrl-C ends)')
    .option('--host <host>', 'where to listen', '127.0.0.1')
    .option('--port <port>', 'where to listen', wholeNumber, 4700)
    .option('--fail <percent>', 'how many of a hundred requests go wrong', percent, 30)
    .addOption(
      new Option('--way <names>', 'in which ways, comma-separated').argParser(waysOf).default(usual, 'all but 410'),
    )
    .option('--seed <number>', 'the same seed and the same requests fail the same way', wholeNumber, 1)
    .option('--retry-after <seconds>', 'what a 429 asks for', wholeNumber, 1)
    .option('--stall-ms <ms>', 'how long a stalled request is held', wholeNumber, 60_000)
    .option('--slow-ms <ms>', 'between two bytes of a slow answer', wholeNumber, 500)
    .option('--secret <secrets...>', 'believe only what is signed so, whsec_…')
    .option('--register', 'be an endpoint of the LIMS while it runs; its secret is known then')
    .option('--type <types>', 'with --register: only these types, comma-separated', typesOf)
    .option('--count <count>', 'end after so many requests', wholeNumber)
    .addHelpText('after', `\nWays to fail:\n${waysTable()}`)
  return withConnection(command).action(chaos)
}

async function chaos(options: ChaosOptions): Promise<void> {
  const {
    host,
    port,
    seed,
    retryAfter,
    stallMs,
    slowMs,
    secret,
    count = Number.POSITIVE_INFINITY,
    json = false,
  } = options
  const ended = untilInterrupted()
  const receiver = await openChaosReceiver({
    ...{
      host,
      port,
      seed,
      stallMs,
      slowMs,
      retryAfterSeconds: retryAfter,
      share: options.fail / 100,
      ways: options.way,
    },
    ...(secret ? { keys: { secrets: secret } } : {}),
    onArrival: (arrival) => {
      sayAside(json ? JSON.stringify(arrival) : lineOf(arrival))
      if (arrival.n >= count) ended.abort()
    },
  })
  sayAside(`  Listening on ${receiver.url}; ${options.fail} % of requests go wrong`)
  try {
    await (options.register ? asEndpoint(receiver, options, ended.signal) : interrupted(ended.signal))
  } finally {
    await receiver.close()
  }
  const report = receiver.report()
  if (json) sayJson(report)
  else sayReport(report)
}

function asEndpoint(receiver: ChaosReceiver, options: ChaosOptions, signal: AbortSignal): Promise<void> {
  const { url } = receiver
  return withOwnEndpoint(connect(options), { url, command: 'chaos', events: options.type }, async ({ id, secret }) => {
    if (secret !== null) receiver.trust({ secrets: [secret] })
    sayAside(`  Registered as ${id}`)
    await interrupted(signal)
  })
}

const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearInterval(awake)
      resolve()
    }
    // A closing receiver alone would let the process end before it has said anything.
    const awake = setInterval(() => undefined, 60_000)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })

function lineOf({ n, type, subject, subjectVersion, id, came }: Arrival): string {
  const mark = came === 'taken' ? colours.green('✓') : colours.red('✗')
  return `${mark} ${colours.dim(String(n).padStart(6))}  ${colours.bold(type.padEnd(24))} ${subject} v${subjectVersion}  ${colours.dim(id)}  ${came}`
}

function sayReport(report: ChaosReport): void {
  const { requests, byOutcome, events, repeated, subjects, outOfOrder, neverTaken } = report
  say(
    table([
      ['requests', String(requests)],
      ...Object.entries(byOutcome).map(([came, n]) => [`  ${came}`, String(n)]),
      ['events', String(events)],
      ['came more than once', String(repeated)],
      ['subjects', String(subjects)],
      ['out of order', String(outOfOrder.length)],
      ['not taken yet', String(neverTaken.length)],
    ]),
  )
  for (const one of outOfOrder.slice(0, 10)) say(`  ${colours.red('✗')} ${one}`)
}

function percent(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return Number(text)
  throw new InvalidArgumentError('Write a whole number from 0 to 100.')
}

function waysOf(text: string): ChaosWay[] {
  return text.split(',').map((name) => {
    const way = chaosWayNames.find((one) => String(one) === name.trim())
    if (way === undefined)
      throw new InvalidArgumentError(`There is no way ${name}; there are ${chaosWayNames.join(', ')}.`)
    return way
  })
}

function waysTable(): string {
  return table(chaosWayNames.map((way) => [String(way), chaosWays[way]]))
}
