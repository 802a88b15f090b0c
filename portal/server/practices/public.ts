/** The door of practices: what orders may ask. */
export { mustBeBranch } from './must-be-branch.ts'
export { findBranch, findPractice } from './store.ts'
export { mustKnowSupplier } from './suppliers/change-supplier.ts'
