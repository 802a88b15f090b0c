import { describe, expect, it } from 'vitest'
import { withCorrelation } from '../correlation.ts'
import { openLog } from './log.ts'

function logged(write: (log: ReturnType<typeof openLog>) => void): { text: string; lines: Record<string, unknown>[] } {
  const lines: string[] = []
  write(openLog({ level: 'debug', service: 'test', to: { write: (line) => void lines.push(line) } }))
  return { text: lines.join(''), lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

const PLANTED = [
  'Maria Muster',
  'maria@example.com',
  '-4.75',
  '+2.25',
  '1958-03-02',
  'Hauptstrasse 7',
  'lims_abcdefghijklmnopqrstuvwxyz0123456789',
]

describe('the log', () => {
  it('carries the correlation id on every line, also of a child', () => {
    const { lines } = logged((log) => {
      log.info({}, 'outside')
      withCorrelation('cor_1', () => {
        log.info({}, 'inside')
        log.child({ part: 'x' }).warn({}, 'deeper')
      })
    })
    expect(lines.map((line) => line['correlationId'])).toEqual(['process', 'cor_1', 'cor_1'])
  })

  it('writes neither names nor prescriptions nor secrets, however deep they are planted', () => {
    const { text } = logged((log) => {
      const job = {
        patient: { first: 'Maria Muster' },
        patientName: 'Maria Muster',
        'patient-name': 'Maria Muster',
        contact: { EMAIL: 'maria@example.com', date_of_birth: '1958-03-02', address: ['Hauptstrasse 7'] },
        prescription: { od: { sphere: '-4.75' }, os: { add: '+2.25' } },
        lenses: [{ sphere: '-4.75', deeper: { odAdd: '+2.25' } }],
        note: 'used lims_abcdefghijklmnopqrstuvwxyz0123456789 here',
      }
      log.info({ job }, 'planted')
      log.error(
        {
          err: Object.assign(new Error('failed with lims_abcdefghijklmnopqrstuvwxyz0123456789'), {
            patient: 'Maria Muster',
          }),
        },
        'x',
      )
      log
        .child({ patient: 'Maria Muster' })
        .info({ url: 'postgres://ils:lims_abcdefghijklmnopqrstuvwxyz0123456789@db/ils' }, 'y')
    })
    for (const planted of PLANTED) expect(text).not.toContain(planted)
    expect(text).toContain('[hidden]')
  })

  it('keeps only names of a database error: its message quotes the row', () => {
    const error = Object.assign(new Error('duplicate key value: Key (email)=(maria@example.com) already exists'), {
      severity: 'ERROR',
      code: '23505',
      table: 'holders',
      constraint: 'holders_email_key',
      detail: 'Key (email)=(maria@example.com) already exists.',
    })
    const { text, lines } = logged((log) => {
      log.error({ err: error }, 'x')
    })
    expect(text).not.toContain('maria@example.com')
    expect(lines[0]?.['err']).toMatchObject({
      message: 'postgres 23505',
      table: 'holders',
      constraint: 'holders_email_key',
    })
  })

  it('finds keys, tokens and passwords of URLs in the middle of any text, more than once', () => {
    const { lines } = logged((log) => {
      const key = 'lims_abcdefghijklmnopqrstuvwxyz0123456789'
      log.info({ text: `${key} and ${key}, eyJhbGciOi.eyJpc3MiOi.c2ln too, redis://u:pass@h` }, 'x')
    })
    expect(lines[0]?.['text']).toBe('[hidden] and [hidden], [hidden] too, redis://u:[hidden]@h')
  })

  it('does not hand on a key that was sent as a correlation id', () => {
    const { text, lines } = logged((log) => {
      withCorrelation('lims_abcdefghijklmnopqrstuvwxyz0123456789', () => {
        log.info({}, 'x')
      })
      log.info({ correlationId: 'of another' }, 'y')
    })
    expect(text).not.toContain('lims_abc')
    expect(lines.map((line) => line['correlationId'])).toEqual(['[hidden]', 'of another'])
  })

  it('is not misled by a field that is named like the prototype', () => {
    const { lines } = logged((log) => {
      log.info(JSON.parse('{"__proto__":{"patient":"Maria Muster","state":"x"},"jobId":"job_1"}') as object, 'x')
    })
    expect(lines[0]).toMatchObject({ jobId: 'job_1' })
    expect(lines[0]).not.toHaveProperty('state')
  })

  it('does the same for the cause of an error', () => {
    const cause = Object.assign(new Error('quotes Maria Muster'), { severity: 'ERROR', code: '22P02' })
    const { text } = logged((log) => {
      log.error({ err: new Error('outer', { cause }) }, 'x')
    })
    expect(text).not.toContain('Maria Muster')
    expect(text).toContain('postgres 22P02')
  })

  it('stays bounded for deep and long values', () => {
    const loop: Record<string, unknown> = { items: Array.from({ length: 1000 }, (_, i) => i) }
    loop['self'] = loop
    const { text } = logged((log) => {
      log.info({ loop }, 'x')
    })
    expect(text.length).toBeLessThan(5000)
  })

  it('writes nothing below its level', () => {
    const lines: string[] = []
    openLog({ level: 'warn', service: 'test', to: { write: (line) => void lines.push(line) } }).info({}, 'x')
    expect(lines).toEqual([])
  })
})
