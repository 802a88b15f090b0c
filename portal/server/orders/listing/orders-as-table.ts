import type { OrderRow } from '../store.ts'

type Cell = string | number | null
const columns: readonly (readonly [string, (row: OrderRow) => Cell])[] = [
  ['Order', (row) => row.id],
  ['Own number', (row) => row.order_ref],
  ['Practice', (row) => row.practice],
  ['Ordered at', (row) => row.taken_at.toISOString()],
  ['Ordered by', (row) => row.taken_by],
  ['State', (row) => row.status],
  ['Kind', (row) => row.kind],
  ['Lenses', (row) => row.lens],
  ['Eyes', (row) => row.eyes.join(' ')],
  ['Priority', (row) => row.priority],
  ['Promised for', (row) => row.promised_on],
  ['First promised for', (row) => row.first_promised_on],
  ['Job', (row) => row.job_id],
  ['Held because', (row) => row.hold?.reason ?? null],
  ['Shipped at', (row) => row.shipped?.at ?? null],
  ['Carrier', (row) => row.shipped?.carrier ?? null],
  ['Tracking', (row) => row.shipped?.tracking ?? null],
  ['Currency', (row) => row.price?.currency ?? null],
  ['Price in minor units', (row) => row.price?.total ?? null],
]

/** Spreadsheets compute what begins so (OWASP, CSV injection); a quote mark before it makes it text. */
const COMPUTED = /^\s*[=+\-@|%\t\r]/

function written(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const text = COMPUTED.test(cell) ? `'${cell}` : cell
  return /[",\r\n;]/.test(text) || text !== cell ? `"${text.replaceAll('"', '""')}"` : text
}

/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
export function ordersAsTable(rows: readonly OrderRow[]): string {
  const lines = [
    columns.map(([title]) => written(title)),
    ...rows.map((row) => columns.map(([, of]) => written(of(row)))),
  ]
  return `\uFEFF${lines.map((line) => `${line.join(',')}\r\n`).join('')}`
}
