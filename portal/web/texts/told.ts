// data table: what happened to orders, in every language. Loaded with the page that tells it.
import type { Language } from '../../contract/shapes.ts'

export const toldTexts = {
  'told.both': { en: 'Both lenses', de: 'Beide Gläser' },
  'told.right': { en: 'Right lens', de: 'Rechtes Glas' },
  'told.left': { en: 'Left lens', de: 'Linkes Glas' },
  'told.status.pending': { en: 'Taken, and no work has begun', de: 'Angenommen, noch nicht begonnen' },
  'told.status.in_production': { en: 'Being made', de: 'Wird gefertigt' },
  'told.status.quality_check': {
    en: 'Made, and looked at before it leaves',
    de: 'Gefertigt, wird vor dem Versand geprüft',
  },
  'told.status.on_hold': {
    en: 'Stopped on purpose: somebody has to do something first',
    de: 'Angehalten: Erst muss jemand etwas tun',
  },
  'told.status.completed': { en: 'Made, looked at and packed', de: 'Gefertigt, geprüft und verpackt' },
  'told.status.shipped': { en: 'Left the lab', de: 'Hat das Labor verlassen' },
  'told.status.cancelled': { en: 'Not wanted any more', de: 'Nicht mehr gewünscht' },
  'told.order.taken': { en: 'Ordered', de: 'Bestellt' },
  'told.order.taken.again': { en: 'Changed and ordered again', de: 'Geändert und neu bestellt' },
  'told.order.sent': { en: 'The lab took the order', de: 'Das Labor hat die Bestellung angenommen' },
  'told.order.sent.promised': {
    en: 'The lab took the order and promises it for {day}',
    de: 'Das Labor hat die Bestellung angenommen und sagt sie zu für {day}',
  },
  'told.order.held': {
    en: 'The lab cannot take the order as it is: change it or cancel it',
    de: 'So kann das Labor die Bestellung nicht annehmen: ändern oder stornieren',
  },
  'told.order.answered': { en: 'The practice answered', de: 'Der Betrieb hat geantwortet' },
  'told.order.cancelled': { en: 'Cancelled', de: 'Storniert' },
  'told.job.promise_changed': { en: 'Promised for {day} instead of {before}', de: 'Zugesagt für {day} statt {before}' },
  'told.job.promise_changed.now': { en: 'Promised for {day}', de: 'Zugesagt für {day}' },
  'told.job.moved': { en: '{eye}: {step} done', de: '{eye}: {step} fertig' },
  'told.job.frame_arrived': { en: 'The frame arrived at the lab', de: 'Die Fassung ist im Labor angekommen' },
  'told.job.held': { en: 'Stopped', de: 'Angehalten' },
  'told.job.resumed': { en: 'Goes on', de: 'Geht weiter' },
  'told.job.breakage': {
    en: '{eye} lost at {station}: it is made anew',
    de: '{eye} verloren bei {station}: Es wird neu gemacht',
  },
  'told.job.breakage.somewhere': { en: '{eye} lost: it is made anew', de: '{eye} verloren: Es wird neu gemacht' },
  'told.job.breakage.worked': {
    en: '{eye} has to be worked again at {station}',
    de: '{eye} muss noch einmal bearbeitet werden ({station})',
  },
  'told.job.breakage_reversed': { en: '{eye} was not lost after all', de: '{eye} war doch nicht verloren' },
  'told.job.inspected': { en: '{eye} passed the inspection', de: '{eye}: Prüfung bestanden' },
  'told.job.inspected.fail': { en: '{eye} did not pass the inspection', de: '{eye}: Prüfung nicht bestanden' },
  'told.job.remade': { en: 'Made again by another order', de: 'Mit einer anderen Bestellung neu gemacht' },
  'told.job.rejudged': {
    en: 'Made by a newer release of the rules',
    de: 'Nach einer neueren Freigabe der Regeln gefertigt',
  },
  'told.job.shipped': { en: 'Left the lab with {carrier}', de: 'Hat das Labor verlassen mit {carrier}' },
  'told.job.shipped.tracking': {
    en: 'Left the lab with {carrier}, {tracking}',
    de: 'Hat das Labor verlassen mit {carrier}, {tracking}',
  },
  'told.job.shipped.so': { en: 'Left the lab', de: 'Hat das Labor verlassen' },
  'told.job.cancelled': { en: 'Cancelled', de: 'Storniert' },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, string>>>>
