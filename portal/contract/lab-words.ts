// data table: what labs call their stations and losses, and the sentences by which a LIMS gives reasons, in every language.
import type { Language } from './shapes.ts'

type InWords = Readonly<Record<Language, string>>
const said = (en: string, de: string): InWords => ({ en, de })

/** The stations of the standard lab, by their ids. */
const stations: Readonly<Record<string, InWords>> = {
  trace: said('Trace', 'Abtasten'),
  calculate: said('Calculation', 'Berechnung'),
  'design-engine': said('Design engine', 'Design-Rechner'),
  partner: said('Partner lab', 'Partnerlabor'),
  pick: said('Lens pick', 'Kommissionierung'),
  block: said('Tape and block', 'Aufblocken'),
  generate: said('Generate', 'Fräsen'),
  polish: said('Polish', 'Polieren'),
  slab: said('Slab-off', 'Slab-off'),
  engrave: said('Laser engrave', 'Lasergravur'),
  deblock: said('Deblock and clean', 'Abblocken, reinigen'),
  'surface-inspection': said('Surface inspection', 'Flächenprüfung'),
  uv: said('UV dip', 'UV-Bad'),
  tint: said('Tint', 'Färben'),
  'hard-coat': said('Hard coat', 'Hartschicht'),
  'tint-coated': said('Tint over the coat', 'Färben der Schicht'),
  'ar-coat': said('Vacuum coat', 'Vakuumbeschichtung'),
  mirror: said('Mirror', 'Verspiegelung'),
  'anti-fog': said('Anti-fog', 'Antibeschlag'),
  'coat-inspection': said('Coat inspection', 'Schichtprüfung'),
  'finish-block': said('Finish block', 'Randblocken'),
  edge: said('Edge', 'Randschleifen'),
  groove: said('Groove', 'Rillen'),
  drill: said('Drill', 'Bohren'),
  'edge-polish': said('Edge polish', 'Randpolitur'),
  'impact-test': said('Drop ball test', 'Kugelfalltest'),
  mount: said('Mount', 'Montage'),
  final: said('Final inspection', 'Endprüfung'),
  pack: said('Pack and ship', 'Versand'),
}

/** Why lenses are lost, by the codes of the standard lab. */
const losses: Readonly<Record<string, InWords>> = {
  STK: said('Defect of the blank', 'Fehler des Rohglases'),
  WRG: said('Wrong product picked', 'Falsches Produkt entnommen'),
  BLK: said('Blocked wrongly', 'Falsch aufgeblockt'),
  'BLK-AX': said('Blocked off axis', 'Mit falscher Achse aufgeblockt'),
  'GEN-T': said('Wrong thickness', 'Falsche Dicke'),
  'GEN-C': said('Chatter', 'Rattermarken'),
  'GEN-W': said('Wrong curve', 'Falsche Kurve'),
  MACH: said('Machine fault', 'Maschinenfehler'),
  'POL-G': said('Grey', 'Grau geblieben'),
  'POL-O': said('Orange peel', 'Orangenhaut'),
  'POL-P': said('Off power by polishing', 'Wirkung durch Politur verändert'),
  ENG: said('Wrong marks', 'Falsche Gravur'),
  DBL: said('Scratched at deblocking', 'Beim Abblocken verkratzt'),
  'INS-P': said('Power outside tolerance', 'Wirkung außerhalb der Toleranz'),
  'INS-A': said('Axis outside tolerance', 'Achse außerhalb der Toleranz'),
  'INS-PR': said('Prism outside tolerance', 'Prisma außerhalb der Toleranz'),
  TNT: said('Colour missed or blotched', 'Farbe verfehlt oder fleckig'),
  'HC-D': said('Dust under the hard coat', 'Staub unter der Hartschicht'),
  'HC-R': said('Runs in the hard coat', 'Läufer in der Hartschicht'),
  'AR-PE': said('Coating peels', 'Schicht löst sich'),
  'AR-C': said('Colour of the coating', 'Farbe der Schicht'),
  'AR-CR': said('Coating crazes', 'Schicht reißt'),
  'EDG-AX': said('Slipped off axis', 'Aus der Achse gerutscht'),
  'EDG-S': said('Edged to a wrong size', 'Auf falsche Größe geschliffen'),
  'EDG-CH': said('Chipped at the edge', 'Am Rand ausgebrochen'),
  DRL: said('Cracked at a hole', 'An einer Bohrung gerissen'),
  ASM: said('Lost in mounting', 'Beim Einglasen verloren'),
  'FIN-S': said('Scratched in finishing', 'In der Endbearbeitung verkratzt'),
  HAND: said('Dropped or mishandled', 'Heruntergefallen oder falsch angefasst'),
  LOST: said('Not found', 'Nicht auffindbar'),
  ORD: said('Error in the order', 'Fehler in der Bestellung'),
  CUST: said('Error of the practice', 'Fehler des Betriebs'),
}

/** How a LIMS says why a day or a state changed. `{station}` is a label of the lab, `{reason}` another reason, the rest stays. */
const reasons: readonly { readonly as: RegExp; readonly to: InWords }[] = [
  { as: /^breakage at (?<station>.+)$/, to: said('breakage at {station}', 'Bruch bei {station}') },
  { as: /^a breakage was taken back$/, to: said('a breakage was taken back', 'ein Bruch wurde zurückgenommen') },
  { as: /^much work at (?<station>.+)$/, to: said('much work at {station}', 'viel Arbeit bei {station}') },
  { as: /^on hold: (?<reason>.+)$/s, to: said('on hold: {reason}', 'angehalten: {reason}') },
  { as: /^was on hold: (?<reason>.+)$/s, to: said('was on hold: {reason}', 'war angehalten: {reason}') },
  { as: /^the frame came$/, to: said('the frame came', 'die Fassung ist gekommen') },
  { as: /^work ahead of it$/, to: said('work ahead of it', 'Arbeit, die vorher kommt') },
  {
    as: /^it goes faster than was thought$/,
    to: said('it goes faster than was thought', 'es geht schneller als gedacht'),
  },
  {
    as: /^it waited longer than was thought$/,
    to: said('it waited longer than was thought', 'es hat länger gewartet als gedacht'),
  },
  {
    as: /^release (?<number>\d+) decides it now$/,
    to: said('release {number} decides it now', 'Freigabe {number} entscheidet jetzt darüber'),
  },
]

/** What a station is called; a lab's own one stays as it is. */
export function stationInWords(station: string, language: Language): string {
  const known =
    stations[station] ?? Object.values(stations).find(({ en }) => en.toLowerCase() === station.toLowerCase())
  return known?.[language] ?? station
}

/** Why a lens was lost: by its code where that is a standard one, otherwise in the words of the lab. */
export const lossInWords = (code: string | null, words: string | null, language: Language): string | null =>
  (code === null ? undefined : losses[code]?.[language]) ?? words

/** A reason in the language of whoever reads; what somebody of the lab wrote stays as it is. */
export function reasonInWords(reason: string, language: Language): string {
  for (const { as, to } of reasons) {
    const found = as.exec(reason)
    if (!found) continue
    const { station, reason: inner, number } = found.groups ?? {}
    return to[language]
      .replace('{station}', () => stationInWords(station ?? '', language))
      .replace('{reason}', () => reasonInWords(inner ?? '', language))
      .replace('{number}', () => number ?? '')
  }
  return reason
}
