import { Refusal } from '@ils/platform/refusal'
import { commonPasswords } from './common-passwords.ts'

/** Twelve characters, as people count them. */
const LEAST = 12
/** A phrase of more pieces than this is hard to guess even where each is common (four words of a list of 4,000: 2^47). */
const MOST_PIECES = 3
const SHORTEST_PIECE = 4
const RUN = 3
const ROWS = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'qwertzuiop', 'asdfghjkl', 'zxcvbnm', 'yxcvbnm', '0123456789']
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/** One form of what somebody types, on every keyboard and system (NIST SP 800-63B-4, 3.1.1.2). */
export const normalPassword = (password: string): string => password.normalize('NFKC')

/** Refuses a new password that whoever guesses by lists would find: nothing else is asked of it. */
export function mustBeStrong(password: string, about: { readonly name: string; readonly email: string }): void {
  const normal = normalPassword(password)
  const isAddress = normal.toLowerCase() === about.email.toLowerCase()
  const weak = isAddress ? 'The password is the address' : weakness(normal, ownWords(about))
  if (weak === undefined) return
  throw new Refusal('weak_password', weak, {
    causes: [{ code: 'weak', field: 'body.password', message: weak, limit: LEAST }],
  })
}

function weakness(password: string, own: ReadonlySet<string>): string | undefined {
  if (Array.from(password).length < LEAST) return `The password needs ${LEAST} characters or more`
  if (new Set(password.toLowerCase()).size < 5) return 'The password has too few different characters'
  for (const text of [password.toLowerCase(), unmasked(password.toLowerCase())]) {
    if (pieces(text.replaceAll(/[\s!-/:-@[-`{-~]+/g, ' ').trim(), own) <= MOST_PIECES)
      return 'The password is made of words that are tried first: use a phrase of your own, of four words or more'
  }
  return undefined
}

/** The name, the address and the words in them. */
function ownWords({ name, email }: { readonly name: string; readonly email: string }): ReadonlySet<string> {
  const words = `${name} ${email}`.toLowerCase().split(/[^a-z0-9]+/)
  return new Set([...words, 'optic', 'optics', 'lens', 'lenses', 'portal'].filter((word) => word.length >= 3))
}

const unmasked = (text: string): string => text.replaceAll(/[013457@$!]/g, (sign) => LOOKS_LIKE[sign] ?? sign)

/** Into how few guessable pieces a text falls; what cannot be guessed counts as many. */
function pieces(text: string, own: ReadonlySet<string>): number {
  const fewest: number[] = [0]
  for (let end = 1; end <= text.length; end++) {
    // A sign of its own that belongs to nothing: as good as half a word.
    let best = (fewest[end - 1] ?? 0) + (text[end - 1] === ' ' ? 0 : 0.5)
    for (let begin = Math.max(0, end - 20); begin <= end - RUN; begin++) {
      const piece = text.slice(begin, end)
      const guessable = own.has(piece) || (piece.length >= SHORTEST_PIECE && commonPasswords.has(piece)) || isRun(piece)
      if (guessable) best = Math.min(best, (fewest[begin] ?? 0) + 1)
    }
    fewest.push(best)
  }
  return fewest[text.length] ?? 0
}

/** Keys beside each other, either way; one key again and again; and numbers, which people take for years and counters. */
function isRun(piece: string): boolean {
  if (/^(.)\1+$/.test(piece) || /^\d{3,8}$/.test(piece)) return true
  const back = Array.from(piece).reverse().join('')
  return ROWS.some((row) => row.includes(piece) || row.includes(back))
}
