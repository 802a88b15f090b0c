import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** Nobody ever sees half of the file: it gets its name when it is whole and on disk. */
export async function writeWhole(folder: string, name: string, bytes: Uint8Array | string): Promise<void> {
  const hidden = join(folder, `.${name}.tmp`)
  const file = await open(hidden, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(hidden, join(folder, name))
}

/** What anybody said, as part of a file name on any system. */
export const namePart = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^\.+/, '')
    .slice(0, 60) || '_'
