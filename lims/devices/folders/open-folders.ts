import { lstat, mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { LineFolders } from '@ils/contract/devices'

/** Where the files of a line lie, as paths of this computer. */
export type Folders = Readonly<Record<keyof LineFolders, string>>

/** The folders of a line cannot be used as they are; the sentence says why. */
export class FolderFault extends Error {}

/**
 * Makes what is missing and answers the paths. Nothing below the root may be a link: whoever can write into a machine's
 * folder could otherwise have us read and write anywhere.
 */
export async function openFolders(root: string, folders: LineFolders): Promise<Folders> {
  const base = await realpath(root).catch(() => {
    throw new FolderFault(`ILS_DEVICE_FOLDER: there is no folder ${root}`)
  })
  const [input, out, done, failed] = [
    await openFolder(base, folders.in),
    await openFolder(base, folders.out),
    await openFolder(base, folders.done),
    await openFolder(base, folders.failed),
  ]
  return { in: input, out, done, failed }
}

async function openFolder(base: string, path: string): Promise<string> {
  let at = base
  for (const part of path.split(/[\\/]/)) {
    if (part === '' || part === '.' || part === '..') {
      throw new FolderFault(`${path} must lie below ILS_DEVICE_FOLDER, without .. in it`)
    }
    at = join(at, part)
    const found = await statOf(at)
    if (found === undefined) {
      await mkdir(at).catch((error: unknown) => {
        throw new FolderFault(`${path}: ${error instanceof Error ? error.message : 'cannot be made'}`)
      })
    } else if (found.isSymbolicLink()) {
      throw new FolderFault(`${path}: ${part} is a link, and links are not followed`)
    } else if (!found.isDirectory()) {
      throw new FolderFault(`${path}: ${part} is no folder`)
    }
  }
  return at
}

const statOf = (path: string) => lstat(path).catch(() => undefined)
