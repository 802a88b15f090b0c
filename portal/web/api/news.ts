import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { LiveLine } from '../../contract/live.ts'
import { newsKey, rulesKey } from './rules-key.ts'
import { hearing } from './connection.ts'
import { shareLine, type Following } from './share-line.ts'

const AGAIN_MS = [500, 1000, 2000, 5000, 10_000]
/** A beat comes every 15 seconds: twice that without one, and the line is dead. */
const SILENCE_MS = 35_000

/** A lab at work says several things a second, of which a list needs the last. */
const LISTS_MS = 250

/** At once, and then as often as it may; what was asked for meanwhile is done once, at the end. */
function atMostEvery(ms: number, run: () => void): () => void {
  let waits: 'no' | 'yes' | 'again' = 'no'
  const go = (): void => {
    waits = 'yes'
    run()
    setTimeout(() => {
      if (waits === 'again') go()
      else waits = 'no'
    }, ms)
  }
  return () => {
    if (waits === 'no') go()
    else waits = 'again'
  }
}

/** Follows what happens to whom is signed in, and lets every list and page that shows it ask again. */
export function useNews(accountId: string | null): void {
  const queries = useQueryClient()
  const [begun, setBegun] = useState(0)
  useEffect(() => {
    if (accountId === null) return
    const over = new AbortController()
    const lists = atMostEvery(LISTS_MS, () => {
      void queries.invalidateQueries({ queryKey: ['orders', 'list'] })
      void queries.invalidateQueries({ queryKey: ['orders', 'counts'] })
    })
    const hear = (line: LiveLine): void => {
      if (line.kind === 'order.changed' && line.order) {
        lists()
        void queries.invalidateQueries({ queryKey: ['orders', line.order.id] })
      } else if (line.kind === 'catalogue.changed') void queries.invalidateQueries({ queryKey: rulesKey })
      else if (line.kind === 'catalogue.told_of') void queries.invalidateQueries({ queryKey: newsKey })
      else if (line.kind === 'missed') void queries.invalidateQueries()
    }
    void shareLine(accountId, { signal: over.signal, hear, follow })
    // A page that is kept for the way back would keep its connection too, and a browser has six for one server.
    const hide = (): void => over.abort()
    const show = ({ persisted }: PageTransitionEvent): void => {
      if (persisted) setBegun((before) => before + 1)
    }
    window.addEventListener('pagehide', hide)
    window.addEventListener('pageshow', show)
    return () => {
      window.removeEventListener('pagehide', hide)
      window.removeEventListener('pageshow', show)
      over.abort()
      hearing(false)
    }
  }, [accountId, queries, begun])
}

async function follow({ signal, from, hear, tell }: Following): Promise<void> {
  let after = from
  for (let tries = 0; !signal.aborted;) {
    try {
      const query = after === null ? '' : `?after=${after}`
      const line = new AbortController()
      const both = AbortSignal.any([signal, line.signal])
      const response = await fetch(`/api/live${query}`, { signal: both, headers: { accept: 'application/x-ndjson' } })
      if (!response.ok || response.body === null) throw new Error(`live answered ${response.status}`)
      tell(true)
      tries = 0
      for await (const news of linesOf(response.body, line)) {
        after = Math.max(after ?? 0, news.position)
        hear(news)
      }
    } catch {
      // Broken off, or there is no network: asked again below, from where it broke off.
    }
    if (signal.aborted) return
    tell(false)
    const wait = AGAIN_MS[Math.min(tries++, AGAIN_MS.length - 1)] ?? AGAIN_MS[0]
    await new Promise((resolve) => setTimeout(resolve, wait))
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>, line: AbortController): AsyncGenerator<LiveLine> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const silence = setTimeout(() => line.abort(), SILENCE_MS)
    const { done, value } = await reader.read().finally(() => clearTimeout(silence))
    if (done) return
    const parts = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    // Lines of our own server, which checks them against the contract.
    for (const part of parts) if (part !== '') yield JSON.parse(part) as LiveLine
  }
}
