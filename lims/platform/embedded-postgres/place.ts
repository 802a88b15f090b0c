import { join } from 'node:path'
import type { RunAs } from './run-as.ts'

/** Where the database lies and as whom it runs. */
export interface Place {
  readonly folder: string
  readonly bin: string
  readonly runAs: RunAs
}

/** The cluster of a place's folder. */
export const dataIn = (folder: string): string => join(folder, 'data')
