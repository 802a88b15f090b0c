import { Refusal } from '@ils/platform/refusal'

export interface ReorderLevels {
  readonly reorderAt: number | null
  readonly reorderTo: number | null
}

/** Either both are there or none, and an order brings more than what led to it. */
export function mustBeLevels({ reorderAt, reorderTo }: ReorderLevels): void {
  if (reorderAt === null && reorderTo === null) return
  if (reorderAt === null) throw levelRefused('reorderAt', 'is missing: reorderTo alone says nothing', null)
  if (reorderTo === null) throw levelRefused('reorderTo', 'is missing: reorderAt alone says nothing', null)
  if (reorderTo <= reorderAt) {
    throw levelRefused('reorderTo', `must be more than reorderAt, which is ${reorderAt}`, reorderTo, reorderAt + 1)
  }
}

function levelRefused(name: string, what: string, value: number | null, limit?: number): Refusal {
  const field = `body.${name}`
  const message = `${field} ${what}`
  return new Refusal('invalid_request', message, {
    causes: [{ code: 'levels', field, message, value, ...(limit === undefined ? {} : { limit }) }],
  })
}
