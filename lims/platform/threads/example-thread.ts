import { serveThread } from './serve-thread.ts'

/** What the tests let a thread do. */
export interface Order {
  readonly how:
    'echo' | 'add up' | 'wait' | 'loop' | 'throw' | 'throw a function' | 'exit' | 'fill memory' | 'uncopyable'
  readonly value?: unknown
}

serveThread<Order, string, unknown>(async ({ input, tell, ask, aborted }) => {
  const { how, value } = input
  tell(how)
  switch (how) {
    case 'echo':
      return value
    case 'add up': {
      let sum = 0
      for (let batch = await ask(); batch !== null; batch = await ask()) {
        // The tests answer with text, and with null at the end.
        for (const line of (batch as string).split('\n')) sum += Number(line)
        tell(`has ${sum}`)
      }
      return sum
    }
    case 'wait':
      // Never stops to listen, and sees the end all the same.
      while (!aborted());
      return 'ended by itself'
    case 'loop':
      for (;;);
    case 'throw':
      throw new RangeError('sphere out of range')
    case 'throw a function':
      throw Object.assign(new Error('cannot be copied'), { why: () => undefined })
    case 'exit':
      process.exit(7)
    case 'fill memory': {
      const held: unknown[] = []
      for (;;) held.push(Array.from({ length: 1000 }, (_, i) => ({ i })))
    }
    case 'uncopyable':
      return () => undefined
  }
})
