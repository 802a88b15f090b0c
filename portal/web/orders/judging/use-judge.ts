import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { FullConfiguration } from '@ils/contract/configuration'
import type { Configuration } from '@ils/rules/language/rulebook'
import { useEffect, useRef, useState } from 'react'
import type { LabJudgement } from '../../../contract/catalogue.ts'
import { ask, askUnread, codeOf, type Unread } from '../../api/ask.ts'
import { rulesKey } from '../../api/rules-key.ts'
import type { Fits, FromThread, Judged, Nearest, Offer, ToThread } from './judged.ts'

const QUIET_MS = 300

export type LabSays =
  { readonly state: 'asking' | 'away' | 'broken' } | { readonly state: 'said'; readonly judgement: LabJudgement }

export interface Verdict {
  readonly offer: Offer | null
  readonly release: number | null
  readonly judged: Judged | null
  readonly nearest: readonly Nearest[]
  readonly fits: Fits | null
  readonly lab: LabSays
  readonly error: unknown
  /** The verdict is of what stands in the form now. */
  readonly current: boolean
}

/** Judges what stands in the form: here with every keystroke, and by the LIMS after a moment of quiet. */
export function useJudge(configuration: Configuration, practice: string | null): Verdict {
  const rules = useQuery({
    queryKey: rulesKey,
    queryFn: ({ signal }) => askUnread('GET /api/catalogue/rules', { signal }),
    staleTime: Infinity,
    structuralSharing: sameByTag,
  })
  const queries = useQueryClient()
  const thread = useRef<Worker | null>(null)
  const asked = useRef(0)
  const [release, setRelease] = useState<number | null>(null)
  const [offer, setOffer] = useState<Offer | null>(null)
  const [broken, setBroken] = useState<Error | null>(null)
  const [judged, setJudged] = useState<{ readonly id: number; readonly judged: Judged } | null>(null)
  const [nearest, setNearest] = useState<readonly Nearest[]>([])
  const [fits, setFits] = useState<Fits | null>(null)
  const [lab, setLab] = useState<LabSays>({ state: 'asking' })
  const said = JSON.stringify(configuration)

  useEffect(() => {
    const worker = new Worker(new URL('./judge-thread.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<FromThread>) => {
      if (data.kind === 'ready') {
        setBroken(null)
        setRelease(data.release)
        if (data.offer) setOffer(data.offer)
      } else if (data.kind === 'broken') setBroken(new Error('the rules could not be read'))
      // What was asked since has overtaken it.
      else if (data.id !== asked.current) return
      else if (data.kind === 'judged') setJudged(data)
      else if (data.kind === 'nearest') setNearest(data.nearest)
      else setFits(data.fits)
    })
    thread.current = worker
    return () => {
      worker.terminate()
      thread.current = null
    }
  }, [])

  const answer = rules.data?.answer
  useEffect(() => {
    if (answer) tell(thread.current, { kind: 'rules', answer })
  }, [answer])

  useEffect(() => {
    if (!answer) return
    asked.current++
    // The text is what was made of it a moment ago.
    const standing = JSON.parse(said) as Configuration
    tell(thread.current, { kind: 'judge', id: asked.current, practice, configuration: standing })
  }, [said, answer, practice])

  useEffect(() => {
    // While other rules are being read, what was said by the ones before is not the last word.
    if (!answer || release === null) return
    const over = new AbortController()
    setLab({ state: 'asking' })
    const timer = setTimeout(() => {
      // As above: the wire's form of the same.
      const asking = JSON.parse(said) as FullConfiguration
      ask('POST /api/catalogue/judge', { body: { configuration: asking }, signal: over.signal }).then(
        (judgement) => setLab({ state: 'said', judgement }),
        (error: unknown) => {
          if (over.signal.aborted) return
          const code = codeOf(error)
          setLab({ state: code === 'lims_away' || code === 'unanswered' ? 'away' : 'broken' })
          // The line above every page knows it as soon as the form does.
          if (code === 'lims_away') void queries.invalidateQueries({ queryKey: ['about'] })
        },
      )
    }, QUIET_MS)
    return () => {
      clearTimeout(timer)
      over.abort()
    }
  }, [said, answer, release, queries])

  return {
    offer,
    release,
    judged: judged?.judged ?? null,
    nearest: judged !== null && judged.id === asked.current ? nearest : [],
    fits,
    lab,
    error: rules.error ?? broken,
    current: judged !== null && judged.id === asked.current,
  }
}

/** The same answer again is no other release. */
function sameByTag(before: unknown, now: unknown): unknown {
  const [known, fresh] = [before, now] as [Unread | undefined, Unread] // Both are answers of the query.
  return known !== undefined && known.etag !== null && known.etag === fresh.etag ? known : fresh
}

function tell(thread: Worker | null, line: ToThread): void {
  thread?.postMessage(line)
}
