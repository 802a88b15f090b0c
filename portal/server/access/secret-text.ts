import { createHash, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

/** What a cookie or a link carries: 256 random bits. */
export const freshSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url')

/** What is kept of it. A slow hash would add nothing: there is nothing to guess in 256 random bits. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')
