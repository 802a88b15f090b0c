import type { WebhookBody } from '@ils/contract/webhook-body'
import { WebhookRefused } from './webhook-refused.ts'

/** Reads an event: out of a delivery that was verified, or out of what `writeEvent` wrote. */
export function readEvent(text: Uint8Array | string): WebhookBody {
  let value: unknown
  try {
    value = JSON.parse(typeof text === 'string' ? text : new TextDecoder('utf-8', { fatal: true }).decode(text))
  } catch (error) {
    throw new WebhookRefused('body_not_json', 'the body is not JSON', { cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WebhookRefused('not_an_event', 'the body is no event')
  }
  const fields = new Map<string, unknown>(Object.entries(value))
  for (const [name, fits] of Object.entries(FIELDS)) {
    if (!fits(fields.get(name))) {
      throw new WebhookRefused('not_an_event', `the body is no event: its ${name} is ${said(fields.get(name))}`)
    }
  }
  return value as WebhookBody // Every field was looked at above.
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isTextOrNull = (value: unknown): boolean => value === null || isText(value)
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 1

const FIELDS: Readonly<Record<keyof WebhookBody, (value: unknown) => boolean>> = {
  id: isText,
  type: isText,
  version: isCount,
  timestamp: (value) => isText(value) && !Number.isNaN(Date.parse(String(value))),
  practice: isTextOrNull,
  subject: isText,
  subjectVersion: isCount,
  releaseId: isTextOrNull,
  data: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
}

const said = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value).slice(0, 80))
