import { endpoint } from './declare.ts'

const told = (path: `/${string}`, summary: string) =>
  endpoint({
    method: 'POST',
    path,
    noun: 'webhooks',
    summary,
    description: 'Signed by Standard Webhooks 1.0.0: what carries no signature of ours is not read.',
    access: 'anyone',
    bodyType: 'application/json',
    bodyLimitBytes: 1_048_576,
    answer: {
      status: 200,
      means: 'Taken, now or before',
      type: 'text/plain',
      also: {
        400: 'Not believed',
        410: 'No more, please',
        413: 'Too large',
        500: 'It could not be kept: send it again',
        503: 'Send it again in a moment',
      },
    },
    repeat: 'natural',
    unlimited: true,
  })

export const limsStatusNews = told('/api/webhooks/lims-status', 'The LIMS tells of a job')
export const limsCatalogueNews = told('/api/webhooks/lims-catalog-update', 'The LIMS tells of another release')
