import { LINES_TYPE, type Endpoint } from '@ils/contract/endpoint'
import { limsApi } from '@ils/contract/lims'
import { silentLog } from '../log/log.ts'
import { Type } from '@sinclair/typebox'
import { describe, expect, it } from 'vitest'
import { contradictionOf } from './contradiction.ts'
import { bindExample, examples, openExampleServer } from './example.ts'

const Line = Type.Object({})
const ofLines: Endpoint = examples.judge

describe('a declaration', () => {
  it.each<[string, Endpoint, string]>([
    ['two bodies', { ...ofLines, body: Line }, 'declares more than one kind of body'],
    ['bytes in a GET', { ...examples.archive, method: 'GET' }, 'is a GET with a body'],
    [
      'lines and JSON',
      { ...ofLines, answer: { ...ofLines.answer, body: Line } },
      'answers by lines and by something else',
    ],
    ['lines and zip', { ...ofLines, answer: examples.archive.answer }, 'answers by lines and by something else'],
    ['a kept stream', { ...ofLines, repeat: 'keyed' }, 'is keyed, but its answer is not JSON'],
    ['a kept archive', { ...examples.archive, repeat: 'keyed' }, 'is keyed, but its answer is not JSON'],
    ['a tagged change', { ...examples.archive, conditional: true }, 'is conditional, but no GET of one whole answer'],
    ['a kept secret', { ...examples.secretly, conditional: true }, 'is private, but lets callers keep its answer'],
  ])('of %s contradicts itself', (_what, declared, says) => {
    expect(contradictionOf(declared)).toBe(says)
  })

  it.each(Object.entries({ ...examples, ...limsApi } as Record<string, Endpoint>))('%s does not', (_name, declared) => {
    const { coming: _promised, ...served } = declared
    expect(contradictionOf(served)).toBeUndefined()
    if (declared.coming !== undefined) expect(contradictionOf(declared)).toContain('is declared as coming with version')
  })

  it('may name the type that lines have anyway', () => {
    expect(contradictionOf({ ...ofLines, answer: { ...ofLines.answer, type: LINES_TYPE } })).toBeUndefined()
  })

  it('of what is still to come cannot be mounted', async () => {
    const later = { ...examples.plain, coming: '9.0' }
    const bindings = [bindExample(later, () => Promise.resolve({ body: [] }))]
    await expect(openExampleServer({ log: silentLog, declared: { later }, bindings })).rejects.toThrow(
      'GET /api/plain is declared as coming with version 9.0: it cannot be mounted',
    )
  })
})
