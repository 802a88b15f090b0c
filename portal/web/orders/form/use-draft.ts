import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ask, codeOf, newKey } from '../../api/ask.ts'
import { isBegun, type OrderForm } from './order-form.ts'

const QUIET_MS = 800
const AGAIN_MS = 5000

export type Keeping = 'new' | 'unsaved' | 'saving' | 'saved' | 'elsewhere' | 'away'

interface Kept {
  readonly id: string
  readonly version: number
}

/** Keeps what is typed as a draft at the portal: a closed browser loses nothing, and another one goes on with it. */
export function useDraft(form: OrderForm, label: string, first: Kept | null, on: boolean) {
  const [keeping, setKeeping] = useState<Keeping>(first === null ? 'new' : 'saved')
  const kept = useRef(first)
  const text = JSON.stringify(form)
  const saved = useRef(text)
  const busy = useRef(false)
  const running = useRef<Promise<void>>(Promise.resolve())
  const closing = useRef(false)
  const key = useRef('')
  const latest = useRef({ form, label, text })
  latest.current = { form, label, text }
  const queries = useQueryClient()

  const saveNow = useCallback(async (): Promise<void> => {
    const { form: now, label: named, text: asText } = latest.current
    if (busy.current || asText === saved.current) return
    busy.current = true
    setKeeping('saving')
    const body = { patientId: now.patientId, label: named === '' ? '–' : named.slice(0, 200), form: { ...now } }
    try {
      if (kept.current === null) {
        key.current = newKey()
        const { id, version } = await ask('POST /api/order-drafts', { body, key: key.current })
        kept.current = { id, version }
        void queries.invalidateQueries({ queryKey: ['drafts'] })
      } else {
        const { id: draftId, version } = kept.current
        const next = await ask('PUT /api/order-drafts/:draftId', { params: { draftId }, body: { ...body, version } })
        kept.current = { id: draftId, version: next.version }
      }
      saved.current = asText
      setKeeping(latest.current.text === asText ? 'saved' : 'unsaved')
    } catch (error) {
      setKeeping(codeOf(error) === 'conflict' ? 'elsewhere' : 'away')
    } finally {
      busy.current = false
    }
  }, [queries])
  const save = useCallback((): void => {
    if (!closing.current && !busy.current) running.current = saveNow()
  }, [saveNow])

  useEffect(() => {
    if (!on || text === saved.current || !isBegun(latest.current.form) || keeping === 'elsewhere') return
    if (keeping === 'saved' || keeping === 'new') setKeeping('unsaved')
    const timer = setTimeout(save, keeping === 'away' ? AGAIN_MS : QUIET_MS)
    return () => clearTimeout(timer)
  }, [text, save, keeping, on])

  useEffect(() => {
    const hide = (): void => {
      if (on && document.visibilityState === 'hidden' && isBegun(latest.current.form)) save()
    }
    document.addEventListener('visibilitychange', hide)
    return () => document.removeEventListener('visibilitychange', hide)
  }, [save, on])

  return {
    keeping,
    /** The draft that becomes an order: what is on its way arrives first, or it would stay behind as a draft of its own. */
    close: async (): Promise<string | null> => {
      closing.current = true
      await running.current
      return kept.current?.id ?? null
    },
    /** It did not become one: what is typed is kept again. */
    reopen: () => {
      closing.current = false
    },
  }
}
