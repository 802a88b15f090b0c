import { Type } from '@sinclair/typebox'
import { Id, Line } from '@ils/contract/shapes'
import { endpoint } from './declare.ts'
import { Order } from './orders.ts'
import { closed, LanguageWord } from './shapes.ts'

const orderParams = Type.Object({ orderId: Id('ord', 'The order') }, closed)

const onPaper = {
  noun: 'orders',
  access: { scope: 'orders:read' },
  params: orderParams,
  query: Type.Object({ language: Type.Optional(LanguageWord) }, closed),
  repeat: 'safe',
} as const

export const showConfirmation = endpoint({
  ...onPaper,
  method: 'GET',
  path: '/api/orders/:orderId/confirmation',
  summary: 'The confirmation of an order as a page to be printed',
  answer: { status: 200, means: 'A page without script, with print styles', type: 'text/html' },
  refusals: ['not_found'],
})

export const printConfirmation = endpoint({
  ...onPaper,
  method: 'GET',
  path: '/api/orders/:orderId/confirmation.pdf',
  summary: 'The confirmation of an order as PDF, on the paper of the practice’s country',
  answer: { status: 200, means: 'The PDF', type: 'application/pdf' },
  refusals: ['not_found', 'no_pdf'],
})

export const answerHold = endpoint({
  method: 'POST',
  path: '/api/orders/:orderId/answer',
  noun: 'orders',
  summary: 'Answer the lab, which stopped the job and waits for the practice: it goes on with that',
  access: { scope: 'orders:write' },
  params: orderParams,
  body: Type.Object(
    {
      version: Type.Integer({ minimum: 1, description: 'The version that was seen' }),
      answer: Line('What the lab is to know', 300),
    },
    closed,
  ),
  answer: { status: 200, means: 'Told to the lab', body: Order },
  refusals: ['not_found', 'conflict', 'lims_away', 'job_over'],
  repeat: 'natural',
})
