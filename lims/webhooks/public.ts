/** The door of webhooks: what processes compose. */
export { runFanOut } from './deliveries/fan-out/run-fan-out.ts'
export { forgetOldDeliveries } from './deliveries/forget-old-deliveries.ts'
export { runDeliverers } from './deliveries/run-deliverers.ts'
export { watchDeliveries } from './deliveries/watch-deliveries.ts'
