import { endpointsBy } from '@ils/contract/endpoint'
import type { Scope } from './roles.ts'

/** Declares an endpoint of the portal. */
export const endpoint = endpointsBy<Scope>()
