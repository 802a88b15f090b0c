import { paths } from '../shell/paths.ts'

/** Where somebody wanted to go before they had to sign in: a page of ours, never another site. */
export const wayBack = (asked: string | null): string =>
  asked !== null && /^\/(?![/\\])/.test(asked) && !asked.startsWith(paths.signIn) ? asked : paths.orders
