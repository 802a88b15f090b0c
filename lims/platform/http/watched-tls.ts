import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { Clock } from '../clock.ts'
import type { Log } from '../log/log.ts'
import { readPeersFile, type PinnedPeer } from './pinned-peers.ts'

export interface TlsFiles {
  readonly cert: string
  readonly key: string
  readonly peers: string
}

export interface TlsNow {
  readonly cert: Buffer
  readonly key: Buffer
  readonly peers: readonly PinnedPeer[]
}

const LOOK_EVERY_MS = 1000

/**
 * The certificate, its key and the list of peers as their files say now: whoever renews them writes the files and restarts
 * nothing. Files that do not fit together are said, and what was good before stays.
 */
export function watchTls(files: TlsFiles, { log, clock }: { readonly log: Log; readonly clock: Clock }) {
  let seen = stampOf(files)
  let now = readTls(files)
  let tell: ((now: TlsNow) => void) | undefined
  const look = (): void => {
    try {
      const stamp = stampOf(files)
      if (stamp === seen) return
      seen = stamp
      now = readTls(files)
      tell?.(now)
      log.info({ peers: now.peers.length }, 'the certificate or the pinned peers of the service port were read anew')
    } catch (error) {
      log.error({ err: error }, 'the new certificate or peers of the service port are not usable: the old ones stay')
    }
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  timer.unref()
  return {
    now: () => now,
    clock,
    /** Calls back after each change. */
    onChange(told: (now: TlsNow) => void) {
      tell = told
    },
    close() {
      clearInterval(timer)
    },
  }
}

export type WatchedTls = ReturnType<typeof watchTls>

/** By time, size and inode: a file that is moved over another one is another file. */
const stampOf = (files: TlsFiles): string =>
  Object.values(files)
    .map((file: string) => {
      const { mtimeMs, size, ino } = statSync(file)
      return `${mtimeMs} ${size} ${ino}`
    })
    .join('|')

function readTls(files: TlsFiles): TlsNow {
  const [cert, key] = [readFileSync(files.cert), readFileSync(files.key)]
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    throw new Error(`The key in ${files.key} is not that of the certificate in ${files.cert}`)
  }
  createSecureContext({ cert, key })
  return { cert, key, peers: readPeersFile(files.peers) }
}
