/** One field of a value: `?` says that nobody knows it, nothing at all that it does not apply. */
export interface Field {
  readonly state: 'known' | 'unknown' | 'empty'
  /** As written, quotes and spaces included. */
  readonly text: string
}

/** A value for both eyes, right first. An eye that has no field is missing; `single` says that one value was given. */
export interface Pair {
  readonly right?: Field
  readonly left?: Field
  readonly single: boolean
  readonly raw: string
}

/** Fields between semicolons. A field that begins with a quote runs to the quote that ends it, semicolons included. */
export function fieldsOf(value: string): string[] {
  if (!value.includes('"')) return value.split(';')
  const fields: string[] = []
  // Once no closing quote is ahead there is none further on either: without this, n open quotes would be searched n times.
  let quotesAhead = true
  for (let start = 0; start <= value.length;) {
    let from = start
    if (quotesAhead && value.charAt(start) === '"') {
      const close = closingQuote(value, start + 1)
      if (close < 0) quotesAhead = false
      else from = close
    }
    const semicolon = value.indexOf(';', from)
    const stop = semicolon < 0 ? value.length : semicolon
    fields.push(value.slice(start, stop))
    start = stop + 1
  }
  return fields
}

function closingQuote(value: string, from: number): number {
  const before = value.indexOf('";', from)
  if (before >= 0) return before
  return value.length > from && value.endsWith('"') ? value.length - 1 : -1
}

function fieldOf(text: string): Field {
  const trimmed = text.trim()
  return { state: trimmed === '' ? 'empty' : trimmed === '?' ? 'unknown' : 'known', text }
}

export function pairOf(value: string): Pair {
  const [right = '', left] = fieldsOf(value)
  return {
    right: fieldOf(right),
    ...(left === undefined ? {} : { left: fieldOf(left) }),
    single: left === undefined,
    raw: value,
  }
}

/** `+02.00`, `.25`, `085` and `-0.00` are numbers; what is more than a number is none. */
export function numberOf(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? ''
  if (trimmed.length > 32 || !/^[+-]?(\d+\.?\d*|\.\d+)$/.test(trimmed)) return undefined
  // A negative zero is written by rounding, and means zero.
  return Number(trimmed) + 0 || 0
}

/** Both eyes as numbers. One value given for both is copied only where the caller says that its label means both. */
export function numbersOf(value: string, single: 'right' | 'both' = 'right'): { right?: number; left?: number } {
  const pair = pairOf(value)
  const right = numberOf(pair.right?.text)
  const left = pair.single && single === 'both' ? right : numberOf(pair.left?.text)
  return { ...(right === undefined ? {} : { right }), ...(left === undefined ? {} : { left }) }
}

/** The list inside one field, as of `CCPOSDRP=0.02,7.79;-0.02,7.75`. */
export const itemsOf = (field: string): string[] => field.split(',')

/** A text without the quotes around it; everything within stays. */
export function unquoted(field: string): string {
  const trimmed = field.trim()
  return trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1) : field
}
