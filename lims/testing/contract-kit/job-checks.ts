import { deepEqual, equal, ok } from 'node:assert/strict'
import type { Kit, KitCheck, Said } from './kit.ts'
import { isRefusal } from './refusal-checks.ts'

const check = (name: string, run: (kit: Kit) => Promise<void>): KitCheck => ({ name, run })

const TWINS = 12

const create = (kit: Kit, body: unknown, idempotencyKey: string, key = kit.key): Promise<Said> =>
  kit.ask('POST', '/api/jobs/create', { body, key, headers: { 'idempotency-key': idempotencyKey } })

async function refsOf(kit: Kit, orderRef: string): Promise<string[]> {
  const { items } = await kit.client.listJobs({ query: { orderRef } })
  return items.map(({ id }) => id)
}

export const jobChecks: readonly KitCheck[] = [
  check('makes a job of an order, and knows where it is', async (kit) => {
    const orderRef = kit.fresh('order')
    const made = await kit.client.createJob({ body: kit.orderAs(orderRef) })
    equal(made.status, 'pending')
    const status = await kit.client.getJobStatus({ params: { jobId: made.jobId } })
    deepEqual([status.jobId, status.status], [made.jobId, 'pending'])
    const job = await kit.client.getJob({ params: { jobId: made.jobId } })
    deepEqual([job.id, job.orderRef, job.practice], [made.jobId, orderRef, kit.practice])
    deepEqual(await refsOf(kit, orderRef), [made.jobId])
  }),
  check('makes one job of a request that comes again with its key, and gives the first answer', async (kit) => {
    const [orderRef, key] = [kit.fresh('order'), kit.fresh('key')]
    const first = await create(kit, kit.orderAs(orderRef), key)
    equal(first.status, 201, first.text)
    equal(first.headers.get('idempotent-replayed'), null)
    const again = await create(kit, kit.orderAs(orderRef), key)
    deepEqual([again.status, again.text, again.headers.get('idempotent-replayed')], [201, first.text, 'true'])
    equal((await refsOf(kit, orderRef)).length, 1)
  }),
  check('makes one job of many twins that come at once', async (kit) => {
    const [orderRef, key] = [kit.fresh('order'), kit.fresh('key')]
    const twins = await Promise.all(Array.from({ length: TWINS }, () => create(kit, kit.orderAs(orderRef), key)))
    const made = twins.filter(({ status }) => status === 201)
    ok(made.length > 0, 'one of them is answered')
    equal(new Set(made.map(({ text }) => text)).size, 1, 'all that are answered are answered alike')
    for (const said of twins) if (said.status !== 201) isRefusal(said, 'idempotency_in_flight')
    equal((await refsOf(kit, orderRef)).length, 1)
  }),
  check('refuses a key that came with another order before', async (kit) => {
    const key = kit.fresh('key')
    await create(kit, kit.orderAs(kit.fresh('order')), key)
    isRefusal(await create(kit, kit.orderAs(kit.fresh('order')), key), 'idempotency_key_reused')
  }),
  check('takes the same key of two programs as two', async (kit) => {
    const key = kit.fresh('key')
    const ours = await create(kit, kit.orderAs(kit.fresh('order')), key)
    const theirs = await create(kit, kit.orderAs(kit.fresh('order')), key, kit.strangerKey)
    deepEqual([ours.status, theirs.status], [201, 201])
  }),
  check('makes no job of an order that it refuses, says why, and leaves the key free', async (kit) => {
    const [orderRef, key] = [kit.fresh('order'), kit.fresh('key')]
    const said = await create(kit, { ...kit.refusedOrder, orderRef }, key)
    isRefusal(said, 'job_refused')
    ok((said.body['causes'] as unknown[]).length > 0, 'a refused order has its causes')
    deepEqual(await refsOf(kit, orderRef), [])
    equal((await create(kit, kit.orderAs(orderRef), key)).status, 201)
  }),
  check('lists jobs page by page, the newest first', async (kit) => {
    const refs = [kit.fresh('page'), kit.fresh('page'), kit.fresh('page')]
    for (const ref of refs) await kit.client.createJob({ body: kit.orderAs(ref) })
    const seen: (string | null)[] = []
    for (let after: string | undefined; seen.length < refs.length;) {
      const page = await kit.client.listJobs({ query: { limit: 2, ...(after !== undefined && { after }) } })
      seen.push(...page.items.map(({ orderRef }) => orderRef))
      if (page.next === null) break
      after = page.next
    }
    deepEqual(seen.slice(0, 3), refs.reverse())
  }),
  check('cancels a job once; asked what it would cost, it cancels nothing', async (kit) => {
    const { jobId } = await kit.client.createJob({ body: kit.orderAs(kit.fresh('order')) })
    const params = { jobId }
    const dry = await kit.client.cancelJob({ params, body: { reason: 'a rehearsal', dry: true } })
    equal(dry.cancelled, false)
    equal((await kit.client.getJobStatus({ params })).status, 'pending')
    equal((await kit.client.cancelJob({ params, body: { reason: 'not wanted' } })).cancelled, true)
    equal((await kit.client.getJobStatus({ params })).status, 'cancelled')
    // Doing it twice is doing it once.
    await kit.client.cancelJob({ params, body: { reason: 'not wanted' } })
    const story = await kit.client.readEvents({ query: { subject: jobId, type: 'job.cancelled', waitSeconds: 10 } })
    equal(story.events.length, 1)
  }),
  check('knows no job that nobody made', async ({ ask }) => {
    isRefusal(await ask('GET', '/api/jobs/job_00000000000000000000000000/status'), 'not_found')
  }),
  check('shows a practice nothing of another one', async (kit) => {
    const orderRef = kit.fresh('order')
    const { jobId } = await kit.client.createJob({ body: kit.orderAs(orderRef) })
    const key = kit.strangerKey
    isRefusal(await kit.ask('GET', `/api/jobs/${jobId}/status`, { key }), 'not_found')
    isRefusal(await kit.ask('GET', `/api/jobs/${jobId}`, { key }), 'not_found')
    isRefusal(await kit.ask('POST', `/api/jobs/${jobId}/cancel`, { key, body: { reason: 'mischief' } }), 'not_found')
    deepEqual((await kit.stranger.listJobs({ query: { orderRef } })).items, [])
    isRefusal(
      await kit.ask('POST', '/api/jobs/create', { key, body: { ...kit.order, practice: kit.practice } }),
      'not_allowed',
    )
  }),
  check('keeps what happens in a log without gaps for whoever may read it', async (kit) => {
    const { position } = await kit.client.readEvents({ query: { limit: 1000, after: await newest(kit) } })
    const { jobId } = await kit.client.createJob({ body: kit.orderAs(kit.fresh('order')) })
    const query = { after: position, subject: jobId, waitSeconds: 10 }
    const { events } = await kit.client.readEvents({ query })
    deepEqual([events[0]?.type, events[0]?.subject, events[0]?.practice], ['job.created', jobId, kit.practice])
    const theirs = await kit.stranger.readEvents({ query: { ...query, waitSeconds: 0 } })
    deepEqual(theirs.events, [])
  }),
]

/** Where the log ends now. */
async function newest({ client }: Kit): Promise<number> {
  for (let after = 0; ;) {
    const page = await client.readEvents({ query: { after, limit: 1000 } })
    if (!page.more) return page.position
    after = page.position
  }
}
