import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@ils/platform/http/mount-options'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/** Only what the portal itself serves; no script or style that stands in a page, and no `eval`. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  // Mails of the outbox, and paper that is printed.
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const FOR_EVER = 'public, max-age=31536000, immutable'
/** What may belong to the API is never a screen: a wrong path there is a refusal. */
const NOT_SCREENS = /^\/(api|\.well-known|metrics|livez|readyz|startupz)(\/|$)/

/** Where the build puts the screens: beside the compiled server, whether that runs or its sources do. */
export const builtScreens = (): string =>
  ['../../screens', '../../dist/screens']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((folder) => existsSync(join(folder, 'index.html')) && existsSync(join(folder, 'assets'))) ?? ''

/**
 * The files of the screens, read once and served from memory: no path of a caller ever meets the disk. Every other path is
 * a route of the screens. Without a build there are none.
 */
export function openScreens(folder: string): (path: string) => Page | undefined {
  const files = folder === '' ? new Map<string, Page>() : readScreens(folder)
  const first = files.get('/index.html')
  return (path) => files.get(path) ?? (NOT_SCREENS.test(path) || extname(path) !== '' ? undefined : first)
}

function readScreens(folder: string): Map<string, Page> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    found.map((entry) => {
      const file = join(entry.parentPath, entry.name)
      const path = `/${relative(folder, file).split(sep).join('/')}`
      const type = TYPES[extname(file)] ?? 'application/octet-stream'
      // Names in assets/ carry a hash of what is in them.
      const caching = path.startsWith('/assets/') ? FOR_EVER : 'no-cache'
      const headers = { 'content-security-policy': POLICY, 'cache-control': caching }
      return [path, { type, body: readFileSync(file), headers }]
    }),
  )
}
