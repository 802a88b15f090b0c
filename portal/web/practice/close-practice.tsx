import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Practice } from '../../contract/practices.ts'
import { ask } from '../api/ask.ts'
import { useSpeech } from '../texts/say.tsx'
import { AskFirst } from '../ui/ask-first.tsx'
import { Press } from '../ui/press.tsx'
import { Notice, Trouble } from '../ui/tell.tsx'

/** Ends the access of a whole practice, after it was said what that means; and gives it back. */
export function ClosePractice({ practice }: { readonly practice: Practice }) {
  const { say, day } = useSpeech()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const change = useMutation({
    mutationFn: () =>
      ask('PATCH /api/practices/:practiceId', {
        params: { practiceId: practice.id },
        body: { version: practice.version, closed: practice.closedAt === null },
      }),
    onSuccess: () => {
      setAsking(false)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['practices'] }),
  })
  if (practice.closedAt !== null)
    return (
      <>
        {change.error ? <Trouble error={change.error} /> : null}
        <Notice tone="warn">
          <div className="row apart">
            <span>{say('practice.closed', { day: day(practice.closedAt) })}</span>
            <Press little busy={change.isPending} onPress={() => change.mutate()}>
              {say('practice.open')}
            </Press>
          </div>
        </Notice>
      </>
    )
  return (
    <div>
      <Press look="bad" onPress={() => setAsking(true)}>
        {say('practice.close')}
      </Press>
      <AskFirst title={say('practice.close')} open={asking} onClose={() => setAsking(false)}>
        <p>{say('practice.close.about')}</p>
        {change.error ? <Trouble error={change.error} /> : null}
        <div className="row end">
          <Press onPress={() => setAsking(false)}>{say('dismiss')}</Press>
          <Press look="bad" busy={change.isPending} onPress={() => change.mutate()}>
            {say('practice.close')}
          </Press>
        </div>
      </AskFirst>
    </div>
  )
}
