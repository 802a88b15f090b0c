import type { AnswerLineOf } from '@ils/contract/endpoint'
import type { FullConfiguration } from '@ils/contract/configuration'
import type { validateMany } from '@ils/contract/validation'
import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { configurationBy } from '@ils/rules/rulebook/example-configurations'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exampleNamed } from '@ils/testing/plant-draft'
import { openJudgingLab, type JudgingLab } from '@ils/testing/judging-lab'

type Answer = AnswerLineOf<typeof validateMany>

let seed = 11
const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
const anOrder = () => ({ configuration: configurationBy(exampleRulebook, random) as FullConfiguration })

describe('many orders at once', () => {
  let lab: JudgingLab
  beforeAll(async () => {
    lab = await openJudgingLab()
  })
  afterAll(() => lab.close())

  const post = (lines: Iterable<string> | ReadableStream<Uint8Array>, key = lab.ann.key): Promise<Response> => {
    const body = lines instanceof ReadableStream ? lines : [...lines].map((line) => `${line}\n`).join('')
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' }
    const init = { method: 'POST', headers, body, ...(lines instanceof ReadableStream ? { duplex: 'half' } : {}) }
    return fetch(`${lab.lims.url}/api/validation/batch`, init as RequestInit)
  }
  const answersTo = async (lines: Iterable<string>): Promise<Answer[]> =>
    (await (await post(lines)).text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer)

  test('are refused as a whole while nothing is in force', async () => {
    const response = await post([JSON.stringify({ order: anOrder() })])
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ code: 'nothing_in_force' })
  })

  test('are answered line by line, and a line that cannot be read stops nothing', async () => {
    await lab.publish(exampleRulebook)
    const bad = ['{', '7', '{"order":{}}', `{"order":{"prescription":{"odSphere":"much"}}}`, '"\\u0000"']
    const lines = Array.from({ length: 5000 }, (_, i) =>
      i % 100 === 50 ? (bad[(i / 50) % bad.length] ?? '') : JSON.stringify({ id: `order ${i}`, order: anOrder() }),
    )
    const answers = await answersTo(lines)
    expect(answers).toHaveLength(5000)
    for (const [i, { line, id, validation, refusal }] of answers.entries()) {
      expect(line).toBe(i + 1)
      expect([i, validation === null]).toEqual([i, i % 100 === 50])
      if (validation) expect([id, validation.release.number, refusal]).toEqual([`order ${i}`, 1, null])
      else expect([i, refusal?.code]).toEqual([i, 'invalid_request'])
    }
    expect((await lab.ann.client.listJudgements()).items).toEqual([])
  })

  test('that are meant are kept in their order, before they are answered', async () => {
    const lines = Array.from({ length: 1300 }, (_, i) =>
      JSON.stringify({ order: { ...anOrder(), intent: i % 10 === 3 ? 'try' : 'submit' } }),
    )
    const answers = await answersTo(lines)
    expect(answers.map(({ line }) => line)).toEqual(lines.map((_, i) => i + 1))
    const ids = answers.flatMap(({ validation }) => validation?.judgementId ?? [])
    expect(ids).toHaveLength(1170)
    const { rows } = await lab.lims.database.db.raw<{ rows: { id: string }[] }>('select id from judgements order by n')
    expect(rows.map(({ id }) => id)).toEqual(ids)
    for (const id of [ids[0], ids.at(-1)]) {
      const { identical } = await lab.ann.client.replayJudgement({ params: { judgementId: id ?? '' } })
      expect(identical).toBe(true)
    }
  })

  test('may be sent one after the other, each when the one before is answered', async () => {
    let send: (line: string | null) => void = () => undefined
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        send = (line) => {
          if (line === null) controller.close()
          else controller.enqueue(new TextEncoder().encode(`${line}\n`))
        }
      },
    })
    const line = JSON.stringify({ order: { ...anOrder(), intent: 'submit' } })
    send(line)
    const reader = (await post(stream)).body?.getReader()
    for (let number = 1; number <= 3; number++) {
      const read = await reader?.read()
      const answer = JSON.parse(new TextDecoder().decode(read?.value)) as Answer
      expect(answer).toMatchObject({ line: number, refusal: null })
      expect(answer.validation?.judgementId).toMatch(/^jdg_/)
      send(number < 3 ? line : null)
    }
    expect((await reader?.read())?.done).toBe(true)
  })

  test('are all judged by the release of the beginning', async () => {
    const lines = function* () {
      for (let i = 0; i < 400; i++) yield { order: anOrder() }
    }
    const numbers = new Set<number>()
    let published: Promise<unknown> | undefined
    for await (const { validation } of lab.ann.client.validateMany({ lines: lines() })) {
      published ??= lab.publish(exampleNamed('next'), 1)
      if (validation) numbers.add(validation.release.number)
    }
    await published
    expect([...numbers]).toEqual([1])
    for await (const { validation } of lab.ann.client.validateMany({ lines: [{ order: anOrder() }] })) {
      expect(validation?.release.number).toBe(2)
    }
  })

  test('say line by line what the caller may not', async () => {
    const { client } = await lab.member('Eva', 'ecp', 'p-1')
    const order = anOrder()
    const lines = [{ order }, { order: { ...order, practice: 'p-2' } }, { order }]
    const seen: (string | undefined)[] = []
    for await (const { refusal } of client.validateMany({ lines })) seen.push(refusal?.code)
    expect(seen).toEqual([undefined, 'not_allowed', undefined])
  })
})
