import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openScreens } from './screens.ts'

const folder = mkdtempSync(join(tmpdir(), 'ils-screens-'))
mkdirSync(join(folder, 'assets'))
writeFileSync(join(folder, 'index.html'), '<!doctype html>')
writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'start()')
const pageAt = openScreens(folder)
afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('the screens', () => {
  it('are one page at every path of theirs, under a policy without eval', () => {
    for (const path of ['/', '/orders', '/orders/ord_1', '/invitation']) {
      expect(pageAt(path)).toMatchObject({ type: 'text/html; charset=utf-8', body: Buffer.from('<!doctype html>') })
    }
    const policy = pageAt('/')?.headers['content-security-policy'] ?? ''
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe')
  })

  it('keep files with a hash in their names for ever', () => {
    expect(pageAt('/assets/main-1a2b.js')).toMatchObject({
      type: 'text/javascript; charset=utf-8',
      headers: { 'cache-control': 'public, max-age=31536000, immutable' },
    })
  })

  it.each(['/api/nothing', '/api', '/assets/old-9z.js', '/../secret.txt', '/.well-known/x', '/readyz/x'])(
    'are not at %s',
    (path) => {
      expect(pageAt(path)).toBeUndefined()
    },
  )
})
