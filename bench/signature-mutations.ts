interface Delivery {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}
type Roll = () => number

export type Mutation = Delivery & { readonly what: string }

/** The same delivery with something changed in it; what was signed is never the same any more. */
export function mutationOf({ body, headers }: { body: Buffer; headers: object }, roll: Roll): Mutation {
  const whole: Delivery = { body, headers: { ...headers } }
  for (;;) {
    const [what, change] = pick(CHANGES, roll)
    const changed = change(whole, roll)
    // A character may have been replaced by itself.
    if (!isSame(changed, whole)) return { what, ...changed }
  }
}

const isSame = (a: Delivery, b: Delivery): boolean =>
  a.body.equals(b.body) && JSON.stringify(a.headers) === JSON.stringify(b.headers)

const pick = <T>(from: readonly T[], roll: Roll): T => {
  const one = from[Math.floor(roll() * from.length)]
  if (one === undefined) throw new Error('nothing to choose from')
  return one
}

const ID = 'webhook-id'
const TIME = 'webhook-timestamp'
const SIGNATURE = 'webhook-signature'
const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_., '

const header = (name: string, change: (text: string, roll: Roll) => string) => (whole: Delivery, roll: Roll) => ({
  ...whole,
  headers: { ...whole.headers, [name]: change(whole.headers[name] ?? '', roll) },
})

const CHANGES: readonly (readonly [string, (whole: Delivery, roll: Roll) => Delivery])[] = [
  ['a bit of the body', (whole, roll) => ({ ...whole, body: flipped(whole.body, roll) })],
  ['a byte more in the body', (whole, roll) => ({ ...whole, body: inserted(whole.body, roll) })],
  ['a byte less in the body', (whole, roll) => ({ ...whole, body: without(whole.body, roll) })],
  [
    'the end of the body',
    (whole, roll) => ({ ...whole, body: whole.body.subarray(0, Math.floor(roll() * whole.body.length)) }),
  ],
  ['a character of the id', header(ID, replaced)],
  ['a character more in the id', header(ID, (text, roll) => put(text, roll, 0))],
  ['the dots between id and time', (whole) => moved(whole)],
  [
    'the time, by seconds',
    header(TIME, (text, roll) => String(Number(text) + (roll() < 0.5 ? -1 : 1) * (1 + Math.floor(roll() * 200)))),
  ],
  ['a character of the time', header(TIME, replaced)],
  [
    'another way to write the time',
    header(TIME, (text, roll) => pick([`0${text}`, `${text}.0`, `+${text}`, ` ${text}`, `${text}e0`], roll)),
  ],
  ['a character of the signature', (whole, roll) => allSignatures(whole, roll, replaced)],
  [
    'the end of the signature',
    (whole, roll) => allSignatures(whole, roll, (text) => text.slice(0, 3 + Math.floor(roll() * (text.length - 3)))),
  ],
  ['bits behind the signature', (whole, roll) => allSignatures(whole, roll, otherEnd)],
  ['the version of the signature', (whole) => versions(whole)],
  ['a header left out', (whole, roll) => leftOut(whole, pick([ID, TIME, SIGNATURE], roll))],
]

function flipped(body: Buffer, roll: Roll): Buffer {
  const copy = Buffer.from(body)
  const at = Math.floor(roll() * copy.length)
  copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(roll() * 8))
  return copy
}

function inserted(body: Buffer, roll: Roll): Buffer {
  const at = Math.floor(roll() * (body.length + 1))
  const byte = pick([0x20, 0x0a, 0x00, 0x30, 0xff], roll)
  return Buffer.concat([body.subarray(0, at), Buffer.of(byte), body.subarray(at)])
}

function without(body: Buffer, roll: Roll): Buffer {
  const at = Math.floor(roll() * body.length)
  return Buffer.concat([body.subarray(0, at), body.subarray(at + 1)])
}

function put(text: string, roll: Roll, instead: number): string {
  const at = Math.floor(roll() * (text.length + 1 - instead))
  return text.slice(0, at) + SIGNS.charAt(Math.floor(roll() * SIGNS.length)) + text.slice(at + instead)
}

function replaced(text: string, roll: Roll): string {
  return put(text, roll, 1)
}

/** What is signed keeps its text, cut otherwise: id `a.1`, time `2` instead of id `a`, time `1.2`. */
function moved(whole: Delivery): Delivery {
  const time = whole.headers[TIME] ?? ''
  const headers = {
    ...whole.headers,
    [ID]: `${whole.headers[ID] ?? ''}.${time}`,
    [TIME]: whole.body.subarray(0, 1).toString(),
  }
  return { headers, body: whole.body.subarray(1) }
}

/** Of several signatures one that is whole is enough, so each of them is changed. */
function allSignatures(whole: Delivery, roll: Roll, change: (text: string, roll: Roll) => string): Delivery {
  const texts = (whole.headers[SIGNATURE] ?? '').split(' ').map((text) => {
    const changed = change(text, roll)
    return changed === text ? `${text}A` : changed
  })
  return { ...whole, headers: { ...whole.headers, [SIGNATURE]: texts.join(' ') } }
}

const BASE64 = SIGNS.slice(0, 64)

/** The last letter of base64 holds bits that nobody reads: another one that reads the same. */
function otherEnd(text: string): string {
  const end = text.indexOf('=')
  const last = BASE64.indexOf(text.charAt(end - 1))
  return `${text.slice(0, end - 1)}${BASE64.charAt(last ^ 1)}${text.slice(end)}`
}

function versions(whole: Delivery): Delivery {
  const others: Readonly<Record<string, string>> = { v1: 'v1a', v1a: 'v1' }
  const texts = (whole.headers[SIGNATURE] ?? '').split(' ').map((text) => {
    const [version = '', rest = ''] = text.split(',')
    return `${others[version] ?? 'v2'},${rest}`
  })
  return { ...whole, headers: { ...whole.headers, [SIGNATURE]: texts.join(' ') } }
}

function leftOut(whole: Delivery, name: string): Delivery {
  return { ...whole, headers: Object.fromEntries(Object.entries(whole.headers).filter(([key]) => key !== name)) }
}
