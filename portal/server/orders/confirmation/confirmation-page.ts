import type { FullConfiguration } from '@ils/contract/configuration'
import type { Eye } from '@ils/rules/language/rulebook'
import { escaped } from '@ils/platform/http/escaped'
import type { Paper } from '@ils/platform/pdf'
import type { Price } from '../../../contract/orders.ts'
import type { PatientLine } from '../../../contract/patients.ts'
import { dayInWords } from '../../../contract/say-day.ts'
import type { Language } from '../../../contract/shapes.ts'
import { drawFrame } from './draw-frame.ts'
import { factOnPaper, money, title, word } from './on-paper.ts'
import { paperStyle } from './paper-style.ts'
import { frameRows, paperTexts, rxColumns } from './paper-texts.ts'

type Lines = readonly (readonly [name: string, value: string | null])[]

/** All that stands on a confirmation. */
export interface Confirmation {
  readonly language: Language
  readonly paper: Paper
  readonly practice: { readonly name: string; readonly lines: readonly string[]; readonly licence: string | null }
  readonly sendTo: string | null
  readonly orderId: string
  readonly orderRef: string | null
  readonly jobId: string | null
  readonly again: string | null
  readonly cancelled: boolean
  readonly orderedOn: string
  readonly takenBy: string
  readonly promisedOn: string | null
  readonly firstPromisedOn: string | null
  readonly patient: PatientLine | null
  /** What it is made of, in the words of the catalogue. */
  readonly made: { readonly lens: string; readonly material: string | null; readonly treatments: string; readonly tint: string | null; readonly frame: string | null } // prettier-ignore
  readonly eyes: readonly Eye[]
  readonly priority: string
  readonly frameWay: string
  readonly note: string | null
  readonly configuration: FullConfiguration | null
  /** Null where the practice shows none. */
  readonly price: Price | null
  readonly byLens: boolean
  readonly release: number | null
  readonly decisionHash: string | null
}

const ID = /^(ord|job)_[0-9a-z]+$/

const list = (lines: Lines): string =>
  `<dl>${lines
    .flatMap(([name, value]) =>
      value === null || value === ''
        ? []
        : [`<dt>${escaped(name)}</dt><dd${ID.test(value) ? ' class="id"' : ''}>${escaped(value)}</dd>`],
    )
    .join('')}</dl>`

const section = (name: string, inside: string): string =>
  inside === '' ? '' : `<section><h2>${escaped(name)}</h2>${inside}</section>`

