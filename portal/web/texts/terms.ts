// data table: optical and house words with short definitions; GLOSSARY.md and ISO 8624, ISO 13666 say more. Loaded when asked for.
import type { Language } from './say.tsx'

interface Definition {
  readonly name: string
  readonly says: string
}

export const terms = {
  sphere: {
    en: {
      name: 'Sphere',
      says: 'The power of the lens that is the same in every direction, in dioptres. Minus for the short-sighted, plus for the long-sighted.',
    },
    de: {
      name: 'Sphäre',
      says: 'Die Stärke des Glases, die in jeder Richtung gleich ist, in Dioptrien. Minus für Kurzsichtige, plus für Weitsichtige.',
    },
  },
  cylinder: {
    en: {
      name: 'Cylinder',
      says: 'The power that is added across one direction, for astigmatism. The same lens can be written with minus or with plus cylinder.',
    },
    de: {
      name: 'Zylinder',
      says: 'Die Stärke, die quer zu einer Richtung hinzukommt, bei Astigmatismus. Dasselbe Glas lässt sich mit Minus- oder mit Pluszylinder schreiben.',
    },
  },
  axis: {
    en: {
      name: 'Axis',
      says: 'The direction in which the cylinder adds nothing, from 1 to 180 degrees, seen from the front.',
    },
    de: {
      name: 'Achse',
      says: 'Die Richtung, in der der Zylinder nichts hinzufügt, von 1 bis 180 Grad, von vorn gesehen.',
    },
  },
  add: {
    en: {
      name: 'Addition',
      says: 'What the near part of a lens has more than its far part, in dioptres. Single vision lenses have none.',
    },
    de: {
      name: 'Addition',
      says: 'Was der Nahteil eines Glases mehr hat als der Fernteil, in Dioptrien. Einstärkengläser haben keine.',
    },
  },
  prism: {
    en: {
      name: 'Prism',
      says: 'How much the lens bends light to one side, in prism dioptres: 1 moves the picture by 1 cm at a metre.',
    },
    de: {
      name: 'Prisma',
      says: 'Wie stark das Glas Licht zur Seite lenkt, in Prismendioptrien: 1 versetzt das Bild um 1 cm auf einen Meter.',
    },
  },
  base: {
    en: {
      name: 'Base',
      says: 'The side towards which a prism is thickest: up, down, in (to the nose) or out, or degrees seen from the front.',
    },
    de: {
      name: 'Basis',
      says: 'Die Seite, nach der ein Prisma am dicksten ist: oben, unten, innen (zur Nase) oder außen, oder Grad von vorn gesehen.',
    },
  },
  pd: {
    en: {
      name: 'PD',
      says: 'Distance from the middle of the nose to the pupil when looking far, one eye each, in millimetres.',
    },
    de: {
      name: 'PD',
      says: 'Abstand von der Nasenmitte zur Pupille beim Blick in die Ferne, je Auge, in Millimetern.',
    },
  },
  nearPd: {
    en: { name: 'Near PD', says: 'The same distance when looking at something near: some millimetres less.' },
    de: { name: 'Nah-PD', says: 'Derselbe Abstand beim Blick in die Nähe: einige Millimeter weniger.' },
  },
  height: {
    en: {
      name: 'Height',
      says: 'From the lowest point of the lens to the pupil, in millimetres, measured in the frame as it is worn.',
    },
    de: {
      name: 'Höhe',
      says: 'Vom tiefsten Punkt des Glases zur Pupille, in Millimetern, in der getragenen Fassung gemessen.',
    },
  },
  vertex: {
    en: {
      name: 'Vertex distance',
      says: 'From the back of the lens to the eye, in millimetres. Strong lenses act otherwise when it is another one than at the test.',
    },
    de: {
      name: 'Hornhautscheitelabstand',
      says: 'Von der Rückseite des Glases zum Auge, in Millimetern. Starke Gläser wirken anders, wenn er ein anderer ist als bei der Messung.',
    },
  },
  panto: {
    en: { name: 'Pantoscopic tilt', says: 'How far the lower rim leans towards the cheek, in degrees.' },
    de: { name: 'Vorneigung', says: 'Wie weit der untere Rand zur Wange geneigt ist, in Grad.' },
  },
  wrap: {
    en: { name: 'Wrap', says: 'How far the frame bends around the face, in degrees.' },
    de: { name: 'Durchbiegung', says: 'Wie weit sich die Fassung um das Gesicht biegt, in Grad.' },
  },
  design: {
    en: {
      name: 'Kind of lens',
      says: 'Single vision has one power; a progressive goes from far to near without a line; an office lens serves desk and room; a bifocal has a segment that is seen.',
    },
    de: {
      name: 'Glasart',
      says: 'Einstärken hat eine Wirkung; Gleitsicht geht ohne Linie von fern nach nah; ein Officeglas dient Tisch und Raum; ein Bifokalglas hat ein sichtbares Segment.',
    },
  },
  index: {
    en: {
      name: 'Index n',
      says: 'How strongly the material bends light. A higher index makes the same power thinner; it says nothing of the weight.',
    },
    de: {
      name: 'Index n',
      says: 'Wie stark das Material Licht bricht. Ein höherer Index macht dieselbe Stärke dünner; über das Gewicht sagt er nichts.',
    },
  },
  edge: {
    en: {
      name: 'Edge thickness',
      says: 'How thick the lens is at its rim, in the frame as drawn. In a comparison the thickest place of both lenses counts.',
    },
    de: {
      name: 'Randdicke',
      says: 'Wie dick das Glas am Rand ist, in der gezeichneten Fassung. Beim Vergleich zählt die dickste Stelle beider Gläser.',
    },
  },
  centre: {
    en: {
      name: 'Centre thickness',
      says: 'How thick the lens is in its middle. Each material has a least one, so that it does not break.',
    },
    de: {
      name: 'Mittendicke',
      says: 'Wie dick das Glas in seiner Mitte ist. Jedes Material hat eine kleinste, damit es nicht bricht.',
    },
  },
  weight: {
    en: {
      name: 'Weight',
      says: 'Of the lenses alone, cut to the shape of the frame. In a comparison it is that of the pair.',
    },
    de: {
      name: 'Gewicht',
      says: 'Der Gläser allein, auf die Form der Fassung geschliffen. Beim Vergleich das des Paars.',
    },
  },
  treatments: {
    en: {
      name: 'Treatments',
      says: 'What is put on the lens: hard coat against scratches, anti-reflective, mirror, filters, polished edges. What does not go with what is chosen gives way for it, and says so.',
    },
    de: {
      name: 'Veredelungen',
      says: 'Was auf das Glas kommt: Hartschicht gegen Kratzer, Entspiegelung, Verspiegelung, Filter, polierte Ränder. Was nicht zum Gewählten passt, ersetzt es und sagt das.',
    },
  },
  tint: {
    en: { name: 'Tint', says: 'Colour in the lens. The percentage is how much light it takes away.' },
    de: { name: 'Farbe', says: 'Farbe im Glas. Die Prozente sagen, wie viel Licht es wegnimmt.' },
  },
  frameType: {
    en: {
      name: 'Kind of frame',
      says: 'How the frame holds the lens: in a groove of a full rim, by a thread, or by drilled holes. It decides how thick the edge has to be.',
    },
    de: {
      name: 'Fassungsart',
      says: 'Wie die Fassung das Glas hält: in der Nut eines Vollrands, mit einem Faden oder durch Bohrungen. Danach richtet sich, wie dick der Rand sein muss.',
    },
  },
  frameToCome: {
    en: {
      name: 'Frame to come',
      says: 'The frame is sent to the lab later. The order begins; mounting waits for the frame.',
    },
    de: {
      name: 'Fassung folgt',
      says: 'Die Fassung kommt später ins Labor. Der Auftrag beginnt; das Einarbeiten wartet auf die Fassung.',
    },
  },
  remoteEdging: {
    en: { name: 'Remote edging', says: 'The lab cuts the lenses to a trace, and the frame stays in the practice.' },
    de: {
      name: 'Fernrandung',
      says: 'Das Labor schleift die Gläser nach einem Trace, und die Fassung bleibt im Betrieb.',
    },
  },
  uncut: {
    en: { name: 'Uncut lenses', says: 'Round lenses, to be edged in the practice.' },
    de: { name: 'Rohrunde Gläser', says: 'Runde Gläser, die im Betrieb gerandet werden.' },
  },
  box: {
    en: {
      name: 'A, B and bridge',
      says: 'Width and height of the box around one lens, and the distance between both lenses (DBL), in millimetres: the boxing system of ISO 8624.',
    },
    de: {
      name: 'A, B und Brücke',
      says: 'Breite und Höhe des Kastens um ein Glas und der Abstand zwischen beiden Gläsern (DBL), in Millimetern: das Kastensystem der ISO 8624.',
    },
  },
  ed: {
    en: {
      name: 'ED',
      says: 'Twice the longest way from the boxed centre to the rim. Where it is not given it is taken from the shape.',
    },
    de: {
      name: 'ED',
      says: 'Das Doppelte des längsten Wegs von der Kastenmitte zum Rand. Wo er nicht angegeben ist, wird er aus der Form genommen.',
    },
  },
  trace: {
    en: {
      name: 'Trace',
      says: 'The measured shape of a frame, as the file of a tracer (OMA or VCA). It is drawn as it is, and never repaired.',
    },
    de: {
      name: 'Trace',
      says: 'Die gemessene Form einer Fassung, als Datei eines Tracers (OMA oder VCA). Sie wird gezeichnet, wie sie ist, und nie repariert.',
    },
  },
  decentration: {
    en: {
      name: 'Decentration',
      says: 'How far beside the boxed centre the eye looks through: inwards and upwards. The red cross in the drawing.',
    },
    de: {
      name: 'Dezentration',
      says: 'Wie weit neben der Kastenmitte das Auge durchblickt: nach innen und nach oben. Das rote Kreuz in der Zeichnung.',
    },
  },
  blank: {
    en: {
      name: 'Blank',
      says: 'The unfinished lens that it is made from; the dotted circle in the drawing is the smallest one that suffices.',
    },
    de: {
      name: 'Rohling',
      says: 'Das unfertige Glas, aus dem es gemacht wird; der gepunktete Kreis in der Zeichnung ist der kleinste, der reicht.',
    },
  },
  priority: {
    en: {
      name: 'How soon',
      says: 'Rush and same day go before others at each station; the rules of the lab say what that costs.',
    },
    de: {
      name: 'Wie bald',
      says: 'Eilig und am selben Tag gehen an jeder Station vor; was das kostet, sagen die Regeln des Labors.',
    },
  },
  expected: {
    en: {
      name: 'Expected day',
      says: 'What the lab would promise if the order were sent now, by its calendar and the work that waits. Nothing is kept for it yet.',
    },
    de: {
      name: 'Erwarteter Tag',
      says: 'Was das Labor zusagen würde, wenn jetzt bestellt wird, nach seinem Kalender und der wartenden Arbeit. Festgehalten ist damit noch nichts.',
    },
  },
  promise: {
    en: {
      name: 'Promised day',
      says: 'The day that the lab has told for this order. When it moves, the first one and the reason stay beside it.',
    },
    de: {
      name: 'Zugesagter Tag',
      says: 'Der Tag, den das Labor für diese Bestellung genannt hat. Verschiebt er sich, stehen der erste und der Grund daneben.',
    },
  },
  queue: {
    en: {
      name: 'Queue',
      says: 'The place of the order among what waited at its first station when the lab confirmed it.',
    },
    de: {
      name: 'Warteschlange',
      says: 'Der Platz der Bestellung unter dem, was an ihrer ersten Station wartete, als das Labor sie bestätigte.',
    },
  },
  hold: {
    en: {
      name: 'Hold',
      says: 'Stopped on purpose until somebody does something: the practice, or the lab. It says who, and why.',
    },
    de: {
      name: 'Angehalten',
      says: 'Absichtlich angehalten, bis jemand etwas tut: der Betrieb oder das Labor. Es steht dabei, wer und warum.',
    },
  },
  breakage: {
    en: {
      name: 'Breakage',
      says: 'A lens that the lab lost while making it. It begins again, and the promised day may move.',
    },
    de: {
      name: 'Bruch',
      says: 'Ein Glas, das dem Labor bei der Arbeit verloren ging. Es wird neu begonnen, und der zugesagte Tag kann sich verschieben.',
    },
  },
  remake: {
    en: {
      name: 'Remake',
      says: 'The same made again because something was wrong with it. It stays linked with its original.',
    },
    de: {
      name: 'Nachfertigung',
      says: 'Dasselbe noch einmal, weil daran etwas falsch war. Es bleibt mit dem Original verbunden.',
    },
  },
  redo: {
    en: {
      name: 'Order changed',
      says: 'Ordered again with other values, because the prescription or the wish changed.',
    },
    de: {
      name: 'Geändert bestellt',
      says: 'Noch einmal mit anderen Werten bestellt, weil sich Verordnung oder Wunsch geändert haben.',
    },
  },
  nonAdapt: {
    en: { name: 'Non-adapt', says: 'The wearer does not get used to the lens, and another kind is made.' },
    de: {
      name: 'Unverträglichkeit',
      says: 'Wer die Brille trägt, gewöhnt sich nicht an das Glas, und eine andere Art wird gemacht.',
    },
  },
  release: {
    en: {
      name: 'Release',
      says: 'All rules and prices of the lab, frozen under a number. A new one acts at once in every open form.',
    },
    de: {
      name: 'Release',
      says: 'Alle Regeln und Preise des Labors, festgehalten unter einer Nummer. Ein neues gilt sofort in jedem offenen Formular.',
    },
  },
  job: {
    en: { name: 'Job', says: 'One pair of spectacles on its way through the lab.' },
    de: { name: 'Auftrag', says: 'Ein Paar Brillengläser auf dem Weg durch das Labor.' },
  },
} as const satisfies Record<string, Readonly<Record<Language, Definition>>>

export type TermId = keyof typeof terms
