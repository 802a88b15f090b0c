import * as access from './access.ts'
import * as accounts from './accounts.ts'
import * as catalogue from './catalogue.ts'
import * as drafts from './drafts.ts'
import * as limsNews from './lims-news.ts'
import * as live from './live.ts'
import * as notices from './notices.ts'
import * as news from './news.ts'
import * as orders from './orders.ts'
import * as patients from './patients.ts'
import * as practices from './practices.ts'
import * as probes from '@ils/contract/system'
import * as reads from './reads.ts'
import * as suppliers from './suppliers.ts'
import * as system from './system.ts'
import * as templates from './templates.ts'
import * as told from './told.ts'
import * as twoStep from './two-step.ts'

/** Every endpoint of the portal, by hand. */
export const portalApi = {
  waysToSignIn: access.waysToSignIn,
  signIn: access.signIn,
  signInCode: access.signInCode,
  startOpenId: access.startOpenId,
  finishOpenId: access.finishOpenId,
  signOut: access.signOut,
  getMe: access.getMe,
  changeMe: access.changeMe,
  getReads: reads.getReads,
  noteRead: reads.noteRead,
  listSignIns: access.listSignIns,
  endSignIn: access.endSignIn,
  changePassword: access.changePassword,
  askReset: access.askReset,
  finishReset: access.finishReset,
  acceptInvitation: access.acceptInvitation,
  setUpPortal: access.setUpPortal,
  startTwoStep: twoStep.startTwoStep,
  confirmTwoStep: twoStep.confirmTwoStep,
  renewRecoveryCodes: twoStep.renewRecoveryCodes,
  endTwoStep: twoStep.endTwoStep,
  listAccounts: accounts.listAccounts,
  inviteAccount: accounts.inviteAccount,
  inviteAgain: accounts.inviteAgain,
  changeAccount: accounts.changeAccount,
  signOutAccount: accounts.signOutAccount,
  listMails: accounts.listMails,
  showMailPage: accounts.showMailPage,
  listPractices: practices.listPractices,
  addPractice: practices.addPractice,
  getPractice: practices.getPractice,
  changePractice: practices.changePractice,
  acceptTerms: practices.acceptTerms,
  listBranches: practices.listBranches,
  addBranch: practices.addBranch,
  changeBranch: practices.changeBranch,
  listSuppliers: suppliers.listSuppliers,
  addSupplier: suppliers.addSupplier,
  changeSupplier: suppliers.changeSupplier,
  searchPatients: patients.searchPatients,
  addPatient: patients.addPatient,
  getPatient: patients.getPatient,
  changePatient: patients.changePatient,
  erasePatient: patients.erasePatient,
  listPrescriptions: patients.listPrescriptions,
  addPrescription: patients.addPrescription,
  withdrawPrescription: patients.withdrawPrescription,
  listConsents: patients.listConsents,
  noteConsent: patients.noteConsent,
  listPatientAccesses: patients.listPatientAccesses,
  getCatalogueState: catalogue.getCatalogueState,
  getOrderingRules: catalogue.getOrderingRules,
  listCatalogueNews: news.listCatalogueNews,
  judgeConfiguration: catalogue.judgeConfiguration,
  takeOrder: orders.takeOrder,
  amendOrder: orders.amendOrder,
  listOrders: orders.listOrders,
  countOrders: orders.countOrders,
  exportOrders: orders.exportOrders,
  getOrder: orders.getOrder,
  getTimeline: orders.getTimeline,
  cancelOrder: orders.cancelOrder,
  getNoticeWishes: notices.getNoticeWishes,
  setNoticeWishes: notices.setNoticeWishes,
  showConfirmation: told.showConfirmation,
  printConfirmation: told.printConfirmation,
  answerHold: told.answerHold,
  listDrafts: drafts.listDrafts,
  beginDraft: drafts.beginDraft,
  getDraft: drafts.getDraft,
  saveDraft: drafts.saveDraft,
  removeDraft: drafts.removeDraft,
  listTemplates: templates.listTemplates,
  addTemplate: templates.addTemplate,
  changeTemplate: templates.changeTemplate,
  oftenOrdered: templates.oftenOrdered,
  limsStatusNews: limsNews.limsStatusNews,
  limsCatalogueNews: limsNews.limsCatalogueNews,
  followLive: live.followLive,
  about: system.about,
  issuerDocument: system.issuerDocument,
  issuerKeys: system.issuerKeys,
  livez: probes.livez,
  readyz: probes.readyz,
  startupz: probes.startupz,
  metrics: probes.metrics,
} as const
