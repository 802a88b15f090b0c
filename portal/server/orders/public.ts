/** The door of orders: what processes run. */
export { forgetOldDrafts } from './drafts/forget-drafts.ts'
export { sendOrder } from './sending/send-order.ts'
export { hearOfJob } from './telling/hear-of-job.ts'
export { callReconcile, reconcileOrders } from './telling/reconcile-orders.ts'
export { tellOfOrder } from './notices/tell-of-order.ts'
export { forgetOldNotices } from './notices/forget-old-notices.ts'
