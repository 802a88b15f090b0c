import { Type, type Static } from '@sinclair/typebox'
import { Id, Nullable, Words } from '@ils/contract/shapes'
import { endpoint } from './declare.ts'
import { closed } from './shapes.ts'

/** What happens to orders that somebody may want a mail about. */
export const noticeKinds = ['refused', 'held', 'promise', 'shipped'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Of which orders. */
const noticeOrders = ['mine', 'branch', 'practice'] as const

const Kinds = Type.Array(Words(noticeKinds, 'refused: the lab would not take it; held: it waits; promise: it moved'), {
  uniqueItems: true,
  maxItems: noticeKinds.length,
  description: 'What they get a mail about; empty: no mails',
})

const wishes = {
  orders: Words(noticeOrders, 'mine: those they ordered; branch: those for one branch; practice: all of the practice'),
  branchId: Nullable(Id('brn', 'The branch, where its orders were chosen')),
  kinds: Kinds,
}

export const NoticeWishes = Type.Object(
  { ...wishes, usual: Type.Boolean({ description: 'Nothing was chosen yet: it is what suits most' }) },
  closed,
)
export type NoticeWishes = Static<typeof NoticeWishes>

export const getNoticeWishes = endpoint({
  method: 'GET',
  path: '/api/me/notices',
  noun: 'notices',
  summary: 'Which mails about orders I get',
  access: { scope: 'orders:write' },
  answer: { status: 200, means: 'What I chose, or what suits most', body: NoticeWishes },
  refusals: ['not_allowed'],
  repeat: 'safe',
})

export const setNoticeWishes = endpoint({
  method: 'PUT',
  path: '/api/me/notices',
  noun: 'notices',
  summary: 'Choose which mails about orders I get',
  access: { scope: 'orders:write' },
  body: Type.Object(wishes, closed),
  answer: { status: 200, means: 'As chosen', body: NoticeWishes },
  refusals: ['not_allowed', 'not_found', 'invalid_request'],
  repeat: 'natural',
})
