import type { Endpoint } from '@ils/contract/endpoint'
import type { Problem } from '@ils/contract/problem'
import type { AnyInput } from './call.ts'
import type { Connection } from './connection.ts'
import { mustFit, told } from './exchange.ts'
import { streamOf } from './line-stream.ts'
import { randomWord } from './random-word.ts'
import { AnswerInvalid, LimsRefused, LimsUnreachable, RequestInvalid } from './refused.ts'
import { request } from './request.ts'

/**
 * Sends lines as they are made and gives the answer's lines as they come; neither side holds more than a few of them.
 * The request begins when the first line is asked for, and ends when nobody asks for more. It is never sent twice: the
 * lines of the first try are gone.
 */
export async function* exchangeLines(
  connection: Connection,
  name: string,
  endpoint: Endpoint,
  input: AnyInput,
): AsyncGenerator {
  const { options, guard } = connection
  const correlationId = options.correlationId?.() ?? randomWord()
  await mustFit(connection, name, endpoint, input, correlationId)
  const asked = await connection.check(name, endpoint, 'line')
  const answered = await connection.check(name, endpoint, 'answerLine')
  const stop = new AbortController()
  const signal = input.signal ? AbortSignal.any([input.signal, stop.signal]) : stop.signal
  // Only while we wait: how long the caller takes over a line is nobody's concern.
  const inTime = async <T>(coming: Promise<T>): Promise<T> => {
    const late = setTimeout(() => {
      stop.abort(new LimsUnreachable(`The LIMS at ${options.url} sent nothing for ${options.timeoutMs} ms`))
    }, options.timeoutMs)
    try {
      return await coming
    } finally {
      clearTimeout(late)
    }
  }
  let ours: { readonly error: unknown } | undefined
  async function* watched(lines: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator {
    try {
      let at = 0
      for await (const line of lines) {
        at += 1
        const causes = asked?.(line, `lines.${at}`) ?? []
        if (causes.length > 0) throw new RequestInvalid(name, [...causes], correlationId)
        yield line
      }
    } catch (error) {
      ours = { error }
      throw error
    }
  }
  try {
    const body = endpoint.body
      ? JSON.stringify(input.body)
      : endpoint.lines?.request && streamOf(watched(input.lines ?? []), signal)
    const tried = { name, method: endpoint.method, path: endpoint.path, correlationId, attempt: 1 }
    const send = (): Promise<Response> =>
      told(connection, tried, () => inTime(request({ options, endpoint, input, body, correlationId }, signal)))
    const answer = await (guard ? guard.through(send, signal) : send())
    for await (const text of textLines(answer, inTime)) {
      const line: unknown = JSON.parse(text)
      if (isBroken(line)) throw new LimsRefused(line.problem)
      const causes = answered?.(line, 'answer') ?? []
      if (causes.length > 0) throw new AnswerInvalid(name, causes, correlationId)
      yield line
    }
  } catch (error) {
    // What makes the lines has failed, not the LIMS.
    if (ours) throw ours.error
    if (isOurs(error) || input.signal?.aborted) throw error
    throw new LimsUnreachable(`The answer of the LIMS at ${options.url} broke off`, { cause: error })
  } finally {
    stop.abort()
  }
}

const isOurs = (error: unknown): boolean =>
  [LimsRefused, LimsUnreachable, AnswerInvalid].some((kind) => error instanceof kind)

async function* textLines(answer: Response, inTime: <T>(coming: Promise<T>) => Promise<T>): AsyncGenerator<string> {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) return
  let rest = ''
  for (;;) {
    const { done, value } = await inTime(reader.read())
    if (done) break
    const lines = (rest + value).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

/** The last line of a stream that broke off on their side. */
function isBroken(line: unknown): line is { problem: Problem } {
  if (typeof line !== 'object' || line === null || !('problem' in line)) return false
  const { problem } = line
  return typeof problem === 'object' && problem !== null && 'type' in problem && 'correlationId' in problem
}
