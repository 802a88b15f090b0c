import { getEventListeners } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { until } from '@ils/testing/condition'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { correlationId, withCorrelation } from '../correlation.ts'
import type { Order } from './example-thread.ts'
import { runInThread, type ThreadOptions } from './run-in-thread.ts'
import { ThreadFailed } from './thread-failed.ts'
import { threadModule } from './thread-module.ts'

const module = threadModule(import.meta.url, 'example-thread')
const run = (order: Order, options?: ThreadOptions<string>): Promise<unknown> => runInThread(module, order, options)
const failing = (order: Order, options?: ThreadOptions<string>): Promise<unknown> =>
  run(order, options).then(
    () => expect.unreachable('it has failed'),
    (error: unknown) => error,
  )

describe('a thread', () => {
  it('computes from a copy and answers a copy', async () => {
    const value = { at: new Date(0), table: new Map([['a', [1, 2]]]), big: 10n }
    const answer = await run({ how: 'echo', value })
    expect(answer).toEqual(value)
    expect(answer).not.toBe(value)
  })

  it('leaves the loop of whoever started it free', async () => {
    const stop = new AbortController()
    let turned = 0
    const turning = setInterval(() => turned++, 1)
    const busy = run({ how: 'wait' }, { signal: stop.signal })
    await until('the loop has turned often while the thread computes', () => turned > 50)
    clearInterval(turning)
    stop.abort(new Error('enough'))
    await expect(busy).rejects.toThrow('enough')
  })

  it('takes a stream piece by piece, and asks for the next only when it has done the last', async () => {
    let asked = 0
    const told: string[] = []
    const sum = await run(
      { how: 'add up' },
      {
        onTold: (said) => told.push(said),
        onAsk() {
          asked++
          // All that was handed out before has been worked off.
          expect(told).toHaveLength(asked)
          return Promise.resolve(asked > 200 ? null : `${asked}\n${asked}`)
        },
      },
    )
    expect([asked, sum]).toEqual([201, 200 * 201])
    expect(told.slice(0, 3)).toEqual(['add up', 'has 2', 'has 6'])
  })

  it('tells within the request that it was started for', async () => {
    const seen = await withCorrelation('cor_thread', async () => {
      const ids: string[] = []
      await run({ how: 'echo' }, { onTold: () => ids.push(correlationId()) })
      return ids
    })
    expect(seen).toEqual(['cor_thread'])
  })

  it('ends when what it asks cannot be answered, or what it tells cannot be heard, with that very error', async () => {
    const broken = new Error('the table is gone')
    await expect(run({ how: 'add up' }, { onAsk: () => Promise.reject(broken) })).rejects.toBe(broken)
    const told = (): never => {
      throw broken
    }
    await expect(run({ how: 'loop' }, { onTold: told })).rejects.toBe(broken)
    expect(await failing({ how: 'add up' })).toMatchObject({ name: 'ThreadFailed', how: 'threw' })
  })
})

describe('a thread that ends without a result says how', () => {
  it('by an error of its own', async () => {
    const error = await failing({ how: 'throw' })
    expect(error).toBeInstanceOf(ThreadFailed)
    expect(error).toMatchObject({
      how: 'threw',
      message: 'The thread example-thread.ts threw: RangeError: sphere out of range',
      cause: expect.any(RangeError) as unknown,
    })
    expect(String(((error as Error).cause as Error).stack)).toContain('example-thread')
  })

  it('by an error, or a result, that cannot be copied', async () => {
    expect(await failing({ how: 'throw a function' })).toMatchObject({
      how: 'threw',
      message: expect.stringContaining('Error: cannot be copied') as unknown,
    })
    expect(await failing({ how: 'uncopyable' })).toMatchObject({
      how: 'threw',
      message: expect.stringContaining('could not be cloned') as unknown,
    })
  })

  it('by exiting', async () => {
    expect(await failing({ how: 'exit' })).toMatchObject({ how: 'exited', message: /with code 7/ })
  })

  it('by running out of the memory it was given, without taking the process along', async () => {
    expect(await failing({ how: 'fill memory' }, { heapMb: 32 })).toMatchObject({ how: 'out_of_memory' })
    expect(await run({ how: 'echo', value: 'alive' })).toBe('alive')
  })

  it('by a module that is not there', async () => {
    const missing = runInThread(threadModule(import.meta.url, 'no-such-thread'), null)
    await expect(missing).rejects.toMatchObject({ name: 'ThreadFailed', how: 'threw' })
  })

  it('and an input that cannot be copied starts none', async () => {
    await expect(run({ how: 'echo', value: () => undefined })).rejects.toThrow('could not be cloned')
  })
})

