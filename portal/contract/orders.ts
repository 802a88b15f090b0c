import { Type, type Static } from '@sinclair/typebox'
import { FullConfiguration } from '@ils/contract/configuration'
import { frameWays, jobKinds } from '@ils/contract/jobs'
import { Id, Instant, Line, Nullable, Page, pageQuery, PracticeId, Words } from '@ils/contract/shapes'
import { JudgedCause } from '@ils/contract/validation'
import { endpoint } from './declare.ts'
import { holders, orderStates } from './order-states.ts'
import { PatientLine } from './patients.ts'
import { closed } from './shapes.ts'
import { SupplierId } from './suppliers.ts'

const OrderId = Id('ord', 'The order')
const orderParams = Type.Object({ orderId: OrderId }, closed)
const Day = (description: string) => Type.String({ format: 'date', description })
const Ref = Line('The practice’s own number of the order', 80)

const Price = Type.Object(
  {
    currency: Type.String({ description: 'ISO 4217' }),
    total: Type.Integer({ description: 'Minor units' }),
    charges: Type.Array(
      Type.Object(
        {
          code: Type.String({ description: 'What is charged' }),
          eye: Nullable(Words(['right', 'left'], 'The lens; null: the pair')),
          amount: Type.Integer({ description: 'Minor units, sign included' }),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type Price = Static<typeof Price>

const Hold = Type.Object(
  {
    by: Words(holders, 'Who has to do something: `practice`: amend or cancel; `lab`: it looks after it'),
    reason: Type.String({ description: 'Why, in words' }),
    causes: Type.Array(JudgedCause, { description: 'Of `practice`: what the lab would not take, field by field' }),
    since: Instant('Since when'),
    until: Nullable(Instant('When it ends by itself')),
    answerable: Type.Boolean({ description: 'The lab waits for the practice: an answer lets the job go on' }),
  },
  closed,
)

/** What a list shows of an order. */
export const OrderLine = Type.Object(
  {
    id: OrderId,
    practice: Type.String({ description: 'Whose it is' }),
    orderRef: Nullable(Type.String({ description: 'The practice’s own number' })),
    patient: Nullable(PatientLine),
    status: Words(orderStates, 'Where it is'),
    kind: Words(jobKinds, 'New, or made again'),
    lens: Type.String({ description: 'What is made, in words' }),
    eyes: Type.Array(Words(['right', 'left'], 'The lens')),
    priority: Type.String({ description: 'standard, rush, same-day' }),
    promisedOn: Nullable(Day('The promised day; null: the lab has not said yet')),
    late: Type.Boolean({ description: 'It is promised for later than at first' }),
    hold: Nullable(Type.String({ description: 'Why it is held, in words' })),
    jobId: Nullable(Type.String({ description: 'The job at the lab' })),
    version: Type.Integer({ minimum: 1, description: 'How many changes it had: the later one counts' }),
    takenAt: Instant('When it was ordered'),
  },
  closed,
)
export type OrderLine = Static<typeof OrderLine>

const Sending = Type.Object(
  {
    state: Words(
      ['waiting', 'sent', 'refused'],
      'waiting: the lab has not confirmed it yet; it is tried until it does',
    ),
    tries: Type.Integer({ description: 'How often it was tried' }),
    lastTriedAt: Nullable(Instant('When last')),
    nextTryAt: Nullable(Instant('When again, at the latest')),
    trouble: Nullable(Type.String({ description: 'What came in between, in words' })),
  },
  closed,
)

export const Order = Type.Object(
  {
    ...OrderLine.properties,
    hold: Nullable(Hold),
    sending: Sending,
    sentToLabAt: Nullable(Instant('When the lab confirmed it')),
    queuePosition: Nullable(
      Type.Integer({ minimum: 1, description: 'Its place in the queue when the lab confirmed it' }),
    ),
    firstPromisedOn: Nullable(Day('What was promised first')),
    promiseReason: Nullable(Type.String({ description: 'Why the promise moved, in words' })),
    branchId: Nullable(Type.String({ description: 'Where it is sent to' })),
    frameSupplierId: Nullable(Type.String({ description: 'Who sends its frame to the lab' })),
    prescriptionId: Nullable(Type.String({ description: 'The prescription that it was taken from' })),
    configuration: Nullable(FullConfiguration),
    frameWay: Words(frameWays, 'Where its frame is'),
    note: Nullable(Type.String({ description: 'What the practice wrote to itself' })),
    again: Nullable(
      Type.Object(
        {
          original: OrderId,
          reason: Type.String({ description: 'Why it is made again' }),
          note: Nullable(Type.String({ description: 'What was seen' })),
        },
        closed,
      ),
    ),
    madeAgainBy: Type.Array(OrderId, { description: 'Orders that make this one again' }),
    price: Nullable(Price),
    release: Nullable(Type.Integer({ description: 'Release that it was judged by when it was taken' })),
    fee: Nullable(
      Type.Object(
        { currency: Type.String({ description: 'ISO 4217' }), amount: Type.Integer({ description: 'Minor units' }) },
        { ...closed, description: 'What cancelling it cost' },
      ),
    ),
    shipped: Nullable(
      Type.Object(
        {
          carrier: Type.String({ description: 'Who took it' }),
          tracking: Nullable(Type.String({ description: 'Number of the parcel' })),
          at: Instant('When it left'),
        },
        closed,
      ),
    ),
    takenBy: Type.String({ description: 'Who ordered it' }),
    seenAt: Nullable(Instant('When the lab last said something of it')),
  },
  {
    ...closed,
    description:
      'An order. `patient`, `prescriptionId`, `configuration` and `note` are null for who may not see patients, and once they are erased',
  },
)
export type Order = Static<typeof Order>

/** What the form sends. */
const wanted = {
  patientId: Id('pat', 'Whom it is for'),
  prescriptionId: Type.Optional(Nullable(Id('prx', 'The prescription it is taken from'))),
  configuration: FullConfiguration,
  frameWay: Type.Optional(
    Words(frameWays, 'none: uncut; enclosed: comes along; to_come: later; remote: edged to a trace, the frame stays'),
  ),
  orderRef: Type.Optional(Nullable(Ref)),
  branchId: Type.Optional(Nullable(Id('brn', 'Where it is sent to'))),
  frameSupplierId: Type.Optional(Nullable(SupplierId)),
  note: Type.Optional(Nullable(Line('For the practice itself', 500))),
}

export const takeOrder = endpoint({
  method: 'POST',
  path: '/api/orders',
  noun: 'orders',
  summary: 'Order',
  description:
    'Judged by the LIMS, or by the last known release while it is away; refused with every cause and nothing stored, or stored and sent to the lab, until it confirms. Send `Idempotency-Key`. `confirmed` of the configuration is taken in the name of who orders. `conflict` with the cause `alike`: the same was ordered a short while ago; send `evenIfAlike`.',
  access: { scope: 'orders:write' },
  body: Type.Object(
    {
      ...wanted,
      draftId: Type.Optional(Id('dft', 'The draft that it was; it is removed with it')),
      evenIfAlike: Type.Optional(Type.Boolean({ description: 'It was seen that the same was ordered before' })),
      again: Type.Optional(
        Type.Object(
          {
            original: OrderId,
            kind: Words(
              ['remake', 'redo', 'non_adapt'],
              'remake: by the lab’s fault; redo: the order changed; non_adapt',
            ),
            reason: Line('By the words of the rulebook: lab-error, prescriber-change, non-adapt …', 80),
            note: Type.Optional(Nullable(Line('What was seen', 500))),
          },
          {
            ...closed,
            description: 'It makes an order again. A reorder is a new order with the configuration of an old one',
          },
        ),
      ),
    },
    closed,
  ),
  answer: { status: 201, means: 'Taken', body: Order },
  refusals: ['not_found', 'job_refused', 'job_to_confirm', 'nothing_in_force', 'lims_away', 'conflict'],
  repeat: 'keyed',
})

export const amendOrder = endpoint({
  method: 'POST',
  path: '/api/orders/:orderId/amend',
  noun: 'orders',
  summary: 'Change an order that the lab would not take, and send it again',
  access: { scope: 'orders:write' },
  params: orderParams,
  body: Type.Object(
    {
      version: Type.Integer({ minimum: 1, description: 'The version that was seen' }),
      configuration: FullConfiguration,
      frameWay: wanted.frameWay,
    },
    closed,
  ),
  answer: { status: 200, means: 'On its way again', body: Order },
  refusals: ['not_found', 'job_refused', 'job_to_confirm', 'nothing_in_force', 'lims_away', 'conflict'],
  repeat: 'keyed',
})

const filters = {
  practice: Type.Optional(PracticeId),
  status: Type.Optional(
    Type.String({ maxLength: 200, pattern: '^[a-z_,]+$', description: 'Only these states, comma-separated' }),
  ),
  kind: Type.Optional(Words(jobKinds, 'New, or made again')),
  patientId: Type.Optional(Id('pat', 'Only for this patient: find them by /api/patients/search')),
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 80,
      description: 'In the own number, the order, the job or the lens; no names',
    }),
  ),
  late: Type.Optional(Type.Boolean({ description: 'Only those whose promise moved' })),
  from: Type.Optional(Day('Ordered on this day or later')),
  until: Type.Optional(Day('Ordered on this day or earlier')),
}

export const listOrders = endpoint({
  method: 'GET',
  path: '/api/orders',
  noun: 'orders',
  summary: 'Orders, the newest first',
  access: { scope: 'orders:read' },
  query: Type.Object({ ...pageQuery, ...filters }, closed),
  answer: {
    status: 200,
    means: 'A page of orders',
    body: Page(OrderLine, 'Orders'),
  },
  refusals: ['not_allowed'],
  repeat: 'safe',
})

export const countOrders = endpoint({
  method: 'GET',
  path: '/api/order-counts',
  noun: 'orders',
  summary: 'How many orders are where: for the tabs above the list',
  access: { scope: 'orders:read' },
  query: Type.Object({ practice: Type.Optional(PracticeId) }, closed),
  answer: {
    status: 200,
    means: 'By state',
    body: Type.Object(
      {
        byStatus: Type.Record(Type.String(), Type.Integer(), { description: 'State → orders; none is left out' }),
        late: Type.Integer({ description: 'On their way and promised for later than at first' }),
      },
      closed,
    ),
  },
  refusals: ['not_allowed'],
  repeat: 'safe',
})

export const exportOrders = endpoint({
  method: 'GET',
  path: '/api/order-export',
  noun: 'orders',
  summary: 'The same orders as a table for spreadsheets (CSV); at most 20,000, without names of patients',
  access: { scope: 'orders:read' },
  query: Type.Object(filters, closed),
  answer: {
    status: 200,
    means: 'RFC 4180, UTF-8 with a mark, no cell that a spreadsheet would compute',
    type: 'text/csv',
  },
  refusals: ['not_allowed'],
  repeat: 'safe',
})

export const getOrder = endpoint({
  method: 'GET',
  path: '/api/orders/:orderId',
  noun: 'orders',
  summary: 'One order, with all that is needed to order it again',
  access: { scope: 'orders:read' },
  params: orderParams,
  answer: { status: 200, means: 'The order', body: Order },
  refusals: ['not_found'],
  repeat: 'safe',
})

const Happening = Type.Object(
  {
    at: Instant('When it happened'),
    what: Type.String({ description: 'order.taken, order.sent …; of the lab: job.moved, job.held, job.breakage …' }),
    sentence: Type.String({ description: 'What happened, in words' }),
    reason: Nullable(Type.String({ description: 'Why, in words' })),
    eye: Nullable(Words(['right', 'left', 'pair'], 'The lens, or both')),
    step: Nullable(Type.String({ description: 'The step at the lab' })),
    status: Nullable(Words(orderStates, 'Where the order was then')),
    promisedOn: Nullable(Day('The day that was promised by it')),
    by: Nullable(Type.String({ description: 'Who did it; null: the lab' })),
    facts: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
      description: 'What the sentence is made of, for other languages: from, station, code, carrier, verdict …',
    }),
  },
  closed,
)

