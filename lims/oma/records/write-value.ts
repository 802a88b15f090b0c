import { OmaRefusal } from '../refusal.ts'
import { labels } from './labels.ts'

export interface NumberStyle {
  readonly decimals: number
  /** `always` writes `+` too, as some machines want of dioptres. */
  readonly sign?: 'always' | 'negative'
}

/** `null` is written as `?`, what is missing as nothing. */
export type One = string | number | null | undefined
export type Written = One | { readonly right?: One; readonly left?: One } | readonly One[]

/** Half away from zero, no exponent, and never a negative zero. */
export function formatNumber(value: number, { decimals, sign = 'negative' }: NumberStyle): string {
  const size = Math.abs(value)
  if (!(size < 1e9)) throw new OmaRefusal('number', `${value} cannot be written: the limit is below 1000000000`)
  // Shifting by the decimal exponent rounds what is written, 1.005, and not the binary fraction below it.
  const shifted = size < 1e-6 ? 0 : Math.round(Number(`${size}e${decimals}`))
  const digits = Number(`${shifted}e-${decimals}`).toFixed(decimals)
  if (shifted === 0) return digits
  return value < 0 ? `-${digits}` : sign === 'always' ? `+${digits}` : digits
}

/** The value of a label in its usual form: decimals by the dictionary, or as many as are needed for a label it does not know. */
export function formatValue(label: string, value: Written, style?: NumberStyle): string {
  const decimals = labels[label.toUpperCase()]?.decimals
  const chosen = style ?? (decimals === undefined ? undefined : { decimals })
  const one = (part: One): string => formatOne(part, chosen)
  if (value !== null && typeof value === 'object') {
    return isList(value) ? value.map(one).join(';') : `${one(value.right)};${one(value.left)}`
  }
  return one(value)
}

const isList = (value: object): value is readonly One[] => Array.isArray(value)

function formatOne(part: One, style: NumberStyle | undefined): string {
  if (part === undefined) return ''
  if (part === null) return '?'
  if (typeof part === 'string') return part
  return formatNumber(part, style ?? { decimals: decimalsOf(part) })
}

/** As many as the number has, six at most. */
function decimalsOf(value: number): number {
  const [, fraction = ''] = value.toFixed(6).split('.')
  return fraction.replace(/0+$/, '').length
}
