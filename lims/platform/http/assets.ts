import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface Asset {
  readonly type: string
  readonly body: Buffer
}

const TYPES: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

export type Assets = ReadonlyMap<string, Asset>

/** Files of the pages, kept in memory and served by name: no path of a caller ever meets the disk. */
export function assetsOf(files: Readonly<Record<string, string | Buffer>>): Assets {
  return new Map(
    Object.entries(files).map(([name, body]) => {
      const type = TYPES[name.split('.').pop() ?? ''] ?? 'application/octet-stream'
      return [name, { type, body: Buffer.from(body) }]
    }),
  )
}

/** The API browser, from the package that ships it. */
export function swaggerFiles(): Record<string, Buffer> {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  return Object.fromEntries(
    ['swagger-ui.css', 'swagger-ui-bundle.js'].map((name) => [name, readFileSync(join(folder, name))]),
  )
}
