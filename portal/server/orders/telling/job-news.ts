import type { JobState } from '@ils/contract/job-states'
import { jobStates } from '@ils/contract/job-states'
import type { WebhookBody } from '@ils/contract/webhook-body'

/** What the lab tells of a job, as far as an order is changed by it. Fields that a later LIMS leaves out are null. */
export interface JobNews {
  readonly type: string
  readonly status: JobState | null
  text(name: string): string | null
  number(name: string): number | null
  yes(name: string): boolean | null
  readonly eye: 'right' | 'left' | 'pair' | null
}

export function readJobNews({ type, data }: WebhookBody): JobNews {
  const text = (name: string): string | null => {
    const value = data[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const eye = text('eye')
  return {
    type,
    status: jobStates.find((state) => state === data['status']) ?? null,
    text,
    yes: (name) => (typeof data[name] === 'boolean' ? data[name] : null),
    number: (name) => (typeof data[name] === 'number' ? data[name] : null),
    eye: eye === 'right' || eye === 'left' || eye === 'pair' ? eye : null,
  }
}
