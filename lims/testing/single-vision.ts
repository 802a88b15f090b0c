import type { NewJob } from '@ils/contract/jobs'

/** Single vision lenses of CR-39, hard coated, in a plastic frame: the right one is surfaced, the left one from stock. */
export const singleVision: NewJob = {
  practice: 'practice-0012',
  prescription: {
    ...{ odSphere: -6.25, odCylinder: -1, odAxis: 90, odPd: 31.5, odHeight: 18 },
    ...{ osSphere: -6, osCylinder: -0.75, osAxis: 80, osPd: 31.5, osHeight: 18 },
  },
  lensType: 'single vision',
  material: 'CR39',
  coating: 'hard',
  frameType: 'plastic',
  frame: { a: 50, b: 36, dbl: 18 },
}
