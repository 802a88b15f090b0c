import { Type } from '@sinclair/typebox'
import { eventKind } from '@ils/contract/event'
import { PracticeId, Words } from '@ils/contract/shapes'
import { closed } from './shapes.ts'

/** Events of the portal: their names are promises to every reaction. Never a name, an address or a prescription in them. */
const aboutAccount = Type.Object(
  {
    accountId: Type.String({ description: 'The account' }),
    roles: Type.Array(Type.String(), { description: 'What they are' }),
    leads: Type.Boolean({ description: 'Whether they lead their practice' }),
    disabled: Type.Boolean({ description: 'Whether they are switched off' }),
  },
  closed,
)

export const accountInvited = eventKind({
  type: 'account.invited',
  version: 1,
  means: 'Somebody was invited to the portal',
  data: aboutAccount,
})
export const accountJoined = eventKind({
  type: 'account.joined',
  version: 1,
  means: 'Somebody took up the invitation',
  data: aboutAccount,
})
export const accountChanged = eventKind({
  type: 'account.changed',
  version: 1,
  means: 'What somebody may do was changed, or they were switched off or on',
  data: aboutAccount,
})

const aboutPractice = Type.Object({ practice: PracticeId, changed: Type.Array(Type.String()) }, closed)

export const practiceAdded = eventKind({
  type: 'practice.added',
  version: 1,
  means: 'A practice was added',
  data: aboutPractice,
})
export const practiceChanged = eventKind({
  type: 'practice.changed',
  version: 1,
  means: 'Profile, licence or preferences were changed, or the practice was closed or opened',
  data: aboutPractice,
})
export const termsAccepted = eventKind({
  type: 'practice.terms_accepted',
  version: 1,
  means: 'The terms were accepted for a practice',
  data: Type.Object({ practice: PracticeId, version: Type.String() }, closed),
})
export const branchChanged = eventKind({
  type: 'practice.branch_changed',
  version: 1,
  means: 'A branch was added, changed or closed',
  data: Type.Object(
    { practice: PracticeId, branchId: Type.String(), what: Words(['added', 'changed', 'closed'], 'What was done') },
    closed,
  ),
})
