import { Type } from '@sinclair/typebox'
import { eventKind } from './event.ts'
import { Nullable, Words } from './shapes.ts'

const closed = { additionalProperties: false } as const
const text = (description: string) => Type.String({ description })
const maybe = (description: string) => Nullable(text(description))

/** Every kind of move but the receipt. */
export const moveKinds = ['counted', 'used', 'returned', 'defect', 'exchanged', 'written_off'] as const
export type MoveKind = 'received' | (typeof moveKinds)[number]

/** Added up over all moves of an OPC in the order of the log, `change` is what is there, and `balance` says so each time. */
const ofMove = {
  moveId: text('The row of the ledger'),
  opc: text('The blank'),
  lot: text('The lot'),
  change: Type.Integer({ description: 'How many more (or, below zero, fewer) blanks are there' }),
  balance: Type.Integer({ minimum: 0, description: 'How many blanks of this OPC are there after it, of all lots' }),
}

const received = eventKind({
  type: 'stock.received',
  version: 1,
  means: 'Blanks came in',
  data: Type.Object(ofMove, closed),
})

const moved = eventKind({
  type: 'stock.moved',
  version: 1,
  means: 'Blanks were taken, put back, lost or counted',
  data: Type.Object(
    {
      ...ofMove,
      kind: Words(moveKinds, 'What happened to them'),
      jobId: maybe('The job it was for'),
      eye: maybe('Its lens: right or left'),
    },
    closed,
  ),
})

const reorderDue = eventKind({
  type: 'stock.reorder_due',
  version: 1,
  means: 'Free blanks fell to the reorder point: said once, until there were more again',
  data: Type.Object(
    {
      opc: text('The blank'),
      supplier: maybe('Who makes it'),
      product: maybe('The list of the catalogue that it stands in'),
      onHand: Type.Integer({ description: 'How many are there' }),
      reserved: Type.Integer({ description: 'How many of them are promised to lenses' }),
      reorderAt: Type.Integer({ description: 'The reorder point' }),
      toOrder: Type.Integer({ description: 'How many to order to have as many free as wanted' }),
    },
    closed,
  ),
})

const blankChanged = eventKind({
  type: 'stock.blank_changed',
  version: 1,
  means: 'A blank was taken into stock-keeping, or its label or reorder levels changed',
  data: Type.Object(
    {
      opc: text('The blank'),
      made: Type.Boolean({ description: 'Whether the lab keeps stock of it from now on' }),
      reorderAt: Nullable(Type.Integer({ description: 'The reorder point' })),
      reorderTo: Nullable(Type.Integer({ description: 'How many free blanks an order shall come to' })),
    },
    closed,
  ),
})

const adopted = eventKind({
  type: 'stock.adopted',
  version: 1,
  means: 'All blanks of the catalogue in force were taken into stock-keeping',
  data: Type.Object(
    {
      release: Type.Integer({ description: 'The release whose catalogue it was' }),
      added: Type.Integer({ description: 'How many blanks were new' }),
    },
    closed,
  ),
})

export const stockEvents = { received, moved, reorderDue, blankChanged, adopted }
