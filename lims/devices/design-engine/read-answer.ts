import { recordsOf, valueOf, type Message } from '@ils/oma/records/message'
import { eyeOf } from '@ils/oma/records/read-by-eye'
import { fieldsOf, numbersOf, unquoted } from '@ils/oma/records/read-value'
import { readDesignStatus, readStatus } from '@ils/oma/session/status'

type Eye = 'right' | 'left'

export interface SurfaceFile {
  readonly eye: Eye
  /** As the engine wrote it: the machine that cuts knows where it is. */
  readonly path: string
  /** The class of machine it is for, DEV; null: whoever lists it. */
  readonly dev: string | null
}

export interface AnsweredEye {
  readonly severity: 'none' | 'warning' | 'error'
  readonly text: string
  /** In dioptres, mm, degrees; the cylinder is negative, as the lab's facts are. */
  readonly figures: Readonly<Record<string, number>>
  /** As they came, by label. */
  readonly labels: Readonly<Record<string, string>>
  readonly files: readonly SurfaceFile[]
}

/** Facts of the family `answer` by the labels that say them; the first that is there. */
const FIGURES: Readonly<Record<string, readonly string[]>> = {
  centre: ['CTHICK', 'INSCTHK'],
  thinnest: ['THNP'],
  minimumBlank: ['MINDIA'],
  minimumCentre: ['MINBCTHK'],
  sphere: ['INSSPH', 'LDDRSPH'],
  cylinder: ['INSCYL', 'LDDRCYL'],
  axis: ['INSAX', 'LDDRAX'],
  add: ['INSADD', 'LDADD'],
  prism: ['INSPRPRVM', 'LDPRVM'],
}

/** Kept for machines that list them: inspection reads against them, engravers and generators cut by them. */
const KEPT = [
  ...['INSSPH', 'INSCYL', 'INSAX', 'INSADD', 'INSPRPRVM', 'INSPRPRVA', 'INSCTHK'],
  ...['LDDRSPH', 'LDDRCYL', 'LDDRAX', 'LDNRSPH', 'LDNRCYL', 'LDNRAX', 'LDADD', 'LDPRVM', 'LDPRVA'],
  ...['CTHICK', 'THKP', 'THKA', 'THNP', 'THNA', 'GBASEX', 'GCROSX', 'GAX', 'CORRLEN', 'LDCRYPT'],
  ...['ERDRIN', 'ERDRUP', 'ERNRIN', 'ERNRUP', 'ERSGIN', 'ERSGUP', 'BCERIN', 'BCERUP'],
]

/** What a design engine says of one lens. Sources: the notes on XSTATUS, LDPATH and the INS values of real answer files. */
export function readAnswer(message: Message, eye: Eye): AnsweredEye {
  const letter = eye === 'right' ? 'R' : 'L'
  const said = readDesignStatus(message).filter((one) => one.eye === undefined || one.eye === 'B' || one.eye === letter)
  const status = readStatus(message)
  const failed = status !== undefined && status.code !== 0
  const error = failed || said.some(({ severity }) => severity === 'E')
  const texts = [
    ...(failed ? [`STATUS=${status.code} ${status.text}`.trim()] : []),
    ...said.map(({ code, text }) => `${code} ${text}`.trim()),
  ]
  return {
    severity: error ? 'error' : said.some(({ severity }) => severity === 'W') ? 'warning' : 'none',
    text: texts.join('; ').slice(0, 200),
    figures: inMinusCylinder(figuresOf(message, eye)),
    labels: labelsOf(message, eye),
    files: surfaceFiles(message).filter((file) => file.eye === eye),
  }
}

function figuresOf(message: Message, eye: Eye): Record<string, number> {
  const figures: Record<string, number> = {}
  for (const [fact, labels] of Object.entries(FIGURES)) {
    for (const label of labels) {
      const value = numbersOf(valueOf(message, label) ?? '')[eye]
      if (value === undefined) continue
      figures[fact] = value
      break
    }
  }
  return figures
}

/** S C × A reads the same as (S + C) -C × (A ± 90). Source: transposition, any textbook. Axis 0 is written 180. */
function inMinusCylinder(figures: Record<string, number>): Record<string, number> {
  const { sphere, cylinder, axis } = figures
  const turned = axis === undefined ? undefined : axis === 0 ? 180 : axis
  if (cylinder === undefined || cylinder <= 0 || sphere === undefined) {
    return turned === undefined ? figures : { ...figures, axis: turned }
  }
  const across = turned === undefined ? {} : { axis: turned > 90 ? turned - 90 : turned + 90 }
  return { ...figures, sphere: sphere + cylinder, cylinder: -cylinder, ...across }
}

function labelsOf(message: Message, eye: Eye): Record<string, string> {
  return Object.fromEntries(
    KEPT.flatMap((label) => {
      const [right = '', left] = fieldsOf(valueOf(message, label) ?? '')
      const text = (eye === 'right' ? right : (left ?? '')).trim()
      return text === '' || text === '?' ? [] : [[label, text]]
    }),
  )
}

/** `LDPATH=path;path` is right;left; `LDPATH=R;path` and `LDPATH=R;GEN;path` are of one eye, the second for one class. */
function surfaceFiles(message: Message): SurfaceFile[] {
  return recordsOf(message, 'LDPATH').flatMap(({ value }) => {
    const fields = fieldsOf(value).map((field) => unquoted(field).trim())
    const [first = '', second = ''] = fields
    const eye = eyeOf(first)
    const paths: readonly (readonly [Eye, string, string | null])[] =
      eye === undefined
        ? [
            ['right', first, null],
            ['left', second, null],
          ]
        : (['right', 'left'] as const)
            .filter((one) => eye === 'B' || eye === (one === 'right' ? 'R' : 'L'))
            .map((one) => [one, fields.at(-1) ?? '', fields.length > 2 ? second.toUpperCase() : null])
    return paths.flatMap(([one, path, dev]) => (path === '' || path === '?' ? [] : [{ eye: one, path, dev }]))
  })
}
