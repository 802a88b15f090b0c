import { useSyncExternalStore } from 'react'

/** Whether the portal answers, and whether it tells us news. */
export type Connection = 'live' | 'quiet' | 'away'

let answers = typeof navigator === 'undefined' || navigator.onLine
let hears = false
let current: Connection = answers ? 'quiet' : 'away'
const heard = new Set<() => void>()

function tell(): void {
  const next: Connection = !answers ? 'away' : hears ? 'live' : 'quiet'
  if (next === current) return
  current = next
  for (const one of heard) one()
}

export function reached(): void {
  answers = true
  tell()
}

export function unreachable(): void {
  answers = false
  hears = false
  tell()
}

export function hearing(yes: boolean): void {
  hears = yes
  if (yes) answers = true
  tell()
}

if (typeof window !== 'undefined') {
  window.addEventListener('offline', unreachable)
  window.addEventListener('online', reached)
}

export const useConnection = (): Connection =>
  useSyncExternalStore(
    (listener) => {
      heard.add(listener)
      return () => heard.delete(listener)
    },
    () => current,
  )
