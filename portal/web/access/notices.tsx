import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'
import type { Me } from '../../contract/access.ts'
import type { NoticeWishes } from '../../contract/notices.ts'
import { ask } from '../api/ask.ts'
import { mailTexts } from '../texts/mails.ts'
import { saying, useSpeech } from '../texts/say.tsx'
import { Pick, Segments, Tick } from '../ui/fields.tsx'
import { Loading, Notice, Trouble } from '../ui/tell.tsx'

// By hand, not from the contract: no schema is loaded for three words.
const orders = ['mine', 'branch', 'practice'] as const
const kinds = ['refused', 'held', 'promise', 'shipped'] as const
const noticesKey = ['me', 'notices']

/** Which mails about orders I get. Each change is kept at once. */
export function Notices({ me }: { readonly me: Me }) {
  const { say, language } = useSpeech()
  const tell = saying(mailTexts, language)
  const queries = useQueryClient()
  const { hash } = useLocation()
  const here = useRef<HTMLElement>(null)
  const { data, error, refetch } = useQuery({
    queryKey: noticesKey,
    queryFn: ({ signal }) => ask('GET /api/me/notices', { signal }),
  })
  const branches = useQuery({
    queryKey: ['branches', me.practice],
    queryFn: ({ signal }) =>
      ask('GET /api/practices/:practiceId/branches', { params: { practiceId: me.practice ?? '' }, signal }),
    enabled: me.practice !== null,
  })
  const keep = useMutation({
    mutationFn: ({ usual: _, ...body }: NoticeWishes) => ask('PUT /api/me/notices', { body }),
    onMutate: (next) => queries.setQueryData(noticesKey, next),
    onSuccess: (kept) => queries.setQueryData(noticesKey, kept),
    onError: () => void queries.invalidateQueries({ queryKey: noticesKey }),
  })
  const ready = data !== undefined
  useEffect(() => {
    // The link in each mail leads here.
    if (ready && hash === '#notices') here.current?.focus()
  }, [ready, hash])
  const open = (branches.data?.items ?? []).filter(({ closedAt }) => closedAt === null)
  const whose = orders.filter((one) => one !== 'branch' || open.length > 0)
  return (
    <section className="panel stack" id="notices" ref={here} tabIndex={-1} aria-labelledby="notices-title">
      <h2 id="notices-title">{tell('notices.title')}</h2>
      <p className="muted">{tell('notices.about', { email: me.email })}</p>
      {error ? <Trouble error={error} again={() => void refetch()} /> : null}
      {keep.error ? <Trouble error={keep.error} /> : null}
      {!data && !error ? <Loading rows={3} /> : null}
      {data ? (
        <>
          <div className="row low">
            <Segments
              label={tell('notices.orders')}
              options={whose.map((id) => ({ id, label: tell(`notices.orders.${id}`) }))}
              value={data.orders}
              onChange={(next) =>
                keep.mutate({ ...data, orders: next, branchId: next === 'branch' ? (open[0]?.id ?? null) : null })
              }
            />
            {data.orders === 'branch' ? (
              <Pick
                label={tell('notices.branch')}
                options={open.map(({ id, name }) => ({ id, label: name }))}
                value={data.branchId}
                onChange={(branchId) => keep.mutate({ ...data, branchId })}
              />
            ) : null}
          </div>
          <fieldset className="stack tight">
            <legend className="visually-hidden">{tell('notices.kinds')}</legend>
            {kinds.map((kind) => (
              <Tick
                key={kind}
                on={data.kinds.includes(kind)}
                onChange={(on) =>
                  keep.mutate({ ...data, kinds: kinds.filter((one) => (one === kind ? on : data.kinds.includes(one))) })
                }
              >
                {tell(`notices.kind.${kind}`)}
              </Tick>
            ))}
          </fieldset>
          {data.kinds.length === 0 ? <Notice>{tell('notices.none')}</Notice> : null}
          <p className="small muted" role="status">
            {keep.isSuccess ? say('saved') : ''}
          </p>
        </>
      ) : null}
    </section>
  )
}
