import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type SyntheticEvent } from 'react'
import type { Supplier } from '../../contract/suppliers.ts'
import { ask, newKey } from '../api/ask.ts'
import { useSpeech } from '../texts/say.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Badge, Trouble } from '../ui/tell.tsx'

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())
const empty = { name: '', contact: '', accountNumber: '' }

/** Who supplies frames to a practice: named in orders whose frame comes later. */
export function Suppliers({ practiceId, writes }: { readonly practiceId: string; readonly writes: boolean }) {
  const { say } = useSpeech()
  const queries = useQueryClient()
  const key = ['practices', practiceId, 'suppliers'] as const
  const [text, setText] = useState(empty)
  const [editing, setEditing] = useState<Supplier | null>(null)
  const { data, error } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask('GET /api/practices/:practiceId/suppliers', { params: { practiceId }, signal }),
  })
  const renew = () => queries.invalidateQueries({ queryKey: key })
  const keep = useMutation({
    mutationFn: () => {
      const body = {
        name: text.name.trim(),
        contact: orNull(text.contact),
        accountNumber: orNull(text.accountNumber),
      }
      return editing === null
        ? ask('POST /api/practices/:practiceId/suppliers', { params: { practiceId }, key: newKey(), body })
        : ask('PATCH /api/practices/:practiceId/suppliers/:supplierId', {
            params: { practiceId, supplierId: editing.id },
            body: { version: editing.version, ...body },
          })
    },
    onSuccess: () => {
      setText(empty)
      setEditing(null)
      return renew()
    },
  })
  const close = useMutation({
    mutationFn: ({ id, version, closedAt }: Supplier) =>
      ask('PATCH /api/practices/:practiceId/suppliers/:supplierId', {
        params: { practiceId, supplierId: id },
        body: { version, closed: closedAt === null },
      }),
    onSettled: renew,
  })
  const trouble = error ?? keep.error ?? close.error
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (text.name.trim() !== '') keep.mutate()
  }
  const edit = (supplier: Supplier): void => {
    setEditing(supplier)
    const { name, contact, accountNumber } = supplier
    setText({ name, contact: contact ?? '', accountNumber: accountNumber ?? '' })
  }
  const set = (field: keyof typeof empty) => (value: string) => setText({ ...text, [field]: value })
  return (
    <section className="panel stack" aria-labelledby="suppliers-title">
      <h2 id="suppliers-title">{say('suppliers.title')}</h2>
      {trouble ? <Trouble error={trouble} /> : null}
      <ul className="stack tight">
        {(data?.items ?? []).map((supplier) => (
          <li key={supplier.id} className="row apart">
            <span>
              {supplier.name} {supplier.closedAt === null ? null : <Badge tone="plain">{say('branches.closed')}</Badge>}
              <span className="small muted">
                {[supplier.contact, supplier.accountNumber].filter((part) => part !== null).map((part) => ` · ${part}`)}
              </span>
            </span>
            {writes ? (
              <span className="row">
                <Press
                  little
                  look="quiet"
                  label={say('suppliers.change', { name: supplier.name })}
                  onPress={() => edit(supplier)}
                >
                  {say('change')}
                </Press>
                <Press little look="quiet" onPress={() => close.mutate(supplier)}>
                  {say(supplier.closedAt === null ? 'branches.close' : 'branches.open')}
                </Press>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {data?.items.length === 0 ? <p className="muted">{say('suppliers.none')}</p> : null}
      {writes ? (
        <form className="stack" onSubmit={submit} noValidate>
          <div className="columns">
            <TextLine label={say('suppliers.name')} value={text.name} onChange={set('name')} most={120} />
            <TextLine label={say('suppliers.contact')} value={text.contact} onChange={set('contact')} most={200} />
            <TextLine
              label={say('suppliers.account')}
              value={text.accountNumber}
              onChange={set('accountNumber')}
              most={80}
            />
          </div>
          <div className="row end">
            {editing === null ? null : (
              <Press
                look="quiet"
                onPress={() => {
                  setEditing(null)
                  setText(empty)
                }}
              >
                {say('dismiss')}
              </Press>
            )}
            <Press type="submit" busy={keep.isPending} off={text.name.trim() === ''}>
              {say(editing === null ? 'branches.add' : 'save')}
            </Press>
          </div>
        </form>
      ) : null}
    </section>
  )
}
