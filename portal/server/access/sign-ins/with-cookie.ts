import type { SignedIn } from './start-sign-in.ts'

/** The answer of a sign-in: its cookie, and who it is. */
export const withCookie = ({ next, me, cookie }: SignedIn) => ({
  body: { next, me },
  headers: { 'set-cookie': cookie },
})
