import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import type { Template } from '../../../contract/templates.ts'
import { ask, codeOf, newKey } from '../../api/ask.ts'
import { useSpeech } from '../../texts/say.tsx'
import { AskFirst } from '../../ui/ask-first.tsx'
import { TextLine } from '../../ui/fields.tsx'
import { Press } from '../../ui/press.tsx'
import { Trouble } from '../../ui/tell.tsx'
import type { Offer } from '../judging/judged.ts'
import { inFewWords } from './label-of.ts'
import type { OrderForm } from './order-form.ts'
import { factsOfTemplate, wantedOf, type Wanted } from './template-facts.ts'
import { templatesQuery } from './templates-query.ts'

interface TemplateDialogProps {
  readonly form: Pick<OrderForm, 'job' | 'frameWay'>
  readonly offer: Offer
  readonly onClose: () => void
}

/** Keeps what is chosen under a name; renames and removes what was kept. */
export function TemplateDialog({ form, offer, onClose }: TemplateDialogProps) {
  const { say, language } = useSpeech()
  const queries = useQueryClient()
  const wanted = wantedOf(form)
  const [name, setName] = useState(() => inFewWords(offer, form.job, language).slice(0, MOST))
  const [removed, setRemoved] = useState<Template | null>(null)
  const { data, error } = useQuery({
    queryKey: templatesQuery,
    queryFn: ({ signal }) => ask('GET /api/order-templates', { signal }),
  })
  const renew = () => queries.invalidateQueries({ queryKey: templatesQuery })
  const add = useMutation({
    mutationFn: (body: Wanted & { readonly name: string }) => ask('POST /api/order-templates', { key: newKey(), body }),
    onSuccess: async () => {
      await renew()
      onClose()
    },
  })
  const remove = useMutation({
    mutationFn: ({ template: { id, version }, gone }: { template: Template; gone: boolean }) =>
      ask('PATCH /api/order-templates/:templateId', {
        params: { templateId: id },
        body: { version, removed: gone },
      }),
    onSuccess: (template) => {
      setRemoved(template.removed ? template : null)
      return renew()
    },
  })
  const taken = codeOf(add.error) === 'conflict'
  const trouble = error ?? remove.error ?? (taken ? null : add.error)
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (wanted !== null && name.trim() !== '') add.mutate({ name: name.trim(), ...wanted })
  }
  return (
    <AskFirst title={say('template.title')} open onClose={onClose}>
      {trouble ? <Trouble error={trouble} /> : null}
      {wanted === null ? (
        <p className="muted">{say('template.nothing')}</p>
      ) : (
        <form className="row low" onSubmit={submit} noValidate>
          <div className="grow">
            <TextLine
              label={say('template.name')}
              value={name}
              onChange={setName}
              most={MOST}
              wrong={taken ? say('template.taken') : undefined}
              hint={say('template.about')}
              focus
            />
          </div>
          <Press type="submit" look="primary" busy={add.isPending} off={name.trim() === ''}>
            {say('template.save')}
          </Press>
        </form>
      )}
      <div role="status">
        {removed === null ? null : (
          <p className="row replaced small">
            <span>{say('template.removed', { name: removed.name })}</span>
            <Press little busy={remove.isPending} onPress={() => remove.mutate({ template: removed, gone: false })}>
              {say('undo')}
            </Press>
          </p>
        )}
      </div>
      {data?.items.length === 0 ? <p className="muted">{say('template.none')}</p> : null}
      <ul className="stack tight" aria-label={say('template.title')}>
        {(data?.items ?? []).map((template) => (
          <OneTemplate
            key={`${template.id} ${template.version}`}
            template={template}
            about={inFewWords(offer, factsOfTemplate(template), language)}
            onRemove={() => remove.mutate({ template, gone: true })}
            onRenamed={renew}
          />
        ))}
      </ul>
      <div className="row end">
        <Press onPress={onClose}>{say('close')}</Press>
      </div>
    </AskFirst>
  )
}

const MOST = 80
interface OneTemplateProps {
  readonly template: Template
  readonly about: string
  readonly onRemove: () => void
  readonly onRenamed: () => Promise<void>
}

function OneTemplate({ template, about, onRemove, onRenamed }: OneTemplateProps) {
  const { say } = useSpeech()
  const [name, setName] = useState<string | null>(null)
  const rename = useMutation({
    mutationFn: (next: string) =>
      ask('PATCH /api/order-templates/:templateId', {
        params: { templateId: template.id },
        body: { version: template.version, name: next },
      }),
    onSuccess: onRenamed,
  })
  if (name === null)
    return (
      <li className="row apart template-row">
        <span>
          {template.name} <span className="small muted">{about}</span>
        </span>
        <span className="row">
          <Press
            little
            look="quiet"
            label={say('template.rename', { name: template.name })}
            onPress={() => setName(template.name)}
          >
            {say('rename')}
          </Press>
          <Press little look="quiet" label={say('template.remove', { name: template.name })} onPress={onRemove}>
            {say('remove')}
          </Press>
        </span>
      </li>
    )
  return (
    <li>
      <form
        className="row low"
        noValidate
        onSubmit={(event: SyntheticEvent) => {
          event.preventDefault()
          if (name.trim() !== '') rename.mutate(name.trim())
        }}
      >
        <div className="grow">
          <TextLine
            label={say('template.name')}
            value={name}
            onChange={setName}
            most={MOST}
            focus
            wrong={codeOf(rename.error) === 'conflict' ? say('template.taken') : undefined}
          />
        </div>
        <Press type="submit" busy={rename.isPending} off={name.trim() === ''}>
          {say('save')}
        </Press>
        <Press look="quiet" onPress={() => setName(null)}>
          {say('dismiss')}
        </Press>
      </form>
    </li>
  )
}
