import { Type } from '@sinclair/typebox'
import { Words } from '@ils/contract/shapes'
import { roleNames } from './roles.ts'

/** Shapes that several nouns of the portal share. */
export const closed = { additionalProperties: false } as const
export const RoleWord = Words(roleNames, 'A role')

export const Email = Type.String({
  format: 'email',
  maxLength: 254,
  description: 'Where mails go; also what one signs in with',
})
/** Twelve characters by NIST SP 800-63B-4, with a second factor or without; no rule about which ones. */
export const NewPassword = Type.String({ minLength: 12, maxLength: 200, secret: true, description: 'The new password' })
export const Password = Type.String({ minLength: 1, maxLength: 200, secret: true, description: 'The password' })
export const Code = Type.String({
  minLength: 6,
  maxLength: 20,
  secret: true,
  description: 'Six digits of the authenticator, or a recovery code',
})
export const LinkToken = Type.String({
  minLength: 20,
  maxLength: 100,
  secret: true,
  description: 'What the link in the mail carries',
})
export const languages = ['en', 'de'] as const

export const LanguageWord = Words(languages, 'The language of screens and mails')
export type Language = (typeof languages)[number]

/** An answer that has nothing to say but that it is done. */
export const nothing = (means: string) => ({ status: 200, means, body: Type.Object({}, closed) }) as const
