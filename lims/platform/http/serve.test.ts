import { once as onceEvent } from 'node:events'
import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { serve, type Serving } from './serve.ts'
import { letTakeItsTime } from './unhurried.ts'

const agent = new Agent({ keepAlive: true })
afterEach(() => {
  agent.destroy()
})

const ask = async (serving: Serving, path: string): Promise<IncomingMessage> => {
  const call = request(new URL(path, serving.url), { agent })
  call.end()
  const [answer] = (await onceEvent(call, 'response')) as [IncomingMessage]
  answer.resume()
  return answer
}

describe('a server that stops', () => {
  it('tells those it still answers to open their next connection elsewhere, and finishes them', async () => {
    const waiting: ServerResponse[] = []
    const arrived = new EventTarget()
    const serving = await serve(
      (asked, answer) => {
        if (asked.url === '/slow') {
          waiting.push(answer)
          arrived.dispatchEvent(new Event('slow'))
        } else if (asked.url === '/whole') answer.writeHead(200, 'Fine', { 'x-asked': 'whole' }).end('whole')
        else answer.end('quick')
      },
      { host: '127.0.0.1', port: 0, drainMs: 200 },
    )
    const before = await ask(serving, '/quick')
    expect(before.headers.connection).toBe('keep-alive')
    const whole = await ask(serving, '/whole')
    expect([whole.statusMessage, whole.headers['x-asked'], whole.headers.connection]).toEqual([
      'Fine',
      'whole',
      'keep-alive',
    ])

    const slowArrived = onceEvent(arrived, 'slow')
    const slow = ask(serving, '/slow')
    await slowArrived
    const closed = serving.close()
    const late = await ask(serving, '/quick')
    expect(late.headers.connection).toBe('close')
    waiting[0]?.end('done')
    const answered = await slow
    expect([answered.statusCode, answered.headers.connection]).toEqual([200, 'close'])
    await closed
    await expect(ask(serving, '/quick')).rejects.toThrow()
  })
})

describe('a call that was aborted', () => {
  it('leaves a connection that asks for nothing, and a stop does not wait for it', async () => {
    const serving = await serve((asked, answer) => void (asked.url === '/begun' && answer.write('begun')), {
      ...{ host: '127.0.0.1', port: 0, drainMs: 0 },
    })
    for (const path of ['/begun', '/not-yet']) {
      const call = new AbortController()
      const answered = fetch(`${serving.url}${path}`, { signal: call.signal })
      if (path === '/begun') await answered
      call.abort()
      await answered.catch(() => undefined)
    }
    // One that a client opens ahead of need, for certain.
    const silent = connect(serving.port, '127.0.0.1')
    await onceEvent(silent, 'connect')
    silent.on('error', () => undefined)
    const closed = new Promise((resolve) => silent.once('close', resolve))
    await serving.close()
    await closed
  }, 5000)
})

describe('a request that does not arrive', () => {
  it('is given up after its time; a stream of lines may take longer', async () => {
    const serving = await serve(
      (asked, answer) => {
        if (asked.url === '/lines') letTakeItsTime(asked.socket)
        asked.resume().on('end', () => answer.end('whole'))
      },
      { host: '127.0.0.1', port: 0, drainMs: 0, requestMs: 200 },
    )
    const begin = (path: string) => {
      const call = request(new URL(path, serving.url), { agent, method: 'POST' })
      call.write('begun')
      return { call, answer: onceEvent(call, 'response') as Promise<[IncomingMessage]> }
    }
    const lines = begin('/lines')
    const slow = begin('/slow')
    const [late] = await slow.answer
    expect([late.statusCode, late.headers.connection]).toEqual([408, 'close'])
    lines.call.end()
    const [whole] = await lines.answer
    expect([whole.statusCode, await whole.toArray()]).toEqual([200, [Buffer.from('whole')]])
    slow.call.destroy()
    await serving.close()
  })

  it('or cannot be read is refused as Node refuses it', async () => {
    const serving = await serve((_asked, answer) => answer.end(), { host: '127.0.0.1', port: 0, drainMs: 0 })
    const say = async (text: string): Promise<string> => {
      const socket = connect(serving.port, '127.0.0.1')
      socket.end(text)
      return Buffer.concat((await socket.toArray()) as Buffer[]).toString()
    }
    expect(await say('nonsense\r\n\r\n')).toMatch(/^HTTP\/1.1 400 Bad Request\r\nConnection: close/)
    expect(await say(`GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /)
    await serving.close()
  })
})
