import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openFakeLims } from '@ils/testing/fake-lims/open-fake-lims'
import { expect, it } from 'vitest'

const here = import.meta.dirname

/** As in a page whose Content-Security-Policy has no `unsafe-eval`: whoever makes code there ends. */
const inPage = (script: string) =>
  promisify(execFile)(
    process.execPath,
    [
      ...['--disallow-code-generation-from-strings', '--conditions=development', '--import', 'tsx'],
      ...['--input-type=module', '--eval', script],
    ],
    { cwd: join(here, '..', '..') },
  )

it('the client makes no code where its checks are given', async () => {
  const fake = await openFakeLims()
  try {
    const open = (checks: string) => `
      import { openLimsClient } from '@ils/lims-client/lims-client'
      import { compiledChecks } from '@ils/lims-client/checks'
      const url = ${JSON.stringify(fake.url)}
      const lims = openLimsClient({ url, key: ${JSON.stringify(fake.makeKey())}, retry: 'none', ${checks} })
      console.log((await lims.fetchCatalog()).release.number, (await lims.health()).state)`
    expect((await inPage(open('checks: compiledChecks({})'))).stdout.trim()).toBe('1 ready')
    // Otherwise it would: so the flag does what it says.
    await expect(inPage(open(''))).rejects.toThrow('Code generation from strings disallowed')
  } finally {
    await fake.close()
  }
})
