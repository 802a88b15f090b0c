import type { AnswerOf } from '@ils/contract/endpoint'
import { limsApi } from '@ils/contract/lims'
import type { Handlers } from './answer-as.ts'
import { exampleOf } from './example-of.ts'
import { now } from './state.ts'

const ok = () => ({ state: 'ok' as const, checks: [] })
const startedAt = now().toISOString()

export const systemAnswers: Handlers = {
  about: ({ state }) => ({
    ...{ product: 'ILS LIMS', version: 'fake', serves: ['api'], startedAt, database: 'embedded', queue: 'postgres' },
    eventPosition: state.events.length,
  }),
  livez: ok,
  readyz: ok,
  startupz: ok,
  whoAmI: ({ key }) => ({
    ...(exampleOf(limsApi.whoAmI.answer.body) as AnswerOf<typeof limsApi.whoAmI>),
    ...{ kind: 'service', name: key.name, practice: key.practice, scopes: [...key.scopes] },
  }),
}
