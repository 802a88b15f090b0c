// data table: mails and who gets them, in every language. Loaded with their pages.
import type { Language } from '../../contract/shapes.ts'

export const mailTexts = {
  'mails.about': {
    en: 'Mails that this portal wrote. With a mail server set up they are sent instead.',
    de: 'Mails, die dieses Portal geschrieben hat. Mit einem Mailserver werden sie stattdessen verschickt.',
  },
  'mails.none': { en: 'No mails yet', de: 'Noch keine Mails' },
  'mails.subject': { en: 'Mail', de: 'Mail' },
  'mails.state': { en: 'State', de: 'Stand' },
  'mails.tries': { en: 'Tries', de: 'Versuche' },
  'mails.state.kept': { en: 'kept here', de: 'hier behalten' },
  'mails.state.waiting': { en: 'on its way', de: 'unterwegs' },
  'mails.state.sent': { en: 'sent', de: 'verschickt' },
  'mails.state.given_up': { en: 'refused', de: 'abgelehnt' },
  'mails.kind.access': { en: 'About access', de: 'Über den Zugang' },
  'mails.kind.order': { en: 'About an order', de: 'Über eine Bestellung' },
  'mails.close': { en: 'Close', de: 'Schließen' },
  'mails.sentAt': { en: 'sent {at}', de: 'verschickt {at}' },
  'mails.form': { en: 'How it is shown', de: 'Wie sie gezeigt wird' },
  'mails.form.page': { en: 'As a page', de: 'Als Seite' },
  'mails.form.text': { en: 'As text', de: 'Als Text' },
  'mails.sealed': {
    en: 'A mail server sends the mails of this portal: what they say is for whoever gets them.',
    de: 'Ein Mailserver verschickt die Mails dieses Portals: Was darin steht, ist für die, die sie bekommen.',
  },
  'notices.title': { en: 'Mails about orders', de: 'Mails über Bestellungen' },
  'notices.about': {
    en: 'They go to {email}, name the order by its number, and never the patient.',
    de: 'Sie gehen an {email}, nennen die Nummer der Bestellung und nie die Person.',
  },
  'notices.orders': { en: 'Of which orders', de: 'Von welchen Bestellungen' },
  'notices.orders.mine': { en: 'My orders', de: 'Meine Bestellungen' },
  'notices.orders.branch': { en: 'One branch', de: 'Eine Filiale' },
  'notices.orders.practice': { en: 'All of the practice', de: 'Der ganze Betrieb' },
  'notices.branch': { en: 'Branch', de: 'Filiale' },
  'notices.kinds': { en: 'When a mail is sent', de: 'Wann eine Mail kommt' },
  'notices.kind.refused': {
    en: 'The lab cannot take an order as it is',
    de: 'Das Labor kann eine Bestellung so nicht annehmen',
  },
  'notices.kind.held': { en: 'The lab has stopped an order', de: 'Das Labor hat eine Bestellung angehalten' },
  'notices.kind.promise': { en: 'The promised day moved', de: 'Der zugesagte Tag ist ein anderer' },
  'notices.kind.shipped': { en: 'An order has left the lab', de: 'Eine Bestellung hat das Labor verlassen' },
  'notices.none': {
    en: 'You get no mails about orders. What happens is shown in the list of orders.',
    de: 'Sie bekommen keine Mails über Bestellungen. Was geschieht, steht in der Liste der Bestellungen.',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>
