import type { FullConfiguration } from '@ils/contract/configuration'
import type { Event } from '@ils/contract/event'
import type { LimsClient } from '@ils/lims-client/lims-client'
import { LimsRefused, LimsUnreachable } from '@ils/lims-client/refused'
import type { OrderLine } from '@ils/portal/contract/orders'
import { until } from './condition.ts'
import { dice } from './devices/dice.ts'
import { farWays, openFarLims, type FarLims } from './far-lims.ts'
import { invitePerson, openPortalBrowser, type PortalPerson } from './portal-browser.ts'
import { startPortalProcess, type PortalProcess } from './portal-process.ts'
import { signedDelivery } from './webhooks/signed-delivery.ts'

export interface CutOffWorld {
  readonly limsUrl: string
  /** The portal's own key at the LIMS. */
  readonly portalKey: string
  /** Reads everything that happens there. */
  readonly reader: LimsClient
  /** Somebody of the lab, who holds jobs. */
  readonly lab: LimsClient
  readonly portalPort: number
  readonly databaseUrl: string
  readonly ownerUrl: string
  readonly practice: string
  readonly orders: Iterator<FullConfiguration>
}

export interface CutOffOptions {
  readonly seed: number
  readonly orders: number
  readonly atOnce: number
  readonly kills: number
  onProgress?(said: string): void
}

export interface CutOffResult {
  readonly ordered: number
  readonly refused: number
  /** Orders that had to be sent again because nobody knew what had become of them. */
  readonly sentAgain: number
  readonly kills: number
  readonly gone: ReadonlyMap<string, number>
  readonly deliveries: number
  /** Taken while the LIMS was away, and not made by it then: they wait for the practice, with its reasons. */
  readonly held: readonly string[]
  /** What is not one order with one job of the same state and promise: must be none. */
  readonly wrong: readonly string[]
}

const SETUP_KEY = 'setup-key-for-cut-offs'
const SECRET = Buffer.alloc(32, 6).toString('base64')
const SETTLES_MS = 180_000
const PAGE = 200
const PATIENT = { withinMs: 300_000, everyMs: 5 }

/**
 * Orders at a portal whose LIMS is away, slow or answers garbage by turns, whose webhooks come twice, late and in any order,
 * and which is killed at random. Then all of it is well again, and every order is compared with every job.
 */
export async function cutOffRun(world: CutOffWorld, options: CutOffOptions): Promise<CutOffResult> {
  const roll = dice(options.seed)
  const far = await openFarLims(world.limsUrl)
  const env = {
    ...{ NODE_ENV: 'test', ILS_PORTAL_PORT: String(world.portalPort), ILS_LIMS_URL: far.url },
    ...{ ILS_LIMS_KEY: world.portalKey, ILS_LIMS_WEBHOOK_SECRETS: `whsec_${SECRET}`, ADMIN_SETUP_KEY: SETUP_KEY },
    ...{ PORTAL_DATABASE_URL: world.databaseUrl, DATABASE_OWNER_URL: world.ownerUrl, ILS_DRAIN_MS: '0' },
    ILS_PORTAL_SEAL_KEYS: Buffer.alloc(32, 8).toString('base64'),
  }
  let portal = await startPortalProcess(env)
  const robin = await openPractice(portal, world.practice)
  const patientId = (await robin.portal.addPatient({ body: { givenName: 'Robin', familyName: 'Example' } })).id
  // What the portal judges by while it is cut off.
  await robin.portal.getOrderingRules()
  const courier = openCourier(world, portal.url, dice(options.seed + 1))
  const taken = new Map<string, string>()
  const counts = { refused: 0, sentAgain: 0, kills: 0, made: 0 }

  const orderOne = async (): Promise<void> => {
    const orderRef = `cut-off-${(counts.made += 1)}`
    const configuration = next(world.orders)
    // As the form does: the same wish has the same key, however often it is sent.
    const call = { idempotencyKey: `key-${orderRef}`, body: { patientId, configuration, orderRef, evenIfAlike: true } }
    for (let tries = 1; ; tries++) {
      try {
        const order = await robin.portal.takeOrder(call)
        taken.set(orderRef, order.id)
        counts.sentAgain += tries - 1
        return
      } catch (error) {
        if (error instanceof LimsRefused && error.code.startsWith('job_')) {
          counts.refused += 1
          return
        }
        if (!isPassing(error)) throw error
        await pause(100)
      }
    }
  }
  const ordering = Array.from({ length: options.atOnce }, async () => {
    while (counts.made < options.orders) await orderOne()
  })
  const trouble = makeTrouble(far, roll)
  const over = Promise.all(ordering).then(() => true)
  try {
    for (let kill = 1; kill <= options.kills; kill++) {
      const left = options.orders - counts.made
      const enough = counts.made + 1 + Math.floor((roll() * 2 * left) / (options.kills - kill + 2))
      await Promise.race([
        over,
        until('some more was ordered', () => counts.made >= Math.min(enough, options.orders), PATIENT),
      ])
      await portal.kill()
      portal = await startPortalProcess(env)
      counts.kills += 1
      options.onProgress?.(`kill ${kill} of ${options.kills}, ${taken.size} ordered`)
    }
    await over
    await trouble.end()
    await until('every order has its job', () => allSent(robin, taken.size), { withinMs: SETTLES_MS, everyMs: 500 })
    const deliveries = await courier.bringTheRest()
    const calm = { withinMs: 20_000, everyMs: 500 }
    const { found } = await until('orders are as their jobs', () => compare(world, robin, taken), calm)
    const held = await heldForPractice(robin)
    return { ...counts, ordered: taken.size, gone: new Map(far.gone), deliveries, held, wrong: found }
  } finally {
    await trouble.end()
    await courier.end()
    await portal.stop()
    await far.close()
  }
}

