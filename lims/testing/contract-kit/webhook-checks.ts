import { deepEqual, equal, ok, rejects } from 'node:assert/strict'
import { checkEvent } from '@ils/lims-client/webhooks/check-event'
import { readEvent } from '@ils/lims-client/webhooks/read-event'
import { verifyWebhookSignature } from '@ils/lims-client/webhooks/verify-webhook-signature'
import type { Kit, KitCheck } from './kit.ts'
import { openReceiver, type Came, type Receiver } from './receiver.ts'
import { isRefusal } from './refusal-checks.ts'

/** With a receiver that is closed, and an endpoint that is removed, whatever comes of it. */
function check(name: string, run: (kit: Kit, receiver: Receiver, at: Registered) => Promise<void>): KitCheck {
  return {
    name,
    async run(kit) {
      const receiver = await openReceiver(kit.receiverHost, kit.patienceMs)
      const { id, secret } = await kit.client.registerWebhook({ body: { url: receiver.url, events: ['job.*'] } })
      try {
        await run(kit, receiver, { endpointId: id, secret: secret ?? '' })
      } finally {
        await kit.client.removeWebhook({ params: { endpointId: id } }).catch(() => undefined)
        await receiver.close()
      }
    },
  }
}

interface Registered {
  readonly endpointId: string
  readonly secret: string
}

const make = async (kit: Kit): Promise<string> =>
  (await kit.client.createJob({ body: kit.orderAs(kit.fresh('order')) })).jobId
const created =
  (jobId: string) =>
  ({ text }: Came): boolean =>
    readEvent(text).subject === jobId && readEvent(text).type === 'job.created'

export const webhookChecks: readonly KitCheck[] = [
  check('tells a registered endpoint of a new job, signed and by the contract', async (kit, receiver, { secret }) => {
    const jobId = await make(kit)
    const came = await receiver.next('the new job', created(jobId))
    const { id } = await verifyWebhookSignature({ body: came.text, headers: came.headers }, { secrets: [secret] })
    const event = readEvent(came.text)
    deepEqual([event.id, event.practice, event.data['jobId']], [id, kit.practice, jobId])
    deepEqual(checkEvent(event), [])
    equal('actor' in event, false, 'who did it is not told')
  }),
  check('tells it again, under the same id, when it said that it failed', async (kit, receiver, { secret }) => {
    receiver.answer = 500
    const jobId = await make(kit)
    const first = await receiver.next('the first try', created(jobId))
    receiver.answer = 200
    const again = await receiver.next('the second try', (came) => came !== first && created(jobId)(came))
    const ids = []
    for (const { text, headers } of [first, again]) {
      ids.push((await verifyWebhookSignature({ body: text, headers }, { secrets: [secret] })).id)
    }
    equal(ids[0], ids[1])
    equal(first.text, again.text, 'every try has the same bytes')
  }),
  check('tells of one practice nothing of another one', async (kit, receiver) => {
    const body = { url: receiver.url, events: ['job.*'] }
    const theirs = await kit.stranger.registerWebhook({ body })
    try {
      const before = receiver.came.length
      const jobId = await make(kit)
      await receiver.next('the new job', created(jobId))
      // Their own comes later, and would come after ours.
      const other = await kit.stranger.createJob({ body: kit.orderAs(kit.fresh('order')) })
      await receiver.next('their new job', created(other.jobId))
      const told = receiver.came.slice(before).filter(created(jobId))
      equal(told.length, 1, 'an event of a practice goes to its own endpoint only')
      const params = { endpointId: theirs.id }
      isRefusal(await kit.ask('GET', `/api/webhooks/${params.endpointId}`), 'not_found')
    } finally {
      await kit.stranger.removeWebhook({ params: { endpointId: theirs.id } })
    }
  }),
  check('signs with the old secret and the new one while a secret is replaced', async (kit, receiver, at) => {
    const { secret } = await kit.client.rotateWebhookSecret({
      params: { endpointId: at.endpointId },
      body: { overlapHours: 1 },
    })
    ok(secret !== null && secret !== at.secret, 'the new secret is another one')
    const came = await receiver.next('the new job', created(await make(kit)))
    for (const one of [at.secret, secret]) {
      await verifyWebhookSignature({ body: came.text, headers: came.headers }, { secrets: [one] })
    }
  }),
  check('sends a test event at once, and says what was answered', async (kit, receiver, { endpointId, secret }) => {
    const said = await kit.client.testWebhook({ params: { endpointId } })
    deepEqual([said.delivered, said.status], [true, 200])
    const [came] = receiver.came
    ok(came, 'the test event came')
    await verifyWebhookSignature({ body: came.text, headers: came.headers }, { secrets: [secret] })
    receiver.answer = 500
    deepEqual((await kit.client.testWebhook({ params: { endpointId } })).delivered, false)
  }),
  check('shows an endpoint without its secret, and tells it nothing once it is removed', async (kit, receiver, at) => {
    const { endpointId, secret } = at
    const shown = await kit.ask('GET', `/api/webhooks/${endpointId}`)
    equal(shown.text.includes(secret), false, 'a secret is shown once')
    ok(
      (await kit.client.listWebhooks()).items.some(({ id }) => id === endpointId),
      'it is listed',
    )
    await kit.client.removeWebhook({ params: { endpointId } })
    isRefusal(await kit.ask('GET', `/api/webhooks/${endpointId}`), 'not_found')
    const gone = await make(kit)
    // An endpoint of the same place that is there still: when it was told, the other would have been.
    const next = await kit.client.registerWebhook({ body: { url: receiver.url, events: ['job.*'] } })
    try {
      await receiver.next('the new job', created(await make(kit)))
      // The other one may be told of the first job too, where its event was on its way: it signs by its own secret.
      for (const { text, headers } of receiver.came.filter(created(gone))) {
        await rejects(
          verifyWebhookSignature({ body: text, headers }, { secrets: [secret] }),
          'a removed endpoint is told',
        )
      }
    } finally {
      await kit.client.removeWebhook({ params: { endpointId: next.id } })
    }
  }),
]
