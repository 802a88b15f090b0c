import type { ReactNode } from 'react'
import { codeOf, Refused } from '../api/ask.ts'
import { textKeyOf } from '../texts/english.ts'
import { useSpeech, type Speech } from '../texts/say.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Press } from './press.tsx'

export type Tone = 'good' | 'warn' | 'bad' | 'plain'
const icons: Readonly<Record<Tone, IconName>> = { good: 'check', warn: 'warn', bad: 'stop', plain: 'info' }

interface NoticeProps {
  readonly tone?: Tone
  readonly children: ReactNode
  /** It came just now: read it out. */
  readonly now?: boolean
}

export const Notice = ({ tone = 'plain', children, now = false }: NoticeProps) => (
  <div className={`notice ${tone}`} {...(now ? { role: tone === 'bad' ? 'alert' : 'status' } : {})}>
    <Icon name={icons[tone]} />
    <div className="grow">{children}</div>
  </div>
)

export const Badge = ({ tone, children }: { readonly tone: Tone | 'accent'; readonly children: ReactNode }) => (
  <span className={`badge ${tone}`}>{children}</span>
)

/** What went wrong, in the words of whoever reads: ours where we know the code, else the server's own sentence. */
function sentenceOf(error: unknown, { say, language }: Speech): string {
  const code = codeOf(error)
  const key = code === null ? null : textKeyOf(`refusal.${code}`)
  const minutes = error instanceof Refused && error.retryAfter !== null ? Math.ceil(error.retryAfter / 60) : 1
  if (key !== null) return say(key, { minutes })
  if (error instanceof Refused)
    return language === 'en' ? error.problem.detail : say('refusal.other', { detail: error.problem.detail })
  return say('refusal.broken')
}

export function Trouble({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  const speech = useSpeech()
  return (
    <Notice tone="bad" now>
      <div className="row apart">
        <span>{sentenceOf(error, speech)}</span>
        {again ? (
          <Press little onPress={again}>
            {speech.say('try.again')}
          </Press>
        ) : null}
      </div>
    </Notice>
  )
}

interface EmptyProps {
  readonly icon: IconName
  readonly title: string
  readonly children?: ReactNode
}

export const Empty = ({ icon, title, children }: EmptyProps) => (
  <div className="empty">
    <Icon name={icon} />
    <h2>{title}</h2>
    {children}
  </div>
)

/** Where rows will be. */
export function Loading({ rows = 6 }: { readonly rows?: number }) {
  const { say } = useSpeech()
  return (
    <div className="stack" role="status" aria-label={say('loading')}>
      {Array.from({ length: rows }, (_, at) => (
        <span key={at} className="ghost" style={{ inlineSize: `${94 - ((at * 17) % 40)}%` }} />
      ))}
    </div>
  )
}
