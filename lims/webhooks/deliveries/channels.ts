/** Told when there is something to deliver, or an endpoint may be called again: the workers listen. */
export const deliveryChannel = (schema: string): string => `ils_webhooks_${schema}`
