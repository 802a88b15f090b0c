import { once as onceEvent } from 'node:events'
import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { serve, type Serving } from './serve.ts'

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
