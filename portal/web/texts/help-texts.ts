// data table: the texts of the help page. Loaded with it: nobody who orders waits for them.
import type { Language } from './say.tsx'

const english = {
  keys: 'Typing an order',
  'keys.digits': 'Digits alone are hundredths: −1.25. A sign is always taken as typed.',
  'keys.arrows': 'A quarter dioptre, a degree or half a millimetre more or less',
  'keys.shift': 'A whole dioptre, ten degrees, two millimetres',
  'keys.enter': 'Takes it and goes to the next field',
  'keys.equals': 'In the left eye: the same as the right one',
  'keys.whole': 'A whole prescription, pasted or typed into the sphere',
  'keys.base': 'Base of a prism, or degrees seen from the front',
  'keys.pd': 'The distance of both eyes, typed for the right one, is halved',
  'states.title': 'Where an order is',
  states:
    'Sending: taken here, and not yet confirmed by the lab. At the lab: confirmed, and no work has begun. Then in production, quality check, completed and shipped. On hold: somebody has to do something first; it says who and why.',
  'prices.title': 'Prices and days',
  prices:
    'The price follows every keystroke, by the rules that the lab has in force. The expected day is what the lab would promise now, asked for after a moment of quiet. The promised day is what the lab says when it confirms the order; when it moves, the reason stands beside it.',
  'trace.title': 'Traces of frames',
  trace:
    'Choose the file of your tracer (OMA or VCA). Both shapes are drawn, and box figures are taken from them. A file with a lost point is refused with the reason, never repaired.',
  'offline.title': 'When the connection is gone',
  offline:
    'The line at the top says so. What you typed stays in the form, and the draft is saved as soon as the portal answers. If only the lab is away, orders are taken and sent later, each exactly once.',
  'again.title': 'Ordering again',
  again:
    'Reorder begins a new order with everything of the old one. A remake or a non-adapt names the reason and stays linked with its original; the rules of the lab say who pays.',
  'privacy.title': 'Patients',
  privacy:
    'What you know of patients is encrypted, and seen by your practice only. The lab gets a reference, never a name. Who saw a patient stands on their page.',
  'keys.send': 'Sends the order, from wherever you are in it',
  'keys.space': 'Ticks a treatment, or opens a list',
  terms: 'Words',
  'terms.search': 'Find a word',
  'terms.none': 'No word fits',
  tour: 'A first order, by example',
  'tour.about': 'A short tour fills in an example and shows where everything is. Nothing of it is sent or kept.',
  'tour.go': 'Start the tour',
}

const german: Readonly<Record<keyof typeof english, string>> = {
  keys: 'Eine Bestellung eintippen',
  'keys.digits': 'Ziffern allein sind Hundertstel: −1,25. Ein Vorzeichen gilt immer wie eingegeben.',
  'keys.arrows': 'Eine Vierteldioptrie, ein Grad oder ein halber Millimeter mehr oder weniger',
  'keys.shift': 'Eine ganze Dioptrie, zehn Grad, zwei Millimeter',
  'keys.enter': 'Übernimmt und geht zum nächsten Feld',
  'keys.equals': 'Im linken Auge: wie das rechte',
  'keys.whole': 'Eine ganze Verordnung, in die Sphäre eingefügt oder getippt',
  'keys.base': 'Basis eines Prismas, oder Grad von vorn gesehen',
  'keys.pd': 'Der Abstand beider Augen, beim rechten eingegeben, wird geteilt',
  'states.title': 'Wo eine Bestellung ist',
  states:
    'Wird gesendet: hier angenommen, vom Labor noch nicht bestätigt. Im Labor: bestätigt, die Arbeit hat noch nicht begonnen. Danach Fertigung, Qualitätsprüfung, fertig und versandt. Angehalten: zuerst muss jemand etwas tun; es steht dabei, wer und warum.',
  'prices.title': 'Preise und Tage',
  prices:
    'Der Preis folgt jedem Tastendruck, nach den Regeln, die beim Labor gelten. Der erwartete Tag ist der, den das Labor jetzt zusagen würde; es wird nach einem Augenblick Ruhe gefragt. Den zugesagten Tag nennt das Labor, wenn es die Bestellung bestätigt; verschiebt er sich, steht der Grund daneben.',
  'trace.title': 'Formen von Fassungen',
  trace:
    'Wählen Sie die Datei Ihres Tracers (OMA oder VCA). Beide Formen werden gezeichnet, die Kastenmaße daraus übernommen. Eine Datei mit verlorenem Punkt wird mit Grund abgelehnt, nie repariert.',
  'offline.title': 'Wenn die Verbindung weg ist',
  offline:
    'Die Zeile oben sagt es. Eingaben bleiben im Formular, der Entwurf wird gesichert, sobald das Portal antwortet. Ist nur das Labor weg, werden Bestellungen angenommen und später gesendet, jede genau einmal.',
  'again.title': 'Noch einmal bestellen',
  again:
    'Nachbestellen beginnt eine neue Bestellung mit allem aus der alten. Eine Nachfertigung oder Unverträglichkeit nennt den Grund und bleibt mit dem Original verbunden; die Regeln des Labors sagen, wer zahlt.',
  'privacy.title': 'Personen',
  privacy:
    'Was Sie von Personen wissen, ist verschlüsselt und nur für Ihren Betrieb zu sehen. Das Labor bekommt eine Nummer, nie einen Namen. Wer eine Person gesehen hat, steht auf ihrer Seite.',
  'keys.send': 'Sendet die Bestellung, wo immer Sie in ihr sind',
  'keys.space': 'Kreuzt eine Veredelung an oder öffnet eine Liste',
  terms: 'Wörter',
  'terms.search': 'Ein Wort finden',
  'terms.none': 'Kein Wort passt',
  tour: 'Eine erste Bestellung, am Beispiel',
  'tour.about':
    'Eine kurze Führung füllt ein Beispiel aus und zeigt, wo alles ist. Nichts davon wird gesendet oder behalten.',
  'tour.go': 'Führung beginnen',
}

export type HelpKey = keyof typeof english
export const helpTexts: Readonly<Record<Language, Readonly<Record<HelpKey, string>>>> = { en: english, de: german }
