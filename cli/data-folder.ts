import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export interface DataFolder {
  readonly path: string
  readonly adminKeyFile: string
  readonly logFile: string
  readonly connectionFile: string
  adminKey(): string | undefined
  keepAdminKey(key: string): void
  readonly engineerKeyFile: string
  engineerKey(): string | undefined
  keepEngineerKey(key: string): void
  /** The key with which the first administrator is made; the same at every start. */
  setupKey(): string
  /** The key that seals the secrets of webhooks; the same at every start, or none of them opens any more. */
  sealKey(): string
  /** The key that seals what the portal keeps secret; the same at every start, or none of it opens any more. */
  portalSealKey(): string
  /** The portal's own key at the LIMS. */
  portalKey(): string | undefined
  keepPortalKey(key: string): void
  readonly portalSignInsFile: string
  /** First sign-ins of the portal, as JSON. */
  portalSignIns(): string | undefined
  keepPortalSignIns(text: string): void
}

/** Where `ils up` keeps what must last: nothing in it is readable by others. */
export function openDataFolder(path: string): DataFolder {
  const root = resolve(path)
  const at = (...parts: string[]): string => join(root, ...parts)
  const read = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined)
  const write = (file: string, text: string): void => {
    mkdirSync(root, { recursive: true, mode: 0o755 })
    // Written aside and renamed: a crash leaves the old file or the new one, never half of it.
    writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  const keep = (name: string, make: () => string): string => {
    const known = read(at(name))
    if (known) return known
    const fresh = make()
    write(at(name), fresh)
    return fresh
  }
  return {
    path: root,
    adminKeyFile: at('admin.key'),
    engineerKeyFile: at('engineer.key'),
    logFile: at('logs', 'lims.log'),
    connectionFile: at('connection.json'),
    adminKey: () => read(at('admin.key')),
    keepAdminKey: (key) => {
      write(at('admin.key'), key)
    },
    engineerKey: () => read(at('engineer.key')),
    keepEngineerKey: (key) => {
      write(at('engineer.key'), key)
    },
    setupKey: () => keep('setup.key', () => randomBytes(24).toString('base64url')),
    sealKey: () => keep('webhook-seal.key', () => randomBytes(32).toString('base64')),
    portalSignInsFile: at('portal-sign-ins.json'),
    portalSignIns: () => read(at('portal-sign-ins.json')),
    keepPortalSignIns: (text) => {
      write(at('portal-sign-ins.json'), text)
    },
    portalKey: () => read(at('portal.key')),
    keepPortalKey: (key) => {
      write(at('portal.key'), key)
    },
    portalSealKey: () => keep('portal-seal.key', () => randomBytes(32).toString('base64')),
  }
}

export function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0
}
