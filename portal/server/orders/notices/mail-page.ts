import type { Language } from '../../../contract/shapes.ts'
import { escaped } from '@ils/platform/http/escaped'

/** What happened, as a sentence with lines of facts under it. */
export interface Part {
  readonly sentence: string
  readonly lines: readonly (readonly [name: string, value: string])[]
}

interface Page {
  readonly hello: string
  readonly parts: readonly Part[]
  readonly facts: Part['lines']
  readonly go: string
  readonly url: string
  readonly because: string
  readonly choose: string
  readonly chooseWords: string
}

// One block and plain selectors: what Outlook and Gmail both read. Colours are those of the screens, dark ones too.
const STYLE = `
body { margin: 0; padding: 24px 12px; background: #f4f6f8; color: #17202b; font: 16px/1.5 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
.card { max-width: 560px; margin: 0 auto; padding: 28px; background: #ffffff; border: 1px solid #d9dfe6; border-radius: 8px; }
.mark { margin: 0 0 20px; font-size: 14px; font-weight: bold; color: #0b6468; }
h1 { margin: 20px 0 8px; font-size: 19px; line-height: 1.35; }
p { margin: 0 0 12px; }
table { border-collapse: collapse; margin: 0 0 16px; }
th { padding: 3px 16px 3px 0; text-align: left; vertical-align: top; font-weight: normal; color: #4c5868; }
td { padding: 3px 0; vertical-align: top; }
hr { margin: 20px 0; border: 0; border-top: 1px solid #d9dfe6; }
.go { display: inline-block; margin: 4px 0 0; padding: 11px 20px; background: #0b6468; color: #ffffff; border-radius: 5px; text-decoration: none; font-weight: bold; }
.foot { max-width: 560px; margin: 16px auto 0; padding: 0 28px; font-size: 13px; color: #4c5868; }
.foot a { color: #0b6468; }
@media (prefers-color-scheme: dark) {
  body { background: #11161b; color: #e8ecf1; }
  .card { background: #191f26; border-color: #2c3641; }
  hr { border-color: #2c3641; }
  th, .foot { color: #aab4c1; }
  .mark, .foot a { color: #66cfca; }
  .go { background: #66cfca; color: #052422; }
}
`

const rows = (lines: Part['lines']): string =>
  lines.length === 0
    ? ''
    : `<table>${lines
        .map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th><td>${escaped(value)}</td></tr>`)
        .join('')}</table>`

/** The part of a mail for those who read mails as pages: no pictures, nothing that is loaded, nothing that counts readers. */
export function mailPage(language: Language, page: Page): string {
  const parts = page.parts.map(({ sentence, lines }) => `<h1>${escaped(sentence)}</h1>${rows(lines)}`)
  const link = (url: string, words: string, kind = ''): string =>
    `<a${kind} href="${escaped(url)}" target="_blank" rel="noopener">${escaped(words)}</a>`
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escaped(page.parts[0]?.sentence ?? '')}</title>
<style>${STYLE}</style></head>
<body><main class="card"><p class="mark">ILS</p><p>${escaped(page.hello)}</p>
${parts.join('\n')}
<hr>${rows(page.facts)}
<p>${link(page.url, page.go, ' class="go"')}</p></main>
<footer class="foot"><p>${escaped(page.because)} ${link(page.choose, page.chooseWords)}</p></footer>
</body></html>
`
}
