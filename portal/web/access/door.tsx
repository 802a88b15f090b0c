import type { ReactNode } from 'react'
import { languages, useSpeech, type Language } from '../texts/say.tsx'
import { Icon } from '../ui/icon.tsx'
import { Press } from '../ui/press.tsx'

/** The pages before somebody is signed in. */
export function Door({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const { say, language, choose } = useSpeech()
  return (
    <div className="door">
      <main className="door-card">
        <div className="mark">
          <Icon name="glasses" />
          <span>{say('product')}</span>
        </div>
        <h1>{title}</h1>
        {children}
      </main>
      <footer className="door-foot" aria-label={say('language')}>
        {Object.entries(languages).map(([id, name]) => (
          // Object.entries loses the literal keys of the closed table of languages.
          <Press key={id} look="quiet" little off={id === language} onPress={() => choose(id as Language)}>
            {name}
          </Press>
        ))}
      </footer>
    </div>
  )
}
