import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMessage } from '../records/read-message.ts'
import { drawTraces, type Drawing } from './draw-traces.ts'
import { readDrills } from './read-drills.ts'
import { readTraces } from './read-traces.ts'

const sample = (name: string) =>
  readMessage(new Uint8Array(readFileSync(join(import.meta.dirname, '../conformance/samples', name))))

function drawn(name: string, more: Partial<Drawing> = {}): string {
  const message = sample(name)
  const { right, left } = readTraces(message)
  return drawTraces({
    ...(right ? { right } : {}),
    ...(left ? { left } : {}),
    drills: readDrills(message).drills,
    ...more,
  })
}

describe('the drawing of a frame', () => {
  test("has the wearer's right eye at the left and tells of both in words", () => {
    const svg = drawn('lab-job.oma', { dbl: 18 })
    const [right, left] = [...svg.matchAll(/data-eye="([RL])" transform="translate\((-?[\d.]+) 0\)"/g)]
    expect([right?.[1], left?.[1]]).toEqual(['R', 'L'])
    expect(Number(right?.[2])).toBeCloseTo(-Number(left?.[2]), 2)
    expect(Number(right?.[2])).toBeLessThan(-30)
    expect(svg).toMatch(
      /<desc id="trace-desc">Right eye: 52\.\d\d mm wide, 4\d\.\d\d mm high, \d+\.\d\d mm around\. Left eye: /,
    )
    expect(svg).toContain('role="img" aria-labelledby="trace-title trace-desc"')
  })

  test('shows holes, slots and the prism reference point on the nose side of either eye', () => {
    const prp = { R: { inward: 3, up: 2 }, L: { inward: 3, up: 2 } }
    const svg = drawn('frame-library.oma', { prp })
    expect(svg.match(/<circle class="hole" cx="-21.5" cy="-3"/g)).toHaveLength(1)
    expect(svg.match(/<path class="hole" d="M20 -4L22 -4"/g)).toHaveLength(1)
    expect(svg).toContain('2 holes')
    expect(svg).toContain('<path class="prp" d="M2 -1L4 -3M2 -3L4 -1"/>')
    expect(drawn('lab-job.oma', { prp })).toContain('<path class="prp" d="M-4 -1L-2 -3M-4 -3L-2 -1"/>')
  })

  test('is drawn from the boxed centre, wherever it was traced from', () => {
    const svg = drawn('tracer-upload.oma')
    const [, path = ''] = /class="outline" d="M([^Z]*)Z"/.exec(svg) ?? []
    const xs = path.split('L').map((point) => Number(point.split(' ')[0]))
    expect(Math.max(...xs) + Math.min(...xs)).toBeCloseTo(0, 1)
  })

  test('of no eye says so', () => {
    expect(drawTraces({})).toContain('No eye was traced.')
  })

  test('holds nothing of a title but text', () => {
    const plain = drawTraces({ title: 'plain' })
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (title, id) => {
        const svg = drawTraces({ title, id: `t${id}` })
        expect(svg.match(/</g)).toHaveLength(plain.match(/</g)?.length ?? 0)
        expect(svg).not.toMatch(/[^\n\u0020-\ud7ff\ue000-\ufffd]/)
        expect(/&(?!(amp|lt|gt|quot|#39);)/.exec(svg)).toBeNull()
        expect(svg.match(/"/g)).toHaveLength(plain.match(/"/g)?.length ?? 0)
      }),
    )
    expect(drawTraces({ title: `<script>"x" & 'y'</script>` })).toContain(
      '<title id="trace-title">&lt;script&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/script&gt;</title>',
    )
  })
})
