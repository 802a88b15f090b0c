import { createHash, randomBytes } from 'node:crypto'
import { base32 } from './totp.ts'

const HOW_MANY = 10
const BYTES = 10

/** Eighty random bits each: with that much in them a fast hash keeps them well. */
export const freshRecoveryCodes = (): string[] =>
  Array.from({ length: HOW_MANY }, () =>
    base32(randomBytes(BYTES))
      .toLowerCase()
      .replaceAll(/(.{4})(?=.)/g, '$1-'),
  )

export const hashOfRecoveryCode = (code: string): string =>
  createHash('sha256').update(code.replaceAll(/[\s-]/g, '').toLowerCase()).digest('hex')
