import { jobStateMeans } from '@ils/contract/job-states'
import type { JobNews } from './job-news.ts'

export interface Told {
  readonly sentence: string
  readonly reason: string | null
  /** What the sentence is made of: whoever reads another language makes it anew. */
  readonly facts: Readonly<Record<string, string>>
}

const lensNames = { right: 'Right lens', left: 'Left lens', pair: 'Both lenses' } as const
const lensOf = ({ eye }: JobNews): string => lensNames[eye ?? 'pair']

/** What a practice is told of it; undefined: it is the lab's own affair. */
export function wordsOfNews(news: JobNews): Told | undefined {
  const told = tellers[news.type]?.(news)
  return told && { ...told, facts: factsOf(news) }
}

const said = (sentence: string, reason: string | null = null): Omit<Told, 'facts'> => ({ sentence, reason })

/** Words of an event that its sentence is made of. */
const FACTS = ['from', 'promisedOn', 'station', 'code', 'carrier', 'tracking', 'verdict', 'owner', 'until'] as const

function factsOf(news: JobNews): Told['facts'] {
  const facts = FACTS.flatMap((name) => (news.text(name) === null ? [] : [[name, news.text(name) ?? ''] as const]))
  // The reason of a breakage is a code; its words stand beside it.
  const code = news.type === 'job.breakage' ? news.text('reason') : null
  return {
    ...Object.fromEntries(facts),
    ...(code === null ? {} : { code }),
    ...(news.yes('lost') === false ? { lost: 'no' } : {}),
  }
}

const tellers: Readonly<Record<string, (news: JobNews) => Omit<Told, 'facts'> | undefined>> = {
  'job.status_changed': (news) =>
    news.status === null ? undefined : said(jobStateMeans[news.status], news.text('reason')),
  'job.promise_changed': (news) =>
    said(`Promised for ${news.text('promisedOn') ?? '?'} instead of ${news.text('from') ?? '?'}`, news.text('reason')),
  'job.moved': (news) =>
    news.text('did') === 'finished' ? said(`${lensOf(news)}: ${news.text('step') ?? 'a step'} done`) : undefined,
  'job.frame_arrived': () => said('The frame arrived at the lab'),
  'job.held': (news) => said('Held', news.text('reason')),
  'job.resumed': (news) => said('Goes on', news.text('why')),
  'job.breakage': (news) => {
    const station = news.text('station')
    const where = station === null ? '' : ` at ${station}`
    const what = news.yes('lost') === false ? `has to be worked again${where}` : `lost${where}: it is made anew`
    return said(`${lensOf(news)} ${what}`, news.text('means'))
  },
  'job.breakage_reversed': (news) => said(`${lensOf(news)} was not lost after all`, news.text('why')),
  'job.inspected': (news) =>
    news.text('verdict') === 'fail'
      ? said(`${lensOf(news)} did not pass the inspection`)
      : said(`${lensOf(news)} passed the inspection`),
  'job.remade': (news) => said('Made again by another order', news.text('reason')),
  'job.rejudged': (news) => said('Made by a newer release of the rules', news.text('reason')),
  'job.shipped': (news) => {
    const tracking = news.text('tracking')
    return said(`Left the lab with ${news.text('carrier') ?? 'a carrier'}${tracking === null ? '' : `, ${tracking}`}`)
  },
  'job.cancelled': (news) => said('Cancelled', news.text('reason')),
}
