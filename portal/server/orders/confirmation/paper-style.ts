/** The look of a confirmation, on paper and as a page. */
export const paperStyle = (paper: 'A4' | 'Letter', footer: { readonly page: string; readonly of: string }): string => `
@page {
  size: ${paper};
  margin: 13mm 18mm 16mm;
  @bottom-right { content: "${footer.page} " counter(page) " ${footer.of} " counter(pages); font: 8pt Roboto, 'Open Sans', 'Noto Sans', Arial, sans-serif; color: #4c5868; }
}
* { box-sizing: border-box; }
body { margin: 0; color: #17202b; background: #ffffff; font: 10pt/1.4 Roboto, 'Open Sans', 'Noto Sans', 'Segoe UI', Arial, sans-serif; font-variant-numeric: tabular-nums; }
h1, h2, p, dl, dd, table { margin: 0; padding: 0; }
header { display: flex; justify-content: space-between; gap: 24pt; padding-bottom: 10pt; border-bottom: 1.5pt solid #0b6468; }
header .name { font-size: 14pt; font-weight: 600; }
header .from { color: #4c5868; font-size: 9pt; }
h1 { margin: 12pt 0 2pt; font-size: 17pt; font-weight: 600; letter-spacing: -0.01em; }
.sub { color: #4c5868; }
.void { margin-top: 8pt; padding: 6pt 10pt; border: 1pt solid #a01f2a; color: #a01f2a; font-weight: 600; }
.two { display: grid; grid-template-columns: 1.25fr 1fr; gap: 0 28pt; margin-top: 12pt; }
section { margin-top: 11pt; break-inside: avoid; }
h2 { margin-bottom: 5pt; padding-bottom: 2pt; border-bottom: 0.5pt solid #c3ccd6; font-size: 10pt; font-weight: 600; color: #0b6468; break-after: avoid; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 1.5pt 12pt; align-content: start; }
dt { color: #4c5868; }
dd { overflow-wrap: anywhere; }
.id { font-size: 7.5pt; line-height: 1.87; white-space: nowrap; }
.promised { margin-top: 8pt; }
.strong { font-weight: 600; font-size: 12pt; }
table { width: 100%; border-collapse: collapse; }
th { font-weight: 500; color: #4c5868; font-size: 9pt; text-align: right; padding: 1pt 5pt; }
td { text-align: right; padding: 2.2pt 5pt; border-top: 0.5pt solid #e2e7ec; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead td { border: 0; padding: 0; }
tr { break-inside: avoid; }
h2 + table > tbody:first-child > tr:first-child > td { border-top: 0; }
tbody th { color: #17202b; font-weight: 600; border-top: 0.5pt solid #e2e7ec; }
tfoot td { border-top: 1pt solid #17202b; font-weight: 600; font-size: 11pt; }
.frame { display: grid; grid-template-columns: 1fr 1.5fr; gap: 20pt; align-items: center; }
.drawing { width: 100%; max-height: 38mm; }
.box { fill: none; stroke: #b4bec9; stroke-width: 0.25; stroke-dasharray: 1 1; }
.shape { fill: #e9f4f4; stroke: #17202b; stroke-width: 0.5; }
.cross { fill: none; stroke: #a01f2a; stroke-width: 0.45; }
footer { margin-top: 12pt; padding-top: 5pt; border-top: 0.5pt solid #c3ccd6; color: #4c5868; font-size: 7.5pt; overflow-wrap: anywhere; }
@media screen {
  body { max-width: 190mm; margin: 0 auto; padding: 14mm 12mm; }
  html { background: #eceff3; }
  body { min-height: 100vh; }
  table { font-size: 10pt; }
}
@media screen and (max-width: 700px) {
  body { padding: 16px; }
  .two, .frame { grid-template-columns: 1fr; gap: 12pt; }
  section { overflow-x: auto; }
}
`
