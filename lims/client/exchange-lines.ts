import type { Endpoint } from '@ils/contract/endpoint'
import type { Problem } from '@ils/contract/problem'
import type { AnyInput } from './call.ts'
import { streamOf } from './line-stream.ts'
import { LimsRefused, LimsUnreachable } from './refused.ts'
import { request, type ClientOptions } from './request.ts'

/**
 * Sends lines as they are made and gives the answer's lines as they come; neither side holds more than a few of them.
 * The request begins when the first line is asked for, and ends when nobody asks for more.
 */
export async function* exchangeLines(
  options: ClientOptions & { timeoutMs: number },
  endpoint: Endpoint,
  input: AnyInput,
): AsyncGenerator {
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
      yield* lines
    } catch (error) {
      ours = { error }
      throw error
    }
  }
  try {
    const body = endpoint.body
      ? JSON.stringify(input.body)
      : endpoint.lines?.request && streamOf(watched(input.lines ?? []), signal)
    const answer = await inTime(request(options, endpoint, input, signal, body))
    for await (const text of textLines(answer, inTime)) {
      const line: unknown = JSON.parse(text)
      if (isBroken(line)) throw new LimsRefused(line.problem)
      yield line
    }
  } catch (error) {
    // What makes the lines has failed, not the LIMS.
    if (ours) throw ours.error
    if (error instanceof LimsRefused || error instanceof LimsUnreachable || input.signal?.aborted) throw error
    throw new LimsUnreachable(`The answer of the LIMS at ${options.url} broke off`, { cause: error })
  } finally {
    stop.abort()
  }
}

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
