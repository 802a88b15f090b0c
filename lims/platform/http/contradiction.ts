import { LINES_TYPE, type Endpoint } from '@ils/contract/endpoint'

/** What in a declaration excludes what else it says, as the end of a sentence that begins with the endpoint. */
export function contradictionOf(e: Endpoint): string | undefined {
  const bodies = [e.body, e.bodyType, e.lines?.request].filter((form) => form !== undefined)
  if (e.coming !== undefined) return `is declared as coming with version ${e.coming}`
  if (bodies.length > 1) return 'declares more than one kind of body'
  if (e.method === 'GET' && bodies.length > 0) return 'is a GET with a body'
  const { body, type = LINES_TYPE } = e.answer
  if (e.lines && (body !== undefined || type !== LINES_TYPE)) return 'answers by lines and by something else'
  // A kept answer is text, and a stream is never whole.
  if (e.repeat === 'keyed' && (e.lines ?? e.answer.type) !== undefined) return 'is keyed, but its answer is not JSON'
  if (e.conditional && (e.method !== 'GET' || e.lines)) return 'is conditional, but no GET of one whole answer'
  if (e.conditional && e.privateQuery) return 'is private, but lets callers keep its answer'
  return undefined
}
