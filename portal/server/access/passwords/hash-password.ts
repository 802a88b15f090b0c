import { hash, verify } from '@node-rs/argon2'
import { normalPassword } from './judge-password.ts'

/** Argon2id with what OWASP asks for at least (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. */
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export const hashPassword = (password: string): Promise<string> => hash(normalPassword(password), COST)

let ofNobody: Promise<string> | undefined

/** Takes as long for an account that is not there as for one that is: the time tells nothing. */
export async function passwordFits(kept: string | null | undefined, password: string): Promise<boolean> {
  ofNobody ??= hashPassword('nobody has this one')
  const fits = await verify(kept ?? (await ofNobody), normalPassword(password))
  return fits && kept !== null && kept !== undefined
}
