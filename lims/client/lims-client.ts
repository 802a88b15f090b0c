import { limsApi } from '@ils/contract/lims'
import type { ClientOf } from './call.ts'
import { openClient } from './open-client.ts'
import type { ClientOptions } from './request.ts'

/** A method for every endpoint of the contract, typed by it. */
export type LimsClient = ClientOf<typeof limsApi>

export const openLimsClient = (options: ClientOptions): LimsClient => openClient(limsApi, options)
