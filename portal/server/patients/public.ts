/** The door of patients: what orders may ask. */
export { forgetOldAccesses, forgetOldPatients } from './forget-patients.ts'
export { noteAccess } from './accesses/note-access.ts'
export { mustKnowPatient, needPatient, patientForOrder, releasePatient } from './for-order.ts'
export { patientSealer, patientSealers } from './keys/patient-keys.ts'
