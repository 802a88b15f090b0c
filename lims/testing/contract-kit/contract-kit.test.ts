import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openFloorLab, type FloorLab } from '../floor-lab.ts'
import { openFakeLims, type FakeLims } from '../fake-lims/open-fake-lims.ts'
import { contractKit } from './contract-kit.ts'
import type { KitOptions } from './kit.ts'

describe('our LIMS', () => {
  let lab: FloorLab
  let options: KitOptions
  beforeAll(async () => {
    lab = await openFloorLab(readStandardLab(), {
      env: { ILS_WEBHOOK_ALLOWED_NETWORKS: '127.0.0.0/8', ILS_WEBHOOK_RETRY_SECONDS: '0,0.2,1,5' },
    })
    const ours = await lab.member('Portal', 'ecp', 'practice-0012')
    const theirs = await lab.member('Another portal', 'ecp', 'practice-0099')
    options = {
      ...{ url: lab.lims.url, key: ours.key, practice: 'practice-0012' },
      ...{ strangerKey: theirs.key, readerKey: lab.ann.key },
    }
  })
  afterAll(() => lab.close())

  it.each(contractKit(() => options).map(({ name, run }) => [name, run] as const))('%s', (_name, run) => run())
})

describe('the fake LIMS', () => {
  let fake: FakeLims
  let options: KitOptions
  beforeAll(async () => {
    fake = await openFakeLims()
    options = {
      ...{ url: fake.url, key: fake.makeKey({ practice: 'practice-0012' }), practice: 'practice-0012' },
      strangerKey: fake.makeKey({ practice: 'practice-0099' }),
      readerKey: fake.makeKey({ scopes: ['rules:read'] }),
    }
  })
  afterAll(() => fake.close())

  it.each(contractKit(() => options).map(({ name, run }) => [name, run] as const))('%s', (_name, run) => run())
})