describe('giving up', () => {
  const enough = new Error('enough')

  it.each(['wait', 'loop'] as const)('ends a thread that is in %s, with the reason given', async (how) => {
    const stop = new AbortController()
    const given = run({ how }, { signal: stop.signal, onTold: () => stop.abort(enough) })
    await expect(given).rejects.toBe(enough)
  })

  it('ends a thread whose question is never answered', async () => {
    const stop = new AbortController()
    const onAsk = (): Promise<never> => {
      stop.abort(enough)
      return new Promise(() => undefined)
    }
    await expect(run({ how: 'add up' }, { signal: stop.signal, onAsk })).rejects.toBe(enough)
  })

  it('before it began starts nothing', async () => {
    const told: string[] = []
    const given = run({ how: 'echo' }, { signal: AbortSignal.abort(enough), onTold: (said) => told.push(said) })
    await expect(given).rejects.toBe(enough)
    expect(told).toEqual([])
  })

  it('takes those that wait for their turn out of the queue; the others go on', async () => {
    const hold = new AbortController()
    const leave = new AbortController()
    const began: string[] = []
    const holding = Array.from({ length: availableParallelism() }, () =>
      run({ how: 'wait' }, { signal: hold.signal, onTold: (said) => began.push(said) }).catch((e: unknown) => e),
    )
    const left = run({ how: 'echo' }, { signal: leave.signal, onTold: (said) => began.push(said) })
    const last = run({ how: 'echo', value: 'last' })
    await until('the first threads have begun', () => began.length > 0)
    leave.abort(enough)
    await expect(left).rejects.toBe(enough)
    expect(began).not.toContain('echo')
    hold.abort(enough)
    expect(await Promise.all(holding)).toEqual(holding.map(() => enough))
    expect(await last).toBe('last')
  })

  it('leaves no listener on the signal', async () => {
    const { signal } = new AbortController()
    let listening = 0
    await run({ how: 'echo' }, { signal, onTold: () => (listening = getEventListeners(signal, 'abort').length) })
    expect([listening, getEventListeners(signal, 'abort').length]).toEqual([1, 0])
  })
})

it('many at once are all done, each in its turn', async () => {
  const values = Array.from({ length: 16 }, (_, i) => i)
  let together = 0
  let most = 0
  const answers = await Promise.all(
    values.map(async (value) => {
      const answer = await run({ how: 'echo', value }, { onTold: () => (most = Math.max(most, ++together)) })
      together--
      return answer
    }),
  )
  expect(answers).toEqual(values)
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(Math.max(1, availableParallelism() - 1))
})

it('a built module runs without any loader', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ils-thread-'))
  const source = await readFile(new URL('./serve-thread.ts', import.meta.url), 'utf8')
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'serve-thread.js'), ts.transpileModule(source, { compilerOptions }).outputText)
  await writeFile(
    join(folder, 'built-thread.js'),
    `import { serveThread } from './serve-thread.js'\nserveThread(({ input }) => ({ doubled: input * 2, loaders: process.execArgv }))\n`,
  )
  try {
    const built = threadModule(pathToFileURL(join(folder, 'caller.js')).href, 'built-thread')
    expect(await runInThread(built, 21)).toEqual({ doubled: 42, loaders: [] })
  } finally {
    await rm(folder, { recursive: true })
  }
})
