import { lstat, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** A file that is ours now: under this path nobody else touches it. */
export interface ClaimedFile {
  /** As it was dropped. */
  readonly name: string
  readonly path: string
  readonly bytes: number
}

const OURS = '.ils-'
/** What message files are called; surface files and whatever else lies there are left alone. */
const MESSAGES = /^[^.][^/\\]{0,150}\.(oma|vca|dcs|lms|lds|fil|trc|ins|bas|frm|txt|dat)$/i

export interface FileClaims {
  /** Files that are complete, and those that a run before this one had begun. */
  claim(): Promise<ClaimedFile[]>
}

/**
 * Whoever writes a file takes its time: one is taken when its size and time stood still from one look to the next, and
 * by a new name, so that a process that dies leaves behind what it had begun.
 */
export function openClaims(folder: string, most: number): FileClaims {
  let seen = new Map<string, string>()
  return {
    async claim() {
      const names = await readdir(folder)
      const begun = names.filter((name) => name.startsWith(OURS)).sort()
      const claimed: ClaimedFile[] = []
      for (const name of begun) {
        const found = await fileAt(join(folder, name))
        if (found) claimed.push({ name: name.slice(OURS.length), path: join(folder, name), bytes: found.size })
      }
      const now = new Map<string, string>()
      for (const name of names.filter((one) => MESSAGES.test(one)).sort()) {
        const found = await fileAt(join(folder, name))
        if (!found) continue
        const state = `${found.size} ${found.mtimeMs}`
        now.set(name, state)
        // One of the same name is still being dealt with.
        if (seen.get(name) !== state || begun.includes(OURS + name) || claimed.length >= most) continue
        const path = join(folder, OURS + name)
        await rename(join(folder, name), path)
        claimed.push({ name, path, bytes: found.size })
      }
      seen = now
      return claimed
    },
  }
}

/** Links, folders, pipes and what is gone by now are no files. */
async function fileAt(path: string) {
  const found = await lstat(path).catch(() => undefined)
  return found?.isFile() === true ? found : undefined
}
