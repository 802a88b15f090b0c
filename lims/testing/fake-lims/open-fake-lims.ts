import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CatalogueItem } from '@ils/contract/catalogue'
import type { JobState } from '@ils/contract/job-states'
import type { Problem } from '@ils/contract/problem'
import { roles, type Scope } from '@ils/contract/roles'
import { Refusal } from '@ils/platform/refusal'
import { answering, keyOf, type Said } from './answer-call.ts'
import { startDelivering } from './deliver.ts'
import { openFaults, refusalOf, type Fault } from './faults.ts'
import { findJob, moveJob } from './job-answers.ts'
import { findCall, readCall } from './read-call.ts'
import { serveLive } from './serve-live.ts'
import { happen, openState, releaseOf } from './state.ts'

export interface FakeLimsOptions {
  /** Any free one, where it is left out. */
  readonly port?: number
  /** How long is waited before each try of a delivery. */
  readonly deliveryWaitsMs?: readonly number[]
}

export interface FakeCallSeen {
  /** Name of the endpoint, as the client's method; null: there is none. */
  readonly name: string | null
  readonly method: string
  readonly path: string
  readonly idempotencyKey: string | undefined
  readonly status: number | 'cut'
}

export interface FakeLims {
  readonly url: string
  /** Every call, in the order in which they were answered. */
  readonly seen: readonly FakeCallSeen[]
  /** Makes a key: of one practice, or of the lab itself; with the rights of an eye-care professional unless others are named. */
  makeKey(of?: { readonly practice?: string; readonly name?: string; readonly scopes?: readonly Scope[] }): string
  /** As if the floor had moved it; whoever is registered is told. */
  moveJob(jobId: string, status: JobState, reason?: string): void
  /** Another catalogue comes into force; whoever is registered is told. Answers the number of its release. */
  publish(items: readonly CatalogueItem[]): number
  /** What goes wrong with the next calls of that name (`*`: of any), so often or until `mend`. */
  fail(name: string, fault: Fault, times?: number): void
  mend(): void
  /** Every live socket breaks; whoever was listening comes again. */
  cutLive(): void
  close(): Promise<void>
}

const WAITS_MS = [0, 200, 1000, 5000]

/** A LIMS in memory for the tests of programs that talk to one: it keeps the contract, and fails as it is told. */
export async function openFakeLims({ port = 0, deliveryWaitsMs = WAITS_MS }: FakeLimsOptions = {}): Promise<FakeLims> {
  const state = openState()
  const faults = openFaults()
  const seen: FakeCallSeen[] = []
  const answer = answering(state)
  const deliveries = startDelivering(state, deliveryWaitsMs)

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake')
    const correlationId = String(request.headers['x-correlation-id'] ?? state.ids('cor'))
    const { method = 'GET', headers } = request
    let name: string | null = null
    let said: Said | 'cut'
    try {
      const found = findCall(method, url.pathname)
      name = found.name
      const fault = faults.take(name)
      if (fault && 'slowMs' in fault) await new Promise((resolve) => setTimeout(resolve, fault.slowMs))
      if (fault && 'refuse' in fault) throw refusalOf(fault)
      if (fault && 'gateway' in fault)
        said = { status: fault.gateway, headers: { 'content-type': 'text/html' }, text: '<h1>Away</h1>' }
      else if (fault && 'cut' in fault && fault.cut === 'before') said = 'cut'
      else {
        const key = keyOf(state, found.endpoint, headers)
        said = await answer(found, key, await readCall(request, found, url.searchParams), headers)
        if (fault && 'cut' in fault) said = 'cut'
      }
    } catch (error) {
      said = refused(error, correlationId)
    }
    const idempotencyKey = headers['idempotency-key']
    const status = said === 'cut' ? said : said.status
    seen.push({
      name,
      method,
      path: url.pathname,
      idempotencyKey: typeof idempotencyKey === 'string' ? idempotencyKey : undefined,
      status,
    })
    if (said === 'cut') request.socket.destroy()
    else response.writeHead(said.status, { ...said.headers, 'x-correlation-id': correlationId }).end(said.text)
  }

  const server = createServer((request, response) => void take(request, response))
  const live = serveLive(server, state)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    makeKey({ practice, name = 'a program', scopes = roles.ecp.scopes } = {}) {
      const secret = `lims_fake_${state.ids('key')}`
      state.keys.set(secret, { secret, id: state.ids('key'), name, practice: practice ?? null, scopes })
      return secret
    },
    moveJob(jobId, status, reason) {
      findJob(state, undefined, jobId)
      moveJob(state, jobId, status, reason)
    },
    publish(items) {
      state.release = releaseOf(state.release.number + 1, items)
      const { number: release, hash } = state.release
      const of = { practice: null, subject: 'rules' }
      const data = { activation: release, release, hash, practices: null }
      happen(state, { ...of, type: 'rules.published', data: { ...data, before: release - 1, kind: 'published' } })
      happen(state, { ...of, type: 'catalog.updated', data })
      return release
    },
    fail: faults.add,
    mend: faults.clear,
    cutLive: live.cut,
    async close() {
      await deliveries.stop()
      live.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function refused(error: unknown, correlationId: string): Said {
  const refusal = error instanceof Refusal ? error : new Refusal('internal_error', String(error))
  const { code, status, title, message, causes } = refusal
  const problem: Problem = {
    ...{ type: `urn:ils:refusal:${code}`, title, status, detail: message, code, correlationId, causes: [...causes] },
  }
  const headers = { ...refusal.headers, 'content-type': 'application/problem+json; charset=utf-8' }
  return { status, headers, text: JSON.stringify(problem) }
}
