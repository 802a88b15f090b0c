import { InvalidArgumentError } from 'commander'

/** A whole number of at least one, as options take it. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Write a whole number from 1 on.')
}
