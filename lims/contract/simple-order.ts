import { Type, type Static } from '@sinclair/typebox'
import { Confirmed, Language, NaturalFacts, Overrides } from './configuration.ts'

// Bounds that only nonsense misses: whether a value can be made is the rulebook's to say, as a cause and not as a 4xx.
const LARGEST = 100_000
const measured = (description: string) =>
  Type.Optional(
    Type.Unsafe<number | null>({ type: ['number', 'null'], minimum: -LARGEST, maximum: LARGEST, description }),
  )
const dioptres = (what: string) => measured(`${what}, in dioptres; .12 .37 .62 .87 are eighths`)
const millimetres = (what: string) => measured(`${what}, in millimetres`)
const degrees = (what: string) => measured(`${what}, in degrees`)

// An empty text says nothing: old programs send every parameter of a form, filled in or not.
const text = (description: string) =>
  Type.Optional(
    Type.Unsafe<string | null>({
      type: ['string', 'null'],
      maxLength: 200,
      pattern: '^[^\\u0000-\\u001f\\u007f]*$',
      description,
    }),
  )
const base = (whose: string) =>
  Type.Optional(
    Type.Unsafe<number | string | null>({
      type: ['number', 'string', 'null'],
      minimum: -LARGEST,
      maximum: LARGEST,
      maxLength: 40,
      description: `Base of the ${whose} prism: up, down, in, out (BU, BD, BI, BO), or degrees, 0 to 359 seen from the front`,
    }),
  )

const prescription = {
  odSphere: dioptres('Right sphere as prescribed'),
  odCylinder: dioptres('Right cylinder as prescribed, of either sign'),
  odAxis: degrees('Right axis, 1 to 180'),
  odAdd: dioptres('Right near addition'),
  odAdd2: dioptres('Right upper addition of an occupational lens, or degression of an office lens'),
  odPrism: measured('Right prescribed prism, in prism dioptres'),
  odPrismBase: base('right'),
  odPd: millimetres('Right pupil distance, monocular, far'),
  odNearPd: millimetres('Right pupil distance, monocular, near'),
  odHeight: millimetres('Right fitting height above the lowest tangent of the boxed lens'),
  osSphere: dioptres('Left sphere as prescribed'),
  osCylinder: dioptres('Left cylinder as prescribed, of either sign'),
  osAxis: degrees('Left axis, 1 to 180'),
  osAdd: dioptres('Left near addition'),
  osAdd2: dioptres('Left upper addition of an occupational lens, or degression of an office lens'),
  osPrism: measured('Left prescribed prism, in prism dioptres'),
  osPrismBase: base('left'),
  osPd: millimetres('Left pupil distance, monocular, far'),
  osNearPd: millimetres('Left pupil distance, monocular, near'),
  osHeight: millimetres('Left fitting height above the lowest tangent of the boxed lens'),
  pd: millimetres(
    'Binocular pupil distance, far: half of it for each eye (an odd tenth to the right), or the rest beside odPd or osPd',
  ),
  nearPd: millimetres('Binocular pupil distance, near; divided like pd'),
  vertex: millimetres('Back vertex distance as worn, both eyes'),
  panto: degrees('Pantoscopic angle as worn, both eyes'),
  wrap: degrees('Wrap angle as worn, both eyes'),
}

