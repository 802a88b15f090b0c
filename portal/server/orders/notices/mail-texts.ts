import type { NoticeKind } from '../../../contract/notices.ts'
import type { Language } from '../../../contract/shapes.ts'

interface Words {
  readonly hello: (name: string) => string
  /** In the subject, behind the number of the order. */
  readonly short: Readonly<Record<NoticeKind, string>>
  readonly refused: string
  readonly held: string
  /** The lab waits for who reads this. */
  readonly asked: string
  readonly why: string
  readonly moved: (from: string, to: string) => string
  readonly before: string
  readonly now: string
  readonly shipped: (carrier: string | null) => string
  readonly parcel: string
  readonly order: string
  readonly lens: string
  readonly open: string
  readonly answer: string
  readonly because: string
  readonly choose: string
}

/** The mails about orders, in every language of the portal. */
export const noticeTexts: Readonly<Record<Language, Words>> = {
  en: {
    hello: (name) => `Hello ${name},`,
    short: {
      refused: 'the lab needs a change',
      held: 'on hold',
      promise: 'the promised day moved',
      shipped: 'has left the lab',
    },
    refused: 'The lab cannot take the order as it is: change it or cancel it.',
    held: 'The lab has stopped the order.',
    asked: 'The lab has stopped the order and waits for your answer.',
    why: 'Reason',
    moved: (from, to) => `The promised day moved from ${from} to ${to}.`,
    before: 'Promised before',
    now: 'Promised now',
    shipped: (carrier) => (carrier === null ? 'The order has left the lab.' : `The order has left with ${carrier}.`),
    parcel: 'Parcel',
    order: 'Order',
    lens: 'Lens',
    open: 'Open the order',
    answer: 'Open the order and answer',
    because: 'You get this mail because you chose so in the lens portal, or have not chosen otherwise.',
    choose: 'Choose which mails you get, or none',
  },
  de: {
    hello: (name) => `Guten Tag ${name},`,
    short: {
      refused: 'das Labor braucht eine Änderung',
      held: 'angehalten',
      promise: 'der zugesagte Tag ist ein anderer',
      shipped: 'hat das Labor verlassen',
    },
    refused: 'So kann das Labor die Bestellung nicht annehmen: Ändern oder stornieren Sie sie.',
    held: 'Das Labor hat die Bestellung angehalten.',
    asked: 'Das Labor hat die Bestellung angehalten und wartet auf Ihre Antwort.',
    why: 'Grund',
    moved: (from, to) => `Zugesagt war ${from}, jetzt ist es ${to}.`,
    before: 'Bisher zugesagt',
    now: 'Jetzt zugesagt',
    shipped: (carrier) =>
      carrier === null ? 'Die Bestellung hat das Labor verlassen.' : `Die Bestellung ist unterwegs mit ${carrier}.`,
    parcel: 'Sendung',
    order: 'Bestellung',
    lens: 'Glas',
    open: 'Bestellung öffnen',
    answer: 'Bestellung öffnen und antworten',
    because: 'Sie bekommen diese Mail, weil Sie es im Glasportal so gewählt oder nichts anderes gewählt haben.',
    choose: 'Wählen, welche Mails Sie bekommen, oder keine',
  },
}
