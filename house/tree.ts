import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files a check looks at: the repository, or a few planted ones. */
export interface Tree {
  readonly files: readonly string[]
  read(file: string): string
}

/** Everything git knows or would take in, as it is on the disk now. */
export function treeOf(folder: string): Tree {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  const files = [...new Set(listed.split('\0'))].filter((file) => file !== '' && existsSync(join(folder, file))).sort()
  const texts = new Map<string, string>()
  return {
    files,
    read(file) {
      const text = texts.get(file) ?? readFileSync(join(folder, file), 'utf8')
      texts.set(file, text)
      return text
    },
  }
}

/** A tree of these texts only. */
export function plantedTree(texts: Readonly<Record<string, string>>): Tree {
  return { files: Object.keys(texts).sort(), read: (file) => texts[file] ?? '' }
}

export const isCode = (file: string): boolean => /\.(ts|tsx|mjs|cjs)$/.test(file)
