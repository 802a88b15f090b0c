import type { Reaction } from '@ils/platform/events/reaction'
import { orderEventKinds, orderTaken, patientErased } from '../../contract/order-events.ts'
import type { App } from '../app.ts'
import { deleteDraftsOf } from './drafts/store.ts'
import { noteNotices } from './notices/note-notices.ts'
import { emptyOrdersOf } from './store.ts'
import { sendOrderTask } from './tasks.ts'

export const orderReactions: Reaction<App>[] = [
  {
    name: 'orders.send-what-was-taken',
    on: [orderTaken.type],
    async react(app, event) {
      const attempt = Number(event.data['attempt'])
      const wanted = { uniqueId: `${event.subject} ${attempt}`, data: { orderId: event.subject, attempt } }
      await app.queue.enqueue(app.db, sendOrderTask, wanted)
    },
  },
  {
    name: 'orders.forget-whom-they-were-for',
    on: [patientErased.type],
    async react(app, event) {
      await emptyOrdersOf(app.db, event.subject)
      await deleteDraftsOf(app.db, event.subject)
    },
  },
  {
    name: 'orders.note-who-is-told',
    on: orderEventKinds.map(({ type }) => type),
    react: noteNotices,
  },
]
