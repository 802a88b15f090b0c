import type { Step } from '../orders/tour/fill-in-example.ts'
import type { Language } from './say.tsx'

type Texts = Readonly<Record<Step | `${Step}.says` | 'count' | 'end' | 'back' | 'next' | 'done', string>>

// Loaded with the tour.
export const tourTexts: Readonly<Record<Language, Texts>> = {
  en: {
    count: 'Tour, {at} of {of}',
    end: 'End the tour',
    back: 'Back',
    next: 'Next',
    done: 'Done',
    patient: 'Whom it is for',
    'patient.says':
      'Type some letters of a name, a birthday or your own number; Enter takes the one that is found. This example is for nobody, so that it cannot be sent. Above are templates, orders that you keep under a name.',
    rx: 'The prescription',
    'rx.says':
      'Here it is filled in. You type -225, and it is −2.25; Enter goes on, and = in the left eye takes the value of the right one. A prescription that was kept is taken over with one choice.',
    fitting: 'Where the eyes are',
    'fitting.says': '63 typed for the right eye is halved for both. Heights are asked for when the lens needs them.',
    lens: 'Lens and material',
    'lens.says':
      'Some letters and Enter choose the lens. The materials that fit are compared below it: thickness at the edge, weight and price of each. What you order most stands first in the list.',
    treatments: 'Treatments',
    'treatments.says':
      'Only what fits is shown. What does not go with it gives way, and can be taken back with one press.',
    frame: 'The frame',
    'frame.says':
      'Four figures or the file of a tracer. The lenses are drawn beside the form as they will stand in the frame.',
    send: 'Price, day, and sending',
    'send.says':
      'They follow each keystroke; the day is the lab’s own. What is missing is named, and one press leads to it. Ctrl and Enter send from anywhere. Nothing of this example is sent or kept.',
  },
  de: {
    count: 'Führung, {at} von {of}',
    end: 'Führung beenden',
    back: 'Zurück',
    next: 'Weiter',
    done: 'Fertig',
    patient: 'Für wen es ist',
    'patient.says':
      'Tippen Sie einige Buchstaben eines Namens, einen Geburtstag oder Ihre eigene Nummer; Enter übernimmt, was gefunden wird. Dieses Beispiel ist für niemanden, damit es nicht gesendet werden kann. Darüber stehen Vorlagen: Bestellungen, die Sie unter einem Namen behalten.',
    rx: 'Die Verordnung',
    'rx.says':
      'Hier ist sie ausgefüllt. Sie tippen -225, und es ist −2,25; Enter geht weiter, und = im linken Auge nimmt den Wert des rechten. Eine aufbewahrte Verordnung wird mit einer Wahl übernommen.',
    fitting: 'Wo die Augen sind',
    'fitting.says':
      '63, rechts getippt, wird auf beide Augen verteilt. Nach Höhen wird gefragt, wenn das Glas sie braucht.',
    lens: 'Glas und Material',
    'lens.says':
      'Einige Buchstaben und Enter wählen das Glas. Darunter werden die passenden Materialien verglichen: Randdicke, Gewicht und Preis. Was Sie am häufigsten bestellen, steht in der Liste zuerst.',
    treatments: 'Veredelungen',
    'treatments.says':
      'Gezeigt wird nur, was passt. Was sich nicht verträgt, weicht und lässt sich mit einem Druck zurückholen.',
    frame: 'Die Fassung',
    'frame.says':
      'Vier Maße oder die Datei eines Tracers. Neben dem Formular sind die Gläser gezeichnet, wie sie in der Fassung stehen werden.',
    send: 'Preis, Tag und Senden',
    'send.says':
      'Sie folgen jedem Tastendruck; der Tag ist der des Labors. Was fehlt, wird genannt, und ein Druck führt hin. Strg und Enter senden von überall. Von diesem Beispiel wird nichts gesendet oder behalten.',
  },
}
