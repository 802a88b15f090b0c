import { LimsRefused } from '@ils/lims-client/refused'
import { expect, it } from 'vitest'
import { whenThereIsRoom } from './when-there-is-room.ts'

const refused = (code: string): LimsRefused =>
  new LimsRefused({ type: '', title: '', status: 429, detail: code, code, correlationId: '', causes: [] })

it('a command that asks more often than its key may comes through all the same, only later', async () => {
  let asked = 0
  const ask = () => (++asked < 5 ? Promise.reject(refused('too_many_requests')) : Promise.resolve('answered'))
  expect(await whenThereIsRoom(ask, 0)).toBe('answered')
  expect(asked).toBe(5)
})

it('any other no is said at once', async () => {
  let asked = 0
  const ask = () => Promise.reject(refused(++asked > 1 ? 'asked again' : 'not_found'))
  await expect(whenThereIsRoom(ask, 0)).rejects.toMatchObject({ code: 'not_found' })
  expect(asked).toBe(1)
})
