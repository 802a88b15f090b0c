import { fuzzOma } from '@ils/testing/oma-fuzz'

const PACKETS = 100_000
/** No packet of the proof is larger than a few kilobytes; reading one through everything takes about a millisecond. */
const MOST_MS = 100

/** Whatever a line brings, it is read, refused or kept: no crash, no hang, no byte lost. */
export async function proveOma(seed: number): Promise<{ good: boolean; lines: string[] }> {
  const run = fuzzOma(PACKETS, seed, (done) => process.stdout.write(`\r  packet ${done} of ${PACKETS} `))
  process.stdout.write('\n')
  return {
    good: run.faults.length === 0 && run.slowestMs <= MOST_MS,
    lines: [
      `damaged packets through reader, traces, drawing and both sides of a session: ${run.packets} (${(run.bytes / 1e6).toFixed(0)} MB)`,
      `of these still were packets: ${run.whole}; sound shapes read from them: ${run.shapes}; questions to a host's owner: ${run.asked}`,
      `crashes, sessions that never rest, bytes not written back as they were read: ${run.faults.length}${run.faults.map((one) => ` [${one}]`).join('')}`,
      `slowest packet through all of it: ${run.slowestMs.toFixed(1)} ms (goal ≤ ${MOST_MS} ms)`,
    ],
  }
}
