import { Type, type Static } from '@sinclair/typebox'
import { endpoint } from './endpoint.ts'
import { ReleaseNumber } from './rulebook-shapes.ts'
import { moveKinds } from './stock-events.ts'
import { Id, Instant, Line, Nullable, Page, pageQuery, Words } from './shapes.ts'

const closed = { additionalProperties: false } as const

/** More of one OPC than this in one lab is a typing mistake. */
export const MOST_OF_ONE_BLANK = 1_000_000

const OPC_LIKE = '[A-Za-z0-9][A-Za-z0-9._-]{0,39}'
/** What can be an OPC at all; ids of a catalogue that cannot are no barcode. */
export const OPC = new RegExp(`^${OPC_LIKE}$`)
const Opc = Type.String({
  pattern: `^${OPC_LIKE}$`,
  description: 'The blank, by its optical product code as it stands in its barcode',
  examples: ['1001100001'],
})
const Lot = Type.String({
  pattern: '^[ -~]{1,40}$',
  description: 'The lot as printed on the box; `-` where the lab does not tell lots apart',
  examples: ['L2611-04'],
})
const Product = Line('The list of the catalogue that it stands in', 80)
const level = (description: string) =>
  Nullable(
    Type.Integer({ minimum: 0, maximum: MOST_OF_ONE_BLANK, description: `${description}; null: nobody watches it` }),
  )

const counts = {
  onHand: Type.Integer({ description: 'How many are there' }),
  reserved: Type.Integer({ description: 'How many are promised to lenses that were not picked yet' }),
  free: Type.Integer({ description: 'On hand less reserved; below zero: lenses wait for blanks that are not there' }),
}

export const Blank = Type.Object(
  {
    opc: Opc,
    label: Type.String({ description: 'What people call it' }),
    supplier: Nullable(Type.String({ description: 'Who makes it' })),
    product: Nullable(Type.String({ description: 'The list of the catalogue that it stands in' })),
    ...counts,
    reorderAt: level('Free blanks at which to order'),
    reorderTo: level('Free blanks that an order shall come to'),
    due: Type.Boolean({ description: 'Whether it is to be ordered' }),
    version: Type.Integer({ description: 'How many changes it had' }),
  },
  closed,
)
export type Blank = Static<typeof Blank>

export const StockMove = Type.Object(
  {
    id: Id('mov', 'The row of the ledger'),
    opc: Opc,
    lot: Lot,
    change: Type.Integer({ description: 'How many more, or below zero fewer' }),
    kind: Words(['received', ...moveKinds], 'What happened to them'),
    jobId: Nullable(Type.String({ description: 'The job it was for' })),
    eye: Nullable(Type.String({ description: 'Its lens: right or left' })),
    reason: Nullable(Type.String({ description: 'Why, as whoever did it said' })),
    by: Type.String({ description: 'Who did it, by the name they had then' }),
    scanId: Nullable(Type.String({ description: 'The scan it came from' })),
    at: Instant('When'),
    balance: Type.Integer({ description: 'How many of this OPC are there after it' }),
  },
  closed,
)
export type StockMove = Static<typeof StockMove>

export const listBlanks = endpoint({
  method: 'GET',
  path: '/api/stock/blanks',
  noun: 'stock',
  summary: 'Blanks that the lab keeps stock of, by OPC',
  access: { scope: 'stock:read' },
  query: Type.Object(
    {
      ...pageQuery,
      opc: Type.Optional(Type.String({ pattern: `^${OPC_LIKE}$`, description: 'Only OPCs that begin so' })),
      product: Type.Optional(Product),
      due: Type.Optional(
        Type.Boolean({ description: 'true: only those at or below their reorder point; false: only others' }),
      ),
    },
    closed,
  ),
  answer: { status: 200, means: 'Blanks', body: Page(Blank, 'Blanks') },
  refusals: ['not_allowed'],
  repeat: 'safe',
})

const oneBlank = Type.Object({ opc: Opc }, closed)

