import * as access from './access.ts'
import * as audit from './audit.ts'
import * as catalogue from './catalogue.ts'
import * as coming from './coming.ts'
import * as contents from './draft-contents.ts'
import * as edits from './draft-edits.ts'
import * as drafts from './drafts.ts'
import * as events from './events.ts'
import * as impacts from './impacts.ts'
import * as judgements from './judgements.ts'
import * as releases from './releases.ts'
import * as reviews from './reviews.ts'
import * as system from './system.ts'
import * as validation from './validation.ts'

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
  validate: validation.validate,
  validateByQuery: validation.validateByQuery,
  validateMany: validation.validateMany,
  getCatalog: catalogue.getCatalog,
  getRules: catalogue.getRules,
  startDraft: drafts.startDraft,
  listDrafts: drafts.listDrafts,
  getDraft: drafts.getDraft,
  changeDraft: drafts.changeDraft,
  editDraft: edits.editDraft,
  undoEdit: edits.undoEdit,
  redoEdit: edits.redoEdit,
  listEdits: edits.listEdits,
  draftRulebook: contents.draftRulebook,
  draftFiles: contents.draftFiles,
  putDraftFiles: contents.putDraftFiles,
  draftArchive: contents.draftArchive,
  putDraftArchive: contents.putDraftArchive,
  draftChanges: contents.draftChanges,
  getCheck: drafts.getCheck,
  mergeDraft: edits.mergeDraft,
  startImpact: impacts.startImpact,
  listImpacts: impacts.listImpacts,
  getImpact: impacts.getImpact,
  listImpactChanges: impacts.listImpactChanges,
  cancelImpact: impacts.cancelImpact,
  acknowledgeImpact: impacts.acknowledgeImpact,
  submitDraft: reviews.submitDraft,
  withdrawDraft: reviews.withdrawDraft,
  approveDraft: reviews.approveDraft,
  declineDraft: reviews.declineDraft,
  listReviews: reviews.listReviews,
  publishDraft: reviews.publishDraft,
  scheduleDraft: reviews.scheduleDraft,
  listSchedules: reviews.listSchedules,
  cancelSchedule: reviews.cancelSchedule,
  listReleases: releases.listReleases,
  getInForce: releases.getInForce,
  getRelease: releases.getRelease,
  releaseRulebook: releases.releaseRulebook,
  releaseFiles: releases.releaseFiles,
  releaseArchive: releases.releaseArchive,
  releaseChanges: releases.releaseChanges,
  promoteRelease: releases.promoteRelease,
  rollBack: releases.rollBack,
  listActivations: releases.listActivations,
  listJudgements: judgements.listJudgements,
  getJudgement: judgements.getJudgement,
  replayJudgement: judgements.replayJudgement,
  rejudge: judgements.rejudge,
  getQuality: judgements.getQuality,
  createJob: coming.createJob,
  getJobStatus: coming.getJobStatus,
  registerWebhook: coming.registerWebhook,
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
  validation: 'Whether an order can be made, for how much, by when',
  catalogue: 'What can be ordered, and the rules for ordering it',
  drafts: 'Rules being written: edits, checks, history',
  impacts: 'What a draft would have done to the last orders',
  reviews: 'From a draft to a release: review, approval, publishing, schedules',
  releases: 'What came into force, and taking it back',
  judgements: 'What was judged, by which rules; replay and quality',
  jobs: 'Lenses on their way through the lab',
  webhooks: 'Being told when something changes',
  events: 'What happened, in order, from any position',
  system: 'Whether it runs, what it is, and how to talk to it',
} as const