async function openPractice(portal: PortalProcess, practice: string): Promise<PortalPerson> {
  const admin = openPortalBrowser(portal.url)
  const about = { name: 'Alex Admin', email: 'admin@portal.example', password: 'four words nobody has guessed' }
  await admin.portal.setUpPortal({ body: { setupKey: SETUP_KEY, ...about } })
  await admin.portal.signIn({ body: { email: about.email, password: about.password } })
  return invitePerson(portal.url, admin, 1, { role: 'ecp', practice })
}

/** Away, back, misbehaving, as it is: by turns, until it is told to end. */
function makeTrouble(far: FarLims, roll: () => number): { end(): Promise<void> } {
  const over = new AbortController()
  const going = (async () => {
    while (!over.signal.aborted) {
      const turn = roll()
      if (turn < 0.25) far.away()
      else if (turn < 0.85) far.misbehave({ share: 0.2 + roll() * 0.7, ways: farWays, random: roll, slowMs: 800 })
      await pause(300 + roll() * 1200)
      far.back()
      far.misbehave(null)
      await pause(roll() * 400)
    }
  })()
  return {
    async end() {
      over.abort()
      await going
    },
  }
}

/** Brings the events of the log as a LIMS at its worst would: late, twice, and in no order. */
function openCourier({ lab, reader }: CutOffWorld, portalUrl: string, roll: () => number) {
  let after = 0
  let deliveries = 0
  let isOver = false
  const events: Event[] = []
  const bring = async (event: Event): Promise<boolean> => {
    const { headers, body } = signedDelivery(event, SECRET, new Date())
    const answer = await fetch(`${portalUrl}/api/webhooks/lims-status`, { method: 'POST', headers, body }).catch(
      () => null,
    )
    await answer?.body?.cancel()
    deliveries += 1
    return answer?.status === 200
  }
  const read = async (): Promise<void> => {
    for (;;) {
      const page = await reader.readEvents({ query: { after, limit: 500 } })
      events.push(...page.events.filter(({ type }) => type.startsWith('job.')))
      after = page.position
      if (!page.more) return
    }
  }
  /** The floor goes on as well: somebody holds a job and lets it go. */
  const holdOne = async (): Promise<void> => {
    const job = events[Math.floor(roll() * events.length)]?.subject
    if (job === undefined) return
    const verb = roll() < 0.5 ? ({ verb: 'hold', reason: 'frame missing' } as const) : ({ verb: 'resume' } as const)
    await lab.scan({ body: { scanId: `cut-off-${Math.floor(roll() * 2 ** 40)}`, job, ...verb } }).catch(() => undefined)
  }
  const going = (async () => {
    while (!isOver) {
      await read()
      for (let i = 0; i < 20 && events.length > 0; i++) {
        // Mostly of late, now and then long ago; some are brought never, until the end.
        const at = Math.floor(Math.max(0, events.length - 1 - roll() * roll() * events.length))
        const event = events[at]
        if (event && event.seq % 7 !== 0) await bring(event)
      }
      await holdOne()
      await pause(50)
    }
  })()
  going.catch(() => undefined) // Whoever waits for the end hears of it.
  const end = (): Promise<void> => {
    isOver = true
    return going
  }
  return {
    end,
    /** As a LIMS in order does in the end: each event is brought until it is taken. */
    async bringTheRest(): Promise<number> {
      await end()
      await read()
      for (const event of events.toReversed()) {
        await until(`event ${event.id} is taken`, () => bring(event), { everyMs: 50 })
      }
      return deliveries
    },
  }
}