export const getBlank = endpoint({
  method: 'GET',
  path: '/api/stock/blanks/:opc',
  noun: 'stock',
  summary: 'One blank with its lots and its last moves',
  access: { scope: 'stock:read' },
  params: oneBlank,
  answer: {
    status: 200,
    means: 'The blank',
    body: Type.Object(
      {
        ...Blank.properties,
        lots: Type.Array(
          Type.Object(
            {
              lot: Lot,
              onHand: Type.Integer({ description: 'How many of it are there' }),
              receivedAt: Instant('When the first of it came in'),
            },
            closed,
          ),
          { description: 'Lots of which something is there, in the order in which they are used; the first 200' },
        ),
        moves: Type.Array(StockMove, { description: 'The last 50 moves, the newest first' }),
      },
      closed,
    ),
  },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const putBlank = endpoint({
  method: 'PUT',
  path: '/api/stock/blanks/:opc',
  noun: 'stock',
  summary: 'Keep stock of a blank, or change its label and reorder levels',
  description: 'How many are there is never set here: that is received, counted or picked.',
  access: { scope: 'stock:write' },
  params: oneBlank,
  body: Type.Object(
    {
      label: Line('What people call it', 120),
      supplier: Nullable(Line('Who makes it', 80)),
      product: Nullable(Product),
      reorderAt: level('Free blanks at which to order'),
      reorderTo: level('Free blanks that an order shall come to'),
    },
    closed,
  ),
  answer: { status: 200, means: 'The blank as it is now', body: Blank },
  repeat: 'natural',
})

export const adoptBlanks = endpoint({
  method: 'POST',
  path: '/api/stock/adopt',
  noun: 'stock',
  summary: 'Keep stock of every blank of the catalogue in force that the lab keeps none of yet',
  description: 'So a lab can begin. Blanks that are kept already stay as they are.',
  access: { scope: 'stock:write' },
  body: Type.Object(
    {
      reorderAt: Type.Optional(level('For the new ones: free blanks at which to order')),
      reorderTo: Type.Optional(level('For the new ones: free blanks that an order shall come to')),
    },
    closed,
  ),
  answer: {
    status: 200,
    means: 'What was added',
    body: Type.Object(
      {
        release: ReleaseNumber,
        listed: Type.Integer({ description: 'OPCs in its catalogue' }),
        added: Type.Integer({ description: 'How many of them are new in stock-keeping' }),
        unfit: Type.Array(Type.String(), {
          description: 'Ids of blanks that cannot be an OPC, and were left out; the first 100',
        }),
      },
      closed,
    ),
  },
  refusals: ['nothing_in_force'],
  repeat: 'natural',
})

export const receiveBlanks = endpoint({
  method: 'POST',
  path: '/api/stock/receipts',
  noun: 'stock',
  summary: 'Blanks came in: all lines, or none',
  access: { scope: 'stock:write' },
  body: Type.Object(
    {
      reason: Type.Optional(Line('Delivery note, purchase order or what else explains it')),
      lines: Type.Array(
        Type.Object(
          {
            opc: Opc,
            lot: Type.String({ ...Lot, default: '-' }),
            quantity: Type.Integer({ minimum: 1, maximum: 100_000, description: 'How many blanks' }),
          },
          closed,
        ),
        { minItems: 1, maxItems: 1000, description: 'What came' },
      ),
    },
    closed,
  ),
  answer: {
    status: 201,
    means: 'What is there now',
    body: Type.Object(
      {
        received: Type.Integer({ description: 'How many blanks in all' }),
        blanks: Type.Array(Type.Object({ opc: Opc, ...counts }, closed), { description: 'Each OPC that came, by OPC' }),
      },
      closed,
    ),
  },
  repeat: 'keyed',
})

export const countLot = endpoint({
  method: 'POST',
  path: '/api/stock/counts',
  noun: 'stock',
  summary: 'Inventory: as many of a lot are there as were counted',
  access: { scope: 'stock:write' },
  body: Type.Object(
    {
      opc: Opc,
      lot: Type.String({ ...Lot, default: '-' }),
      counted: Type.Integer({ minimum: 0, maximum: MOST_OF_ONE_BLANK, description: 'How many were counted' }),
      seen: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: MOST_OF_ONE_BLANK,
          description: 'How many you were shown when you counted: refused when a move came in between',
        }),
      ),
      reason: Line('Why it was counted, or where the difference comes from'),
    },
    closed,
  ),
  answer: { status: 201, means: 'The row of the ledger', body: StockMove },
  refusals: ['not_found', 'conflict'],
  repeat: 'keyed',
})

export const listReorders = endpoint({
  method: 'GET',
  path: '/api/stock/reorders',
  noun: 'stock',
  summary: 'What to order, and how many of it',
  access: { scope: 'stock:read' },
  query: Type.Object({ ...pageQuery, supplier: Type.Optional(Line('Only of this supplier', 80)) }, closed),
  answer: {
    status: 200,
    means: 'Blanks at or below their reorder point, by OPC',
    body: Page(
      Type.Object(
        { ...Blank.properties, toOrder: Type.Integer({ description: 'How many to order to come to `reorderTo`' }) },
        closed,
      ),
      'Blanks',
    ),
  },
  repeat: 'safe',
})
