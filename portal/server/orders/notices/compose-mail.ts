import { reasonInWords } from '../../../contract/lab-words.ts'
import { dayInWords } from '../../../contract/say-day.ts'
import type { Language } from '../../../contract/shapes.ts'
import type { MailText, Person } from '../../access/public.ts'
import type { App } from '../../app.ts'
import { mayAnswer } from '../show-order.ts'
import type { OrderRow } from '../store.ts'
import { mailPage, type Part } from './mail-page.ts'
import { noticeTexts } from './mail-texts.ts'

/** What somebody is told of an order. */
export type Told =
  | { readonly kind: 'refused' | 'held'; readonly reason: string }
  | { readonly kind: 'promise'; readonly from: string; readonly to: string; readonly reason: string | null }
  | { readonly kind: 'shipped' }

/** A mail about an order. It names neither the patient nor anything of the prescription: mails are read on the way. */
export function composeOrderMail(
  app: Pick<App, 'url'>,
  person: Pick<Person, 'name' | 'language'>,
  order: OrderRow,
  told: readonly Told[],
): MailText {
  const { language } = person
  const words = noticeTexts[language]
  const orderRef = refInMail(order)
  const parts = told.map((one) => partOf(one, order, language))
  const url = `${app.url()}/orders/${encodeURIComponent(order.id)}`
  const choose = `${app.url()}/account#notices`
  const waits = order.hold?.by === 'practice' || mayAnswer(order)
  const go = waits ? words.answer : words.open
  const facts: Part['lines'] = [
    [words.order, orderRef],
    [words.lens, order.lens],
  ]
  const line = ([name, value]: readonly [string, string]): string => `${name}: ${value}`
  const text = [
    words.hello(person.name),
    ...parts.map(({ sentence, lines }) => [sentence, ...lines.map(line)].join('\n')),
    facts.map(line).join('\n'),
    `${go}:\n${url}`,
    `--\n${words.because}\n${words.choose}: ${choose}`,
  ].join('\n\n')
  const page = { hello: words.hello(person.name), parts, facts, go, url, because: words.because }
  return {
    subject: `${words.order} ${orderRef}: ${told.map(({ kind }) => words.short[kind]).join(', ')}`,
    text: `${text}\n`,
    html: mailPage(language, { ...page, choose, chooseWords: words.choose }),
    unsubscribeAt: choose,
  }
}

function partOf(told: Told, order: OrderRow, language: Language): Part {
  const words = noticeTexts[language]
  const why = (reason: string | null): Part['lines'] =>
    reason === null ? [] : [[words.why, reasonInWords(reason, language)]]
  switch (told.kind) {
    case 'refused':
    case 'held':
      return {
        sentence: told.kind === 'held' && mayAnswer(order) ? words.asked : words[told.kind],
        lines: why(told.reason),
      }
    case 'promise': {
      const [from, to] = [dayInWords(told.from, language), dayInWords(told.to, language)]
      return {
        sentence: words.moved(from, to),
        lines: [[words.before, from], [words.now, to], ...why(told.reason)],
      }
    }
    case 'shipped': {
      const { carrier = '', tracking = null } = order.shipped ?? {}
      return {
        sentence: words.shipped(carrier === '' ? null : carrier),
        lines: tracking === null ? [] : [[words.parcel, tracking]],
      }
    }
  }
}

const SHORT_ID = 8

/** The practice's own number; but what has no digit may be a name, and then the end of our own id stands for it. */
function refInMail({ id, order_ref: own }: OrderRow): string {
  return own !== null && /\d/.test(own) ? own : id.slice(-SHORT_ID).toUpperCase()
}