async function allSent({ portal }: PortalPerson, count: number): Promise<boolean> {
  const orders = await allOrders(portal)
  return orders.length >= count && orders.every(({ jobId, status }) => jobId !== null || status === 'on_hold')
}

/** Each order against each job, from both sides. */
async function compare(
  { reader, practice }: CutOffWorld,
  { portal }: PortalPerson,
  taken: ReadonlyMap<string, string>,
): Promise<{ readonly found: readonly string[] } | false> {
  const orders = await allOrders(portal)
  const jobs: Awaited<ReturnType<LimsClient['listJobs']>>['items'] = []
  for (let after: string | null = null, first = true; first || after !== null; first = false) {
    const page = await reader.listJobs({ query: { practice, limit: PAGE, ...(after === null ? {} : { after }) } })
    jobs.push(...page.items)
    after = page.next
  }
  const found: string[] = []
  for (const [orderRef, id] of taken) {
    const ours = orders.filter((one) => one.orderRef === orderRef)
    const theirs = jobs.filter((one) => one.orderRef === orderRef)
    if (ours.length !== 1 || ours[0]?.id !== id) found.push(`${orderRef}: ${ours.length} orders`)
    // What the lab would not make has no job, and says so.
    const wanted = ours[0]?.status === 'on_hold' && ours[0].jobId === null ? 0 : 1
    if (theirs.length !== wanted) found.push(`${orderRef}: ${theirs.length} jobs`)
    if ((ours[0]?.jobId ?? undefined) !== theirs[0]?.id) found.push(`${orderRef}: another job than it says`)
  }
  for (const { orderRef } of [...orders, ...jobs]) {
    if (orderRef === null || !taken.has(orderRef)) found.push(`${orderRef ?? 'nothing'}: nobody ordered it`)
  }
  const unlike = orders.flatMap((order) => {
    const job = jobs.find(({ id }) => id === order.jobId)
    const same = job?.status === order.status && job.estimatedCompletionDate === order.promisedOn
    return job && !same ? [`${order.orderRef ?? ''}: ${order.status} here, ${job.status} at the lab`] : []
  })
  // What was just delivered may be on its way to the order.
  return found.length + unlike.length === 0 ? { found: [] } : found.length > 0 ? { found } : false
}

/** The reasons of the lab for each order that it would not make; without one it would be lost to the practice. */
async function heldForPractice({ portal }: PortalPerson): Promise<string[]> {
  const orders = (await allOrders(portal)).filter(({ jobId, status }) => jobId === null && status === 'on_hold')
  const shown = await Promise.all(orders.map(({ id }) => portal.getOrder({ params: { orderId: id } })))
  return shown.map(({ id, hold }) => {
    const codes = (hold?.causes ?? []).map(({ code }) => code)
    if (codes.length === 0) throw new Error(`order ${id} is held without a reason: ${hold?.reason ?? ''}`)
    return codes.join(' and ')
  })
}

async function allOrders(portal: PortalPerson['portal']): Promise<OrderLine[]> {
  const all: OrderLine[] = []
  for (let after: string | null = null, first = true; first || after !== null; first = false) {
    const page = await portal.listOrders({ query: { limit: PAGE, ...(after === null ? {} : { after }) } })
    all.push(...page.items)
    after = page.next
  }
  return all
}

/** The portal was killed, or says "later": whoever wants the order sends it again. */
const isPassing = (error: unknown): boolean =>
  error instanceof LimsUnreachable || (error instanceof LimsRefused && LATER.has(error.code))

const LATER: ReadonlySet<string> = new Set(['lims_away', 'not_ready', 'idempotency_in_flight', 'too_many_requests'])

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

function next<T>(from: Iterator<T>): T {
  const { value, done } = from.next()
  if (done === true) throw new Error('there are no more orders')
  return value
}
