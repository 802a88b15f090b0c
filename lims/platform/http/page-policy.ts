import { hash } from 'node:crypto'

const STYLE = /<style>([^]*?)<\/style>/g

/**
 * The content security policy of a page that is made on the server: no script, nothing from anywhere, and only the styles that
 * stand in it, by their hashes. Our own screens may show it in a frame; `apart` makes it a stranger to them even there.
 */
export function pagePolicy(html: string, { apart }: { readonly apart: boolean }): string {
  const styles = [...html.matchAll(STYLE)].map(([, text = '']) => `'sha256-${hash('sha256', text, 'base64')}'`)
  return [
    "default-src 'none'",
    `style-src ${styles.join(' ') || "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    // Its links open pages of their own.
    ...(apart ? ['sandbox allow-popups allow-popups-to-escape-sandbox'] : []),
  ].join('; ')
}