/** The confirmation of an order as a page: what is printed by a browser, and what the PDF is made of. */
export function confirmationPage(c: Confirmation): string {
  const { language, practice } = c
  const t = paperTexts[language]
  const day = (text: string): string => dayInWords(text, language)
  const first = c.firstPromisedOn !== null && c.firstPromisedOn !== c.promisedOn ? ` (${t.promisedFirst}: ${day(c.firstPromisedOn)})` : '' // prettier-ignore
  const eyes = c.eyes.length === 2 ? t.both : c.eyes.map((eye) => t[eye].toLowerCase()).join(', ')
  const about: Lines = [
    [t.ownNumber, c.orderRef],
    [t.order, c.orderId],
    [t.job, c.jobId],
    [t.again, c.again],
    [t.ordered, `${day(c.orderedOn)}, ${t.by} ${c.takenBy}`],
    [t.sendTo, c.sendTo],
  ]
  const whom: Lines = c.patient
    ? [
        [t.patient, `${c.patient.givenName} ${c.patient.familyName}`],
        [t.born, c.patient.birthDate === null ? null : day(c.patient.birthDate)],
        [t.patientNumber, c.patient.ownRef],
      ]
    : [[t.patient, t.notSeen]]
  const promise = c.promisedOn === null ? t.promisedNone : `${day(c.promisedOn)}${first}`
  const made: Lines = [
    [t.lens, c.made.lens],
    [t.eyes, eyes],
    [t.material, c.made.material],
    [t.treatments, c.made.treatments],
    [t.tint, c.made.tint],
    [t.priority, word(c.priority, language)],
    [t.note, c.note],
  ]
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(`${t.title} ${c.orderRef ?? c.orderId}`)}</title><style>${paperStyle(c.paper, t)}</style></head>
<body>
<header><div><p class="name">${escaped(practice.name)}</p><p class="from">${practice.lines.map(escaped).join('<br>')}</p></div>
<p class="from">${practice.licence === null ? '' : escaped(`${t.licence} ${practice.licence}`)}</p></header>
<main>
<h1>${escaped(t.title)}</h1>
<p class="sub">${escaped(c.made.lens)}</p>
${c.cancelled ? `<p class="void">${escaped(t.cancelled)}</p>` : ''}
<div class="two">${list(about)}<div>${list(whom)}<p class="sub promised">${escaped(t.promised)}</p><p class="strong">${escaped(promise)}</p></div></div>
${c.configuration ? section(t.rx, rxTable(c.configuration, language)) : ''}
${section(t.lens, list(made))}
${section(t.frame, framePart(c))}
${c.price ? section(t.price, priceTable(c.price, c.byLens, language)) : ''}
</main>
<footer>${escaped(footLine(c))}</footer>
</body></html>
`
}

function footLine({ language, release, decisionHash, orderId }: Confirmation): string {
  const t = paperTexts[language]
  return [
    orderId,
    ...(release === null ? [] : [`${t.release} ${release}`]),
    ...(decisionHash === null ? [] : [`${t.decision} ${decisionHash}`]),
  ].join(' · ')
}

function rxTable({ ordered, right, left }: FullConfiguration, language: Language): string {
  const facts = { right: right ?? {}, left: left ?? {} }
  const columns = Object.entries(rxColumns).filter(([id]) => ordered.some((eye) => facts[eye][id] !== undefined))
  const head = columns
    .map(
      ([id, name]) =>
        `<th scope="col">${escaped(title(name, language))}${/^fitting\.(pd|nearPd|height|vertex)$/.test(id) ? ' (mm)' : ''}</th>`,
    )
    .join('')
  const rows = ordered.map((eye) => {
    const cells = columns.map(([id]) => `<td>${escaped(factOnPaper(id, facts[eye][id], language))}</td>`).join('')
    return `<tr><th scope="row">${escaped(paperTexts[language][eye])}</th>${cells}</tr>`
  })
  return `<table><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function framePart({ configuration, frameWay, made, language }: Confirmation): string {
  const t = paperTexts[language]
  const job = configuration?.job ?? {}
  const lines: Lines = [
    [t.frameWay, word(frameWay, language)],
    [t.frameKind, made.frame],
    ...Object.entries(frameRows).map(([id, name]) => {
      const value = factOnPaper(id, job[id], language)
      return [title(name, language), value === '' || id === 'frame.curve' ? value : `${value} mm`] as const
    }),
  ]
  return `<div class="frame">${list(lines)}${configuration ? drawFrame(configuration, t.drawn) : ''}</div>`
}

function priceTable({ charges, currency, total }: Price, byLens: boolean, language: Language): string {
  const t = paperTexts[language]
  const sums = new Map<string, { readonly name: string; amount: number }>()
  for (const { code, eye, amount } of charges) {
    const of = byLens && eye !== null ? ` (${t[eye]})` : ''
    const name = `${word(`charge.${code}`, language, code)}${of}`
    const before = sums.get(name)
    if (before) before.amount += amount
    else sums.set(name, { name, amount })
  }
  const row = (name: string, amount: number): string =>
    `<tr><td>${escaped(name)}</td><td>${escaped(money(amount, currency, language))}</td></tr>`
  const body = [...sums.values()].map(({ name, amount }) => row(name, amount)).join('')
  return `<table><tbody>${body}</tbody><tfoot>${row(t.total, total)}</tfoot></table>`
}
