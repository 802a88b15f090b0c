import { useQuery } from '@tanstack/react-query'
import { lazy, memo, Suspense, useState } from 'react'
import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import type { Template } from '../../../contract/templates.ts'
import { ask } from '../../api/ask.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Press } from '../../ui/press.tsx'
import type { Offer } from '../judging/judged.ts'
import { labelFor } from './label-of.ts'
import type { Change, OrderForm } from './order-form.ts'
import { factsOfTemplate } from './template-facts.ts'
import { templatesQuery } from './templates-query.ts'

// Most orders keep none.
const TemplateDialog = lazy(async () => ({ default: (await import('./template-dialog.tsx')).TemplateDialog }))

interface TemplatesProps {
  readonly job: OrderForm['job']
  readonly frameWay: OrderForm['frameWay']
  readonly offer: Offer | null
  readonly change: (change: Change) => void
}

/** Orders that this practice has given a name: one is taken over by some letters and Enter. */
export const Templates = memo(function Templates({ job, frameWay, offer, change }: TemplatesProps) {
  const { say, language } = useSpeech()
  const [open, setOpen] = useState(false)
  const [used, setUsed] = useState<{ readonly name: string; readonly before: Partial<OrderForm> } | null>(null)
  const { data } = useQuery({
    queryKey: templatesQuery,
    queryFn: ({ signal }) => ask('GET /api/order-templates', { signal }),
  })
  const items = data?.items ?? []
  const take = (template: Template): void => {
    setUsed({ name: template.name, before: { job, frameWay } })
    change({ kind: 'facts', of: 'job', facts: factsOfTemplate(template) })
    change({ kind: 'frameWay', way: template.frameWay })
  }
  return (
    <>
      {items.length === 0 || offer === null ? null : (
        <ComboBox
          className="field template-field"
          menuTrigger="focus"
          items={items}
          value={null}
          onChange={(key) => {
            const template = items.find(({ id }) => id === key)
            if (template) take(template)
          }}
        >
          <Label className="visually-hidden">{say('template.use')}</Label>
          <div className="combo">
            <Input className="input" name="template" placeholder={say('template.use')} />
            <Button aria-label={say('open')}>
              <Icon name="down" />
            </Button>
          </div>
          <Popover className="popover">
            <ListBox<Template> renderEmptyState={() => <p className="item muted">{say('nothing.fits')}</p>}>
              {(template) => (
                <ListBoxItem className="item two" id={template.id} textValue={template.name}>
                  <span>{template.name}</span>
                  <span className="small muted">{labelFor(offer.designs, template.design, language)}</span>
                </ListBoxItem>
              )}
            </ListBox>
          </Popover>
        </ComboBox>
      )}
      <Press little look="quiet" off={offer === null} onPress={() => setOpen(true)}>
        {say('template.title')}
      </Press>
      <span role="status" className="small">
        {used === null ? null : (
          <>
            {say('template.used', { name: used.name })}{' '}
            <Press
              little
              look="quiet"
              onPress={() => {
                change({ kind: 'set', parts: used.before })
                setUsed(null)
              }}
            >
              {say('undo')}
            </Press>
          </>
        )}
      </span>
      {open && offer !== null ? (
        <Suspense fallback={null}>
          <TemplateDialog form={{ job, frameWay }} offer={offer} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
})
