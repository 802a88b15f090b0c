import { encodePacket } from '@ils/oma/framing/encode-packet'
import { openPacketDecoder } from '@ils/oma/framing/packet-decoder'
import { readMessage } from '@ils/oma/records/read-message'
import { writeMessage } from '@ils/oma/records/write-message'
import { readTraces } from '@ils/oma/traces/read-traces'
import { buildMessage, type Entry } from '@ils/oma/records/build-message'
import { equalAngles } from '@ils/oma/traces/trace'
import { writeTrace } from '@ils/oma/traces/write-trace'
import { inTurn, type Figure } from './measure.ts'

const ROUNDS = 9
const JOBS = 400
const GOAL = 20

/** Jobs as a lab's files have them: some 250 labels and a shape of 400 points for either eye. */
export async function benchOma(): Promise<Figure[]> {
  const jobs = Array.from({ length: JOBS }, (_, n) => writeMessage(buildMessage(jobOf(n))))
  const all = new Uint8Array(jobs.reduce((sum, job) => sum + job.length, 0))
  let at = 0
  for (const job of jobs) {
    all.set(job, at)
    at += job.length
  }
  const megabytes = all.length / 1e6
  const stream = jobs.map((job) => encodePacket(job, { crc: 'five digits' }))
  const timed = async (run: () => number): Promise<number> => {
    const began = performance.now()
    // What is read is counted, so that none of it can be left out.
    if (run() < JOBS) throw new Error('something was not read')
    return megabytes / ((performance.now() - began) / 1000)
  }
  const lines = () =>
    timed(() => jobs.reduce((sum, job) => sum + new TextDecoder().decode(job).split('\r\n').length, 0))
  const reader = await inTurn(ROUNDS, () => timed(() => readMessage(all).records.length), lines)
  const one = await inTurn(
    ROUNDS,
    () => timed(() => jobs.reduce((sum, job) => sum + readMessage(job).records.length, 0)),
    lines,
  )
  const shapes = await inTurn(
    ROUNDS,
    () => timed(() => jobs.reduce((sum, job) => sum + Object.keys(readTraces(readMessage(job))).length, 0)),
    lines,
  )
  const packets = await inTurn(
    ROUNDS,
    () => {
      const decoder = openPacketDecoder()
      return timed(() => stream.reduce((sum, packet) => sum + decoder.push(packet).length, 0))
    },
    lines,
  )
  const figure = (what: string, { a, ratio }: { a: number; ratio: number }, goal: boolean): Figure => ({
    what,
    seen: `${a.toFixed(0)} MB/s, ${ratio.toFixed(2)} times as fast as splitting the same text into lines`,
    ...(goal ? { goal: `≥ ${GOAL} MB/s`, met: a >= GOAL } : {}),
  })
  return [
    figure(`reader, one message of ${megabytes.toFixed(1)} MB`, reader, true),
    figure(`reader, ${JOBS} jobs of ${(all.length / JOBS / 1000).toFixed(1)} kB`, one, true),
    figure('reader and both shapes of each job', shapes, false),
    figure('packets out of a stream, each with its check sum', packets, false),
  ]
}

function jobOf(n: number): Entry[] {
  const labels = Array.from({ length: 250 }, (_, i): Entry => [
    `LABEL${i}`,
    { right: (n % 7) + i / 100, left: -i / 100 },
  ])
  const radii = Array.from({ length: 400 }, (_, i) =>
    Math.round(2400 + 300 * Math.cos((4 * Math.PI * i) / 400) + (n % 10)),
  )
  const eye = (side: 'R' | 'L'): Entry[] => writeTrace({ eye: side, mode: 'E', radii, angles: equalAngles(400) })
  return [['JOB', String(n)], ...labels, ...eye('R'), ...eye('L')]
}
