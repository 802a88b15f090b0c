import { fuzzOma } from '@ils/testing/oma-fuzz'
import { expect, test } from 'vitest'

// `npm run proof oma` sends 100,000, and another seed each time.
test('5,000 damaged packets crash nothing, hang nothing, and come back as the bytes they were', () => {
  const run = fuzzOma(5_000, 6)
  expect(run.faults).toEqual([])
  // The largest have a few thousand bytes and take about a millisecond; one that seems slow is timed again.
  expect(run.slowestMs).toBeLessThan(100)
  // Damage that leaves nothing to read would prove nothing.
  expect(run.whole).toBeGreaterThan(2_000)
  expect(run.shapes).toBeGreaterThan(500)
  expect(run.asked).toBeGreaterThan(500)
})