export const getTimeline = endpoint({
  method: 'GET',
  path: '/api/orders/:orderId/timeline',
  noun: 'orders',
  summary: 'What happened to an order and why, in order',
  access: { scope: 'orders:read' },
  params: orderParams,
  answer: {
    status: 200,
    means: 'From the first to the last',
    body: Type.Object({ items: Type.Array(Happening) }, closed),
  },
  refusals: ['not_found'],
  repeat: 'safe',
})

export const cancelOrder = endpoint({
  method: 'POST',
  path: '/api/orders/:orderId/cancel',
  noun: 'orders',
  summary: 'Cancel an order; with `dry` it only says what that would cost',
  access: { scope: 'orders:write' },
  params: orderParams,
  body: Type.Object(
    {
      reason: Line('Why', 200),
      dry: Type.Optional(Type.Boolean({ description: 'true: only say what it would cost' })),
      agreedFee: Type.Optional(
        Type.Integer({
          description: 'The fee that was shown, in minor units: were it higher by now, nothing is cancelled',
        }),
      ),
    },
    closed,
  ),
  answer: {
    status: 200,
    means: 'What it costs, and whether it is cancelled',
    body: Type.Object(
      {
        cancelled: Type.Boolean({ description: 'Whether it is' }),
        currency: Nullable(Type.String({ description: 'ISO 4217; null: the lab has nothing to do with it yet' })),
        fee: Type.Integer({ description: 'In minor units' }),
        causes: Type.Array(Type.String(), { description: 'What the rules say to it' }),
      },
      closed,
    ),
  },
  refusals: ['not_found', 'job_over', 'lims_away', 'conflict'],
  repeat: 'natural',
})
