import { memo, useMemo, type KeyboardEvent } from 'react'
import {
  Button,
  ComboBox,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
} from 'react-aria-components'
import { textKeyOf } from '../../texts/english.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { Fit, Offered } from '../judging/judged.ts'
import { labelFor, labelIn } from './label-of.ts'
import type { Change } from './order-form.ts'
import type { Often } from './use-often.ts'

interface LensChoiceProps {
  readonly designs: readonly Offered[]
  readonly materials: readonly Offered[]
  /** What this practice orders most, the first most often. */
  readonly often: readonly Often[]
  readonly misfits: readonly Pick<Fit, 'id' | 'against'>[]
  readonly value: string | null
  readonly change: (change: Change) => void
  readonly invalid: boolean
}

const order = ['single', 'progressive', 'office', 'bifocal', 'trifocal', 'occupational']
const OFTEN = 'often '

/** The kind of lens: type some letters, Enter takes the first that fits. What is ordered most stands first. */
export const LensChoice = memo(function LensChoice(props: LensChoiceProps) {
  const { designs, materials, often, misfits, value, change, invalid } = props
  const { say, language } = useSpeech()
  const against = useMemo(() => new Map(misfits.map((fit) => [fit.id, fit.against])), [misfits])
  const kinds = useMemo(() => {
    const found = new Map<string, Offered[]>()
    for (const design of designs) {
      const kind = typeof design.attributes['kind'] === 'string' ? design.attributes['kind'] : ''
      found.set(kind, [...(found.get(kind) ?? []), design])
    }
    const rank = (kind: string): number => (order.includes(kind) ? order.indexOf(kind) : order.length)
    return [...found].sort(([a], [b]) => rank(a) - rank(b))
  }, [designs])
  const take = (id: string | null): void => change({ kind: 'fact', of: 'job', id: 'design.id', value: id })
  const takeFirst = (event: KeyboardEvent<HTMLInputElement>): void => {
    const input = event.currentTarget
    if (event.key !== 'Enter' || input.getAttribute('aria-activedescendant') !== null) return
    const typed = input.value.trim().toLowerCase()
    const alike = kinds
      .flatMap(([, offered]) => offered)
      .map(({ id, label, attributes }) => ({ id, name: labelIn({ id, label, attributes }, language).toLowerCase() }))
      .filter(({ name }) => name.includes(typed))
    const fitting = alike.filter(({ id }) => (against.get(id) ?? []).length === 0)
    // What is written in full is meant, though others begin alike.
    const first = alike.find(({ name }) => name === typed) ?? fitting[0] ?? alike[0]
    if (first !== undefined && typed !== '' && first.id !== value) take(first.id)
    event.preventDefault()
    requestAnimationFrame(() => {
      const materialsShown = input.closest('form')?.querySelector<HTMLElement>('.materials')
      const next = materialsShown?.querySelector<HTMLElement>('input:checked') ?? materialsShown?.querySelector('input')
      next?.focus()
    })
  }
  return (
    <ComboBox
      className="field"
      menuTrigger="focus"
      value={value}
      onChange={(key) => {
        const chosen = often.find((_, at) => key === `${OFTEN}${at}`)
        if (chosen)
          change({ kind: 'facts', of: 'job', facts: { 'design.id': chosen.design, 'material.id': chosen.material } })
        else take(key === null ? null : String(key))
      }}
      isInvalid={invalid}
      allowsEmptyCollection
    >
      <Label>{say('form.lens.kind')}</Label>
      <div className="combo">
        <Input className="input" data-step="" name="design" onKeyDown={takeFirst} />
        <Button aria-label={say('open')}>
          <Icon name="down" />
        </Button>
      </div>
      <Popover className="popover">
        <ListBox renderEmptyState={() => <p className="item muted">{say('nothing.fits')}</p>}>
          {often.length === 0 ? null : (
            <ListBoxSection id="kind-often">
              <Header>{say('form.often')}</Header>
              {often.map((one, at) => {
                const design = labelFor(designs, one.design, language)
                const material = labelFor(materials, one.material, language)
                return (
                  <ListBoxItem
                    key={`${one.design} ${one.material}`}
                    id={`${OFTEN}${at}`}
                    className="item two"
                    textValue={`${design}, ${material}`}
                  >
                    <span>{design}</span>
                    <span className="small muted">{material}</span>
                  </ListBoxItem>
                )
              })}
            </ListBoxSection>
          )}
          {kinds.map(([kind, offered]) => {
            const key = textKeyOf(`design.kind.${kind}`)
            return (
              <ListBoxSection key={kind} id={`kind-${kind}`}>
                <Header>{key === null ? kind : say(key)}</Header>
                {offered.map((design) => {
                  const reasons = against.get(design.id) ?? []
                  return (
                    <ListBoxItem
                      key={design.id}
                      id={design.id}
                      className="item two"
                      textValue={labelIn(design, language)}
                    >
                      <span>{labelIn(design, language)}</span>
                      {reasons.length > 0 ? <span className="small muted">{reasons[0]}</span> : null}
                    </ListBoxItem>
                  )
                })}
              </ListBoxSection>
            )
          })}
        </ListBox>
      </Popover>
    </ComboBox>
  )
})
