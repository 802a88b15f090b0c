import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import type { Endpoint, Lines } from '@ils/contract/endpoint'
import { checkOf } from '@ils/contract/validate'
import type { Refusal } from '../refusal.ts'
import type { Reply } from './binding.ts'
import { readLines } from './read-lines.ts'
import { sendLines } from './send-lines.ts'
import { brokenContract } from './send-reply.ts'
import { hurryAgain, letTakeItsTime } from './unhurried.ts'

export interface LineAnswering {
  /** Begins with the request; reads nothing yet. */
  open(ctx: Context): AsyncIterable<unknown> | undefined
  /** Answers what broke the stream off after it had begun. */
  answer(ctx: Context, reply: Reply, broken: (error: unknown) => Promise<Refusal>): Promise<Refusal | undefined>
  /** Whatever came of it. */
  end(ctx: Context): void
}

export interface LineOptions {
  readonly endpoint: Endpoint
  /** Of one line. */
  readonly limitBytes: number
  readonly checkAnswers: boolean
}

const PATIENCE_MS = 120_000

/** How an endpoint made of lines is read and answered. */
export function lineAnswering(lines: Lines, { endpoint, limitBytes, checkAnswers }: LineOptions): LineAnswering {
  const asked = lines.request && checkOf(lines.request)
  const answered = checkAnswers ? checkOf(lines.answer) : undefined

  function check(line: unknown): void {
    const found = answered?.(JSON.parse(JSON.stringify(line)), 'line')
    if (found && !found.ok) throw brokenContract(endpoint, found.causes)
  }

  return {
    open({ req }) {
      letTakeItsTime(req.socket)
      if (!asked) return undefined
      return readLines(req, { check: asked, limitBytes, mostLines: lines.mostLines, patienceMs: PATIENCE_MS })
    },
    answer(ctx, reply, broken) {
      const { status = endpoint.answer.status, headers, lines: source } = reply
      if (source === undefined) throw new Error(`${endpoint.method} ${endpoint.path} answered without lines`)
      return sendLines(ctx, { status, headers, lines: source, check, broken, patienceMs: PATIENCE_MS })
    },
    end({ req }) {
      hurryAgain(req.socket)
      readAway(req)
    },
  }
}

const LINGER_MS = 5000

/**
 * Lines that nobody wants any more are read away, so that the answer arrives: a connection closed at once would take it
 * along. A caller that goes on sending is cut off in the end.
 */
function readAway(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return
  const cut = setTimeout(() => request.socket.destroy(), LINGER_MS)
  request.once('close', () => {
    clearTimeout(cut)
  })
  request.resume()
}
