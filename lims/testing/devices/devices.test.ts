import { readMessage } from '@ils/oma/records/read-message'
import { valueOf } from '@ils/oma/records/message'
import { statusCode } from '@ils/oma/session/status'
import type { Answer, Question } from '@ils/oma/session/question'
import { checkTraces } from '@ils/oma/traces/check-traces'
import { measureTrace } from '@ils/oma/traces/measure-trace'
import { readTraces } from '@ils/oma/traces/read-traces'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openExampleHost, type ExampleHost } from './example-host.ts'
import { misbehaviours, type Misbehaviour } from './misbehaviour.ts'
import type { Said } from './open-device.ts'
import { machines, runMachine, type MachineName } from './run-machine.ts'
import { sayBytes } from './say-bytes.ts'
import { shapeOf } from './frame-shape.ts'

const names = Object.keys(machines) as MachineName[] // The keys of that very table.
const ways = Object.keys(misbehaviours) as Misbehaviour[] // The keys of that very table.
const known = readMessage(
  'DO=B\r\nSPH=-2.00;-1.75\r\nCYL=-0.50;-0.25\r\nAX=90;85\r\nINSSPH=-1.93;-1.70\r\nCTHICK=2.00;2.10\r\nCIRC=146.10;146.20\r\nGTHK=6.10;6.30\r\n_DP=05\r\n_DECISION=2\r\n',
)

const answer = (question: Question): Answer => {
  if (question.about === 'initialise') return {}
  if (question.job.startsWith('FLOOD') || question.job.startsWith('NO-SUCH'))
    return { status: statusCode('job not found') }
  return question.about === 'download' ? { message: known } : {}
}

/** Patience of both sides, short enough for a test and long enough for a busy machine. */
const timing = { confirmMs: 400, packetMs: 900 } as const

let host: ExampleHost
beforeAll(async () => {
  host = await openExampleHost(answer, { ...timing, answerMs: 800 })
})
afterAll(() => host.close())
beforeEach(() => {
  host.notices.length = host.stored.length = 0
})

const run = (name: MachineName, misbehave: Misbehaviour[] = [], jobs = ['4711']) =>
  runMachine(name, { host: '127.0.0.1', port: host.port, timing, misbehave, jobs, work: { workMs: 1 }, seed: 7 })

describe('simulated machines', () => {
  it.each(names)('a %s does its job', async (name) => {
    const { jobs, ok } = await run(name)
    expect(jobs).toEqual([expect.objectContaining({ job: '4711', ended: 'done' })])
    expect(ok).toBe(true)
    expect(host.notices).toEqual([])
  })

  it.each(names.flatMap((name) => ways.map((way) => [name, way] as const)))(
    'a %s that does it with %s still comes to a good end, and nothing is kept twice',
    async (name, way) => {
      const { jobs, ok } = await run(name, [way])
      expect(jobs.map(({ ended, said }) => `${ended}: ${said}`)).not.toContainEqual(expect.stringContaining('failed'))
      expect(ok).toBe(true)
      const kept = host.stored.filter(({ job }) => job === '4711')
      expect(kept).toHaveLength(name === 'conveyor' ? 0 : 1)
    },
  )

  it.each([
    ['bad-crc', 'packet_broken'],
    ['garbage', 'stray_bytes'],
    ['duplicate', 'came_again'],
    ['stall', 'packet_broken'],
    ['nak', 'sent_again'],
    ['flood', 'question_withdrawn'],
  ] as const)('what %s does is seen by the host', async (way, notice) => {
    const { ok } = await run('edger', [way], ['1', '2'])
    expect(ok).toBe(true)
    expect(host.notices).toContain(notice)
  })

  it('a receipt that is forgotten makes the host say it again', async () => {
    const work = { workMs: 2 * timing.confirmMs }
    const { ok } = await runMachine('edger', {
      ...{ host: '127.0.0.1', port: host.port, timing, misbehave: ['drop-ack'], jobs: ['1'], work },
    })
    expect(ok).toBe(true)
    expect(host.notices).toContain('sent_again')
  })

  it('a job that nobody has is refused, and the machine goes on with the next', async () => {
    const { jobs } = await run('edger', ['wrong-job'], ['1'])
    expect(jobs.map(({ job, ended }) => [job, ended])).toEqual([
      ['NO-SUCH-JOB', 'refused'],
      ['1', 'done'],
    ])
    expect(jobs[0]).toMatchObject({ status: statusCode('job not found') })
  })

  it('a host that is not there is a failure that says so', async () => {
    const closed = await openExampleHost(answer)
    await closed.close()
    const { ok, jobs } = await runMachine('edger', { host: '127.0.0.1', port: closed.port, jobs: ['1'], reconnects: 0 })
    expect(ok).toBe(false)
    expect(jobs[0]?.said).toContain('ECONNREFUSED')
  })

  it('the same seed says the same bytes', async () => {
    const talk = async (): Promise<string[]> => {
      const heard: string[] = []
      const onSaid = ({ by, text }: Said): void => void (by === 'device' && heard.push(text))
      await runMachine('tracer', { host: '127.0.0.1', port: host.port, timing, jobs: ['9'], seed: 42, onSaid })
      return heard
    }
    const first = await talk()
    expect(await talk()).toEqual(first)
    expect(first.length).toBeGreaterThan(3)
  })
})

describe('a simulated tracer', () => {
  it('uploads shapes that are sound and as large as their frame', async () => {
    await run('tracer')
    const { message } = host.stored[0] ?? expect.fail('nothing was kept')
    const traces = readTraces(message)
    expect(traces.findings).toEqual([])
    expect(checkTraces(message, traces)).toEqual([])
    expect(traces.right && measureTrace(traces.right).a).toBeCloseTo(52, 0)
    expect(traces.left && measureTrace(traces.left).b).toBeCloseTo(38, 0)
  })

  it('feels the eyes as mirror images', () => {
    const [right, left] = [shapeOf('R', { a: 50, b: 40, dbl: 18 }), shapeOf('L', { a: 50, b: 40, dbl: 18 })]
    const mirrored = left.radii.map((_, at) => right.radii[(600 - at) % 400])
    expect(left.radii).toEqual(mirrored)
    expect(measureTrace(right).a).toBeCloseTo(50, 1)
    expect(measureTrace(right).b).toBeCloseTo(40, 1)
  })
})

describe('a simulated inspection device', () => {
  it('reads what a design engine said, not what was ordered', async () => {
    await run('inspection')
    const { message } = host.stored[0] ?? expect.fail('nothing was kept')
    const [right] = (valueOf(message, 'SPH') ?? '').split(';').map(Number)
    expect(Math.abs((right ?? 0) + 1.93)).toBeLessThanOrEqual(0.021)
  })
})

it('a transcript calls control characters by name', () => {
  expect(sayBytes(Uint8Array.of(0x1c, 0x41, 0x3d, 0x31, 0x0d, 0x0a, 0x1e, 0x1d, 0x06, 0x9f))).toBe(
    '<FS>A=1<CR><LF>\n<RS><GS><ACK><9f>',
  )
})
