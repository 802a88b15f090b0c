import { readFileSync } from 'node:fs'
import { liveRooms } from '@ils/contract/live'
import { liveCloses } from '@ils/contract/live-closes'
import { expect, it } from 'vitest'

const text = readFileSync(new URL('../../docs/LIVE.md', import.meta.url), 'utf8')
const rows = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))

it('the docs have every room with its scope and mode', () => {
  for (const { form, mode, scope } of liveRooms) {
    expect(rows.find(([, room]) => room === form)?.slice(2, 4), form).toEqual([mode, scope])
  }
})

it('the docs have every close code with what to do then', () => {
  for (const [name, { code, then }] of Object.entries(liveCloses)) {
    expect(rows.find(([, first]) => first === String(code))?.slice(2, 4), name).toEqual([name, then])
  }
})
