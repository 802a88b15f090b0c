import { lazy, memo, Suspense, type ReactNode } from 'react'
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components'
import type { TermId } from '../texts/terms.ts'
import { useSpeech } from '../texts/say.tsx'
import './term.css'

// Nobody who knows the words waits for them.
const Definition = lazy(async () => ({ default: (await import('./definition.tsx')).Definition }))

interface TermProps {
  readonly id: TermId
  /** The word itself, where it stands; without it a question mark beside one. */
  readonly children?: ReactNode
  /** What the question mark is about, for who hears it. */
  readonly of?: string
}

/** A word that says what it means when it is pressed. */
export const Term = memo(function Term({ id, children, of }: TermProps) {
  const { say } = useSpeech()
  return (
    <DialogTrigger>
      <Button
        className={children === undefined ? 'term mark-only' : 'term'}
        {...(of === undefined ? {} : { 'aria-label': say('term.what', { name: of }) })}
        {...(children === undefined ? {} : { 'aria-description': say('term.about') })}
      >
        {children ?? '?'}
      </Button>
      <Popover className="popover definition" placement="top start">
        <Dialog aria-label={say('term.what', { name: of ?? (typeof children === 'string' ? children : '') })}>
          <Suspense fallback={null}>
            <Definition id={id} />
          </Suspense>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
})