const choices = {
  lensType: text('The design: its id or label in the catalogue, or a usual word (sv, flat top 28)'),
  material: text('The material: its id or label, or a usual word (CR39, polycarbonate, hi-index 1.67)'),
  tint: text('The tint: its id or label; none for none'),
  tintText: text('The tint in words, where the practice has no code for it'),
  frameType: text('The kind of frame: its id or label, or a usual word (zyl, semi-rimless)'),
  kind: text('new (default), or redo'),
  service: text('complete (default), edged, uncut, add-on'),
  priority: text('standard (default), rush, same-day'),
  purpose: text('What the spectacles are worn for: general, driving, computer, sport, safety'),
  orderDate: text('Day that the order counts as taken, 2026-11-21; default: today where the lab is'),
  practiceId: text('Who orders, for programs that order for several practices'),
  practiceRegion: text('Whose law the lenses are delivered under: us, us-nj, eu, other'),
  practiceStandard: text('Standard that the practice has agreed with the lab: ansi, nj, iso'),
  wearerAge: measured('Age of the wearer, in whole years'),
  eyes: Type.Optional(
    Type.Unsafe<'both' | 'right' | 'left'>({
      type: 'string',
      enum: ['both', 'right', 'left'],
      description: 'Which lenses are ordered; default: both',
    }),
  ),
  assume: Type.Optional(
    Type.Boolean({
      description: 'false: no default is filled in for what is not written, not even the day; default: true',
    }),
  ),
  language: Type.Optional(Language),
}

/** Natural numbers and usual words. `null` is not given. */
export const SimpleOrder = Type.Object(
  {
    prescription: Type.Object(prescription, { additionalProperties: false, description: 'Powers and fitting' }),
    ...choices,
    coating: Type.Optional(
      Type.Unsafe<string | string[] | null>({
        type: ['string', 'array', 'null'],
        maxLength: 1000,
        items: { type: 'string', maxLength: 200 },
        maxItems: 100,
        description:
          'Treatments: ids, labels or usual words (AR), as a list or one text with commas; none (default) for none',
      }),
    ),
    frame: Type.Optional(
      Type.Object(
        {
          a: millimetres('Box width A'),
          b: millimetres('Box height B'),
          dbl: millimetres('Distance between lenses'),
          ed: millimetres('Effective diameter'),
          curve: measured('Curve of the frame, in dioptres of index 1.530'),
        },
        { additionalProperties: false, description: 'The boxed frame as typed' },
      ),
    ),
    facts: Type.Optional(
      Type.Object(
        {
          job: Type.Optional(NaturalFacts('Facts of the job')),
          right: Type.Optional(NaturalFacts('Facts of the right lens')),
          left: Type.Optional(NaturalFacts('Facts of the left lens')),
        },
        { additionalProperties: false, description: 'Any other fact of the rulebook by its id, in its natural unit' },
      ),
    ),
    confirmed: Type.Optional(Confirmed),
    overrides: Type.Optional(Overrides),
  },
  { additionalProperties: false, description: 'An order in natural numbers and usual words' },
)
export type SimpleOrder = Static<typeof SimpleOrder>

/** The same in the query of a URL, for clients that can do no better. */
export const SimpleQuery = Type.Object(
  {
    ...prescription,
    ...choices,
    coating: text('Treatments: ids, labels or usual words, divided by commas; none (default) for none'),
    frameA: millimetres('Box width A'),
    frameB: millimetres('Box height B'),
    frameDbl: millimetres('Distance between lenses'),
    frameEd: millimetres('Effective diameter'),
    frameCurve: measured('Curve of the frame, in dioptres of index 1.530'),
  },
  { additionalProperties: false },
)
export type SimpleQuery = Static<typeof SimpleQuery>

/** What the query says, as an order; parameters of other meaning that stand beside it are left out. */
export function simpleOrderOf(query: SimpleQuery): SimpleOrder {
  const { frameA: a, frameB: b, frameDbl: dbl, frameEd: ed, frameCurve: curve, coating } = query
  const frame = given({ a, b, dbl, ed, curve })
  return {
    prescription: picked(query, prescription),
    ...picked(query, choices),
    ...(coating !== undefined && { coating }),
    ...(Object.keys(frame).length > 0 && { frame }),
  }
}

const picked = <K extends keyof SimpleQuery>(query: SimpleQuery, fields: Readonly<Record<K, unknown>>) =>
  // Object.entries forgets the names of its keys: they are those of `fields`.
  given(
    Object.fromEntries(Object.entries(query).filter(([name]) => Object.hasOwn(fields, name))) as Pick<SimpleQuery, K>,
  )

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

const given = <T extends object>(fields: T) =>
  // Without its undefined values it is what `Given` says.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>
