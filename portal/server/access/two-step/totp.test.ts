import { describe, expect, it } from 'vitest'
import { base32, codeAt, freshTotpSecret, stepAt, stepOfCode, totpUri } from './totp.ts'

const RFC_SECRET = Buffer.from('12345678901234567890')

describe('a code of two-step sign-in', () => {
  it.each([
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ])('is at %i s what RFC 6238, appendix B, says', (seconds, code) => {
    expect(codeAt(RFC_SECRET, stepAt(new Date(seconds * 1000)), 8)).toBe(code)
  })

  it.each(
    ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map(
      (code, counter) => [counter, code] as const,
    ),
  )('of the counter %i is what RFC 4226, appendix D, says', (counter, code) => {
    expect(codeAt(RFC_SECRET, counter)).toBe(code)
  })

  it('counts half a minute late and early, not more, and once', () => {
    const secret = freshTotpSecret()
    const now = new Date('2026-01-01T12:00:00Z')
    const step = stepAt(now)
    expect([-2, -1, 0, 1, 2].map((by) => stepOfCode(secret, codeAt(secret, step + by), now, null))).toEqual([
      undefined,
      step - 1,
      step,
      step + 1,
      undefined,
    ])
    expect(stepOfCode(secret, codeAt(secret, step), now, step)).toBeUndefined()
  })

  it('comes of a secret that is written as RFC 4648 says', () => {
    expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => base32(Buffer.from(text)))).toEqual([
      'MY',
      'MZXQ',
      'MZXW6',
      'MZXW6YQ',
      'MZXW6YTB',
      'MZXW6YTBOI',
    ])
    expect(totpUri(RFC_SECRET, 'robin@practice.example', 'ILS portal')).toBe(
      'otpauth://totp/ILS%20portal:robin%40practice.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ILS%20portal&digits=6&period=30',
    )
  })
})
