import { lossInWords, reasonInWords, stationInWords } from '../../../contract/lab-words.ts'
import { saying, type Speech } from '../../texts/say.tsx'
import { toldTexts } from '../../texts/told.ts'

/** A line of the timeline, as the server tells it. */
export interface Moment {
  readonly what: string
  readonly sentence: string
  readonly reason: string | null
  readonly eye: 'right' | 'left' | 'pair' | null
  readonly step: string | null
  readonly status: string | null
  readonly promisedOn: string | null
  readonly facts: Readonly<Record<string, string | number>>
}

/** What happened, in the language of whoever reads. What we have no words for is said in those of the server. */
export function sentenceOf(moment: Moment, { day, language }: Speech): string {
  const say = saying(toldTexts, language)
  const { what, eye, step, status, promisedOn, facts } = moment
  const text = (name: string): string => String(facts[name] ?? '')
  const key = keyOf(`told.${[what, ...variantOf(moment)].join('.')}`) ?? keyOf(`told.${what}`)
  if (what === 'job.status_changed' && status !== null) {
    const means = keyOf(`told.status.${status}`)
    if (means !== null) return say(means)
  }
  if (key === null) return moment.sentence
  const said = say(key, {
    eye: say(eye === null || eye === 'pair' ? 'told.both' : `told.${eye}`),
    step: stationInWords(step ?? '', language),
    station: stationInWords(text('station'), language),
    day: promisedOn === null ? '' : day(promisedOn),
    before: text('from') === '' ? '' : day(text('from')),
    carrier: text('carrier'),
    tracking: text('tracking'),
  })
  // Told before its facts were kept.
  return /\{\w+\}/.test(said) ? moment.sentence : said
}

const keyOf = (name: string): keyof typeof toldTexts | null =>
  // Just found in it.
  Object.hasOwn(toldTexts, name) ? (name as keyof typeof toldTexts) : null

function variantOf({ what, promisedOn, facts }: Moment): string[] {
  switch (what) {
    case 'order.taken':
      return Number(facts['attempt'] ?? 1) > 1 ? ['again'] : []
    case 'order.sent':
      return promisedOn === null ? [] : ['promised']
    case 'job.promise_changed':
      return facts['from'] === undefined ? ['now'] : []
    case 'job.breakage':
      return facts['station'] === undefined ? ['somewhere'] : facts['lost'] === 'no' ? ['worked'] : []
    case 'job.inspected':
      return facts['verdict'] === 'fail' ? ['fail'] : []
    case 'job.shipped':
      return facts['carrier'] === undefined ? ['so'] : facts['tracking'] === undefined ? [] : ['tracking']
    default:
      return []
  }
}

/** Why: by its code where we know it, in our words where the LIMS said it, otherwise as somebody wrote it. */
export function reasonOf({ what, reason, facts }: Moment, { language }: Speech): string | null {
  if (reason === null) return null
  const code = facts['code']
  const words =
    what === 'job.breakage' ? lossInWords(code === undefined ? null : String(code), reason, language) : reason
  return words === null ? null : reasonInWords(words, language)
}
