import * as access from './access.ts'
import * as audit from './audit.ts'
import * as events from './events.ts'
import * as system from './system.ts'

/** Every endpoint of the LIMS, by hand and in the order in which the docs show them. The client has a method for each. */
export const limsApi = {
  whoAmI: access.whoAmI,
  listRoles: access.listRoles,
  setUpLab: access.setUpLab,
  listHolders: access.listHolders,
  addHolder: access.addHolder,
  changeHolder: access.changeHolder,
  listKeys: access.listKeys,
  getKey: access.getKey,
  makeKey: access.makeKey,
  rotateKey: access.rotateKey,
  revokeKey: access.revokeKey,
  listAudit: audit.listAudit,
  verifyAudit: audit.verifyAudit,
  readEvents: events.readEvents,
  about: system.about,
  livez: system.livez,
  readyz: system.readyz,
  startupz: system.startupz,
  metrics: system.metrics,
  openApi: system.openApi,
  docsPage: system.docsPage,
  pageFile: system.pageFile,
  startPage: system.startPage,
} as const

/** What the nouns mean, for the docs. */
export const nouns = {
  access: 'Who is here: people, programs, their keys and roles',
  audit: 'Who did what, in a chain that shows tampering',
  events: 'What happened, in order, from any position',
  system: 'Whether it runs, what it is, and how to talk to it',
} as const
