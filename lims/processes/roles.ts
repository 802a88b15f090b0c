/** What a running lims can be; one process may be several. */
export const processRoles = ['api', 'worker', 'relay', 'devices'] as const
export type ProcessRole = (typeof processRoles)[number]
