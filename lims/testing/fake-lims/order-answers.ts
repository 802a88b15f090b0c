import { limsApi } from '@ils/contract/lims'
import type { Validation, ValidationRequest } from '@ils/contract/validation'
import { simpleOrderOf } from '@ils/contract/simple-order'
import { pageOf, type FakeCall, type Handlers } from './answer-as.ts'
import { exampleOf } from './example-of.ts'
import type { FakeState } from './state.ts'

/** What no lens of this fake can be: the one rule that it has. */
const MOST_DIOPTRES = 20
const PRICE = 12_500

/** Answers as a release would that knows one limit. */
export function judge({ release }: FakeState, order: ValidationRequest): Validation {
  const powers: Record<string, unknown> = 'prescription' in order ? order.prescription : {}
  const causes = Object.entries(powers).flatMap(([name, seen]) =>
    name.endsWith('Sphere') && Math.abs(Number(seen)) > MOST_DIOPTRES ? [tooStrong(name, seen)] : [],
  )
  const valid = causes.length === 0
  const plain = exampleOf(limsApi.validate.answer.body) as Validation
  return {
    ...plain,
    ...{
      valid,
      outcome: valid ? 'accepted' : 'refused',
      causes,
      release: { number: release.number, hash: release.hash },
    },
    price: { currency: 'USD', total: PRICE, charges: [] },
    promise: { workingHours: 16, calendar: 'lab' },
  }
}

const tooStrong = (name: string, seen: unknown): Validation['causes'][number] => ({
  ...{
    code: 'out_of_range',
    severity: 'refuse',
    field: `prescription.${name}`,
    eye: name.startsWith('od') ? 'right' : 'left',
  },
  message: `The sphere of ${String(seen)} D is beyond what can be made: ${MOST_DIOPTRES} D at most`,
  ...{ seen, limit: MOST_DIOPTRES, rule: null, overridable: false, settled: null },
})

function entries({ state, query }: FakeCall<typeof limsApi.getCatalog>) {
  const { release } = state
  const words = query.kind?.split(',')
  const fits = release.items.filter(
    ({ kind, label, orderable }) =>
      (words === undefined || words.includes(kind)) &&
      (query.q === undefined || label.toLowerCase().includes(query.q.toLowerCase())) &&
      (query.orderable !== true || orderable),
  )
  const kinds = [...new Set(release.items.map(({ kind }) => kind))]
  return {
    ...{ release: { number: release.number, hash: release.hash }, total: fits.length },
    kinds: kinds.map((kind) => ({ kind, count: fits.filter((item) => item.kind === kind).length })),
    ...pageOf(fits, query, ({ kind, id }) => `${kind} ${id}`),
  }
}

export const orderAnswers: Handlers = {
  validate: ({ state, body }) => judge(state, body),
  validateByQuery: ({ state, query }) => judge(state, simpleOrderOf(query)),
  getCatalog: entries,
  getRules: ({ state, key, query }) => {
    const { number, hash } = state.release
    const rulebook = exampleOf(limsApi.getRules.answer.body.properties.rulebook) as never
    const practice = query.practice ?? key.practice
    return { release: { number, hash }, part: query.part ?? 'ordering', practice, hash, rulebook }
  },
}
