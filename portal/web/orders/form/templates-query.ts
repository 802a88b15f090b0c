/** Whoever keeps or removes a template has the lists of them asked for again. */
export const templatesQuery = ['order-templates'] as const
