import { Type } from '@sinclair/typebox'
import { endpoint } from './declare.ts'
import { closed, Code, nothing, Password } from './shapes.ts'

export const startTwoStep = endpoint({
  method: 'POST',
  path: '/api/me/two-step',
  noun: 'access',
  summary: 'Begin two-step sign-in: a secret for an authenticator app',
  access: 'signed-in',
  body: Type.Object({ password: Password }, closed),
  answer: {
    status: 200,
    means: 'Not asked for until it is confirmed',
    body: Type.Object(
      {
        secret: Type.String({ secret: true, description: 'Base 32, to type in by hand' }),
        uri: Type.String({ secret: true, description: 'otpauth://…, to be shown as a QR code' }),
      },
      closed,
    ),
  },
  refusals: ['wrong_sign_in', 'locked_out', 'already_so'],
  repeat: 'natural',
})

const RecoveryCodes = Type.Object(
  {
    recoveryCodes: Type.Array(Type.String({ secret: true }), {
      description: 'Each works once, instead of a code; shown this once',
    }),
  },
  closed,
)

export const confirmTwoStep = endpoint({
  method: 'POST',
  path: '/api/me/two-step/confirm',
  noun: 'access',
  summary: 'Confirm two-step sign-in with a first code',
  access: 'signed-in',
  body: Type.Object({ code: Code }, closed),
  answer: { status: 200, means: 'From now on a code is asked for', body: RecoveryCodes },
  refusals: ['wrong_code', 'locked_out', 'already_so', 'not_found'],
  repeat: 'natural',
})

export const renewRecoveryCodes = endpoint({
  method: 'POST',
  path: '/api/me/two-step/recovery-codes',
  noun: 'access',
  summary: 'New recovery codes; the old ones end',
  access: 'signed-in',
  body: Type.Object({ password: Password }, closed),
  answer: { status: 200, means: 'The new ones', body: RecoveryCodes },
  refusals: ['wrong_sign_in', 'locked_out', 'not_found'],
  repeat: 'natural',
})

export const endTwoStep = endpoint({
  method: 'POST',
  path: '/api/me/two-step/end',
  noun: 'access',
  summary: 'No codes any more',
  access: 'signed-in',
  body: Type.Object({ password: Password }, closed),
  answer: nothing('Only the password is asked for'),
  refusals: ['wrong_sign_in', 'locked_out'],
  repeat: 'natural',
})
