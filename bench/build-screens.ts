import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repository } from '@ils/testing/running-ils'

/** As `npm run build` does: the portal serves what stands in its dist/. */
export async function buildScreens(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(repository, 'cli', 'build-screens.mjs')], { cwd: repository })
}
