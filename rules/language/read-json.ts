import { BEYOND_ASCII, DEEPEST, LONE_SURROGATE } from './check-json.ts'
import type { Fault } from './fault.ts'
import { pointerTo } from './json-pointer.ts'
import { placesIn, type Place } from './place-in-text.ts'

const MOST_FAULTS = 100

export interface JsonReading {
  /** Undefined where the text is no JSON at all. */
  readonly value: unknown
  readonly faults: readonly Fault[]
}

/** Asked of every value and key: to find where those stand that a checker complains about. */
export type Visitor = (pointer: string, offset: number) => void

/**
 * JSON, read strictly and with positions: what JSON.parse forgives or forgets (keys said twice, `-0`, numbers that do not
 * fit, halves of surrogate pairs, `__proto__`) is a fault. Texts become NFC. Depth is bounded, so that nothing overflows.
 */
export function readJson(text: string, visit?: Visitor): JsonReading {
  const reader = new JsonReader(text, visit)
  try {
    return { value: reader.readDocument(), faults: reader.faults }
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    return { value: undefined, faults: reader.faults }
  }
}

/** Where nothing sensible can follow. */
class Stop extends Error {}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const word = /[A-Za-z_$][\w$]*|\S/y
/** Up to what ends a plain stretch of a text: its quote, an escape, a control character. */
// eslint-disable-next-line no-control-regex -- JSON forbids exactly these characters in a text
const plain = /[^"\\\u0000-\u001f]*/y
const escapes = new Map<string, string>([
  ...([
    ['"', '"'],
    ['\\', '\\'],
    ['/', '/'],
    ['b', '\b'],
  ] as const),
  ...([
    ['f', '\f'],
    ['n', '\n'],
    ['r', '\r'],
    ['t', '\t'],
  ] as const),
])

class JsonReader {
  readonly faults: Fault[] = []
  #at = 0
  #depth = 0
  /** Kept only for a visitor and for faults. */
  readonly #path: (string | number)[] = []
  readonly #text: string
  readonly #visit: Visitor | undefined
  #places: ((offset: number) => Place) | undefined

  constructor(text: string, visit: Visitor | undefined) {
    this.#text = text
    this.#visit = visit
    if (text.startsWith('\uFEFF')) this.#at = 1
  }

  readDocument(): unknown {
    const value = this.#readValue()
    this.#skipSpace()
    if (this.#at < this.#text.length) this.#stop('unexpected', 'Something follows after the end of the value.')
    return value
  }

  #readValue(): unknown {
    this.#skipSpace()
    this.#visit?.(this.#pointer(), this.#at)
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => this.#readObject())
      case '[':
        return this.#nested(() => this.#readArray())
      case '"':
        return this.#readText()
      case 't':
        return this.#readWord('true', true)
      case 'f':
        return this.#readWord('false', false)
      case 'n':
        return this.#readWord('null', null)
      default:
        return this.#readNumber()
    }
  }

  #nested<Value>(readInside: () => Value): Value {
    if (++this.#depth > DEEPEST) this.#stop('too_deep', `Nested deeper than ${DEEPEST} levels.`)
    this.#at++
    const value = readInside()
    this.#depth--
    return value
  }

  #readObject(): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    if (this.#ends('}')) return object
    for (;;) {
      this.#skipSpace()
      const start = this.#at
      if (this.#text[start] !== '"') this.#unexpected('a key in double quotes')
      const key = this.#readText()
      this.#path.push(key)
      const isTwice = Object.hasOwn(object, key)
      if (key === '__proto__') this.#complain('forbidden_key', 'The key `__proto__` is not allowed.', start)
      else if (isTwice) this.#complain('duplicate_key', `The key \`${key.slice(0, 80)}\` stands here twice.`, start)
      this.#skipSpace()
      if (this.#text[this.#at] !== ':') this.#unexpected('a colon')
      this.#at++
      const value = this.#readValue()
      if (key !== '__proto__' && !isTwice) object[key] = value
      this.#path.pop()
      if (!this.#goesOn('}')) return object
    }
  }

  #readArray(): unknown[] {
    const array: unknown[] = []
    if (this.#ends(']')) return array
    for (;;) {
      this.#path.push(array.length)
      array.push(this.#readValue())
      this.#path.pop()
      if (!this.#goesOn(']')) return array
    }
  }

  #ends(mark: string): boolean {
    this.#skipSpace()
    if (this.#text[this.#at] !== mark) return false
    this.#at++
    return true
  }

  /** After an element: whether another follows. A comma before the end is told and forgiven. */
  #goesOn(end: string): boolean {
    if (this.#ends(end)) return false
    const comma = this.#at
    if (this.#text[comma] !== ',') this.#unexpected(`a comma or \`${end}\``)
    this.#at++
    if (!this.#ends(end)) return true
    this.#complain('trailing_comma', `A comma before \`${end}\` is not allowed.`, comma)
    return false
  }

  #readText(): string {
    const start = this.#at++
    let text = ''
    for (;;) {
      plain.lastIndex = this.#at
      plain.test(this.#text)
      text += this.#text.slice(this.#at, plain.lastIndex)
      this.#at = plain.lastIndex
      const sign = this.#text[this.#at]
      if (sign === '"') break
      if (sign === '\\') text += this.#readEscape()
      else if (sign === undefined) this.#stop('unexpected', 'A text is not closed.', start)
      else this.#stop('control_character', 'A line break or control character in a text must be written as an escape.')
    }
    this.#at++
    if (!BEYOND_ASCII.test(text)) return text
    if (!LONE_SURROGATE.test(text)) return text.normalize('NFC')
    this.#complain('lone_surrogate', 'The text holds half of a surrogate pair; expected well-formed Unicode.', start)
    return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD').normalize('NFC')
  }

  #readEscape(): string {
    const sign = this.#text[this.#at + 1] ?? ''
    const known = escapes.get(sign)
    const hex = this.#text.slice(this.#at + 2, this.#at + 6)
    if (known === undefined && !(sign === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)))
      this.#stop('unexpected', `\`\\${sign}\` is no escape of JSON.`)
    this.#at += known === undefined ? 6 : 2
    return known ?? String.fromCharCode(Number.parseInt(hex, 16))
  }

  #readWord<Value>(expected: string, value: Value): Value {
    if (!this.#text.startsWith(expected, this.#at)) this.#unexpected('a value')
    this.#at += expected.length
    return value
  }

  #readNumber(): number {
    const start = this.#at
    number.lastIndex = start
    const written = number.exec(this.#text)?.[0]
    if (written === undefined) this.#unexpected('a value')
    this.#at += written.length
    const value = Number(written)
    const shown = `\`${written.slice(0, 40)}\``
    if (Object.is(value, -0)) this.#complain('negative_zero', `${shown}: a zero has no sign, write 0.`, start)
    else if (!Number.isFinite(value))
      this.#complain('number_too_large', `${shown} is larger than any number that can be kept.`, start)
    else if (String(value) !== written && digitsOf(written) !== digitsOf(String(value)))
      this.#complain('precision_lost', `${shown} would be kept as ${value}; expected fewer digits.`, start)
    // What was told is not told again by whoever looks at the value.
    return Number.isFinite(value) && value !== 0 ? value : 0
  }

  #skipSpace(): void {
    for (;;) {
      const sign = this.#text.charCodeAt(this.#at)
      if (sign !== 0x20 && sign !== 0x0a && sign !== 0x0d && sign !== 0x09) return
      this.#at++
    }
  }

  #unexpected(expected: string): never {
    word.lastIndex = this.#at
    const found = word.exec(this.#text)?.[0]
    this.#stop(
      'unexpected',
      `Expected ${expected}, found ${found === undefined ? 'the end' : `\`${found.slice(0, 40)}\``}.`,
    )
  }

  #stop(code: string, message: string, offset = this.#at): never {
    this.#complain(code, message, offset)
    throw new Stop(message)
  }

  #complain(code: string, message: string, offset: number): void {
    this.faults.push({ code, message, pointer: this.#pointer(), ...this.#placeOf(offset) })
    if (this.faults.length >= MOST_FAULTS) throw new Stop('too many')
  }

  #placeOf(offset: number): Place {
    this.#places ??= placesIn(this.#text)
    return this.#places(offset)
  }

  #pointer(): string {
    return this.#path.reduce<string>(pointerTo, '')
  }
}

/** What a number says without its size: sign, point, exponent and outer zeros taken away. */
function digitsOf(written: string): string {
  const digits = written
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '')
  // By hand: a pattern for trailing zeros takes quadratic time on a hostile number.
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, end)
}
