import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openDataFolder } from './data-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'ils-folder-'))
afterAll(() => {
  rmSync(root, { recursive: true })
})

it('a data folder makes the keys that must last once, for nobody else to read', () => {
  const [first, again] = [openDataFolder(root), openDataFolder(root)]
  expect(Buffer.from(first.sealKey(), 'base64')).toHaveLength(32)
  expect(again.sealKey()).toBe(first.sealKey())
  expect(again.setupKey()).toBe(first.setupKey())
  expect(statSync(join(root, 'webhook-seal.key')).mode & 0o777).toBe(0o600)
})
