import type { Draft } from '@ils/contract/drafts'
import { Plain } from '../../say.ts'

/** Version and hash as they are sent: what is approved or published is what was seen, and nothing else. */
export function contentOf({ id, name, version, hash }: Draft): { version: number; hash: string } {
  if (hash !== null) return { version, hash }
  throw new Plain(`Draft “${name}” is not sound yet: ils rules status ${id} --check says why`)
}
