import { exampleRulebook } from '@ils/rules/language/example-rulebook'
import { writeRulebook } from '@ils/rules/language/write-rulebook'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { BadZip, unzipFiles, zipFiles } from './zip-files.ts'

const files = writeRulebook(exampleRulebook)
const entries = Object.fromEntries([...files].map(([path, text]) => [path, strToU8(text)]))

const refusedBecause = (bytes: Uint8Array): string => {
  try {
    unzipFiles(bytes)
  } catch (error) {
    if (error instanceof BadZip) return error.message
    throw error
  }
  return 'it was read'
}

describe('a zip of a folder', () => {
  it('gives back the files, and the same files give the same bytes', () => {
    expect(unzipFiles(zipFiles(files))).toEqual(files)
    expect(zipFiles(files)).toEqual(zipFiles(new Map(files)))
  })

  it('may hold its files stored or deflated, beside other files, in one folder of any name', () => {
    const around = Object.fromEntries(Object.entries(entries).map(([path, bytes]) => [`my lab/${path}`, bytes]))
    const strange = {
      'my lab/README.md': strToU8('x'),
      '__MACOSX/my lab/._a.json': strToU8('x'),
      '.git/a.json': strToU8('x'),
    }
    for (const level of [0, 9] as const)
      expect(unzipFiles(zipSync({ ...around, ...strange }, { level }))).toEqual(files)
  })

  it('may come from a system that writes its paths the other way round', () => {
    const backwards = Object.fromEntries(
      Object.entries(entries).map(([path, bytes]) => [path.replaceAll('/', '\\'), bytes]),
    )
    expect(unzipFiles(zipSync(backwards))).toEqual(files)
  })

  it.each([
    '../x.json',
    '/etc/x.json',
    'C:\\x.json',
    'a/../../x.json',
    '..\\x.json',
    'a//x.json',
    './x.json',
    '../x.txt',
  ])('is not read when a path leads out of it: %s', (path) => {
    expect(refusedBecause(zipSync({ ...entries, [path]: strToU8('{}') }))).toContain('out of the folder')
  })

  it('is not read when it says that it grows beyond all bounds, nor when it does so without saying', () => {
    const bomb = zipSync({ 'rulebook.json': new Uint8Array(80 * 1024 * 1024) }, { level: 9 })
    expect(bomb.length).toBeLessThan(1024 * 1024)
    expect(refusedBecause(bomb)).toContain('more than 64 MB')
    const lying = Buffer.from(bomb)
    // The size in its table of contents, and the one before the file itself.
    lying.writeUInt32LE(1000, lying.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24)
    lying.writeUInt32LE(1000, 22)
    expect(refusedBecause(lying)).toContain('more than 64 MB')
  })

  it('is not read when it is no zip, was cut, or is damaged', () => {
    expect(refusedBecause(strToU8('this is no zip at all'))).toContain('not a zip')
    const whole = zipSync(entries)
    for (const length of [10, whole.length / 2, whole.length - 30])
      expect(refusedBecause(whole.subarray(0, length))).not.toBe('it was read')
    const damaged = zipSync({ 'rulebook.json': entries['rulebook.json'] ?? new Uint8Array() })
    damaged.fill(0xff, 60, 100)
    expect(refusedBecause(damaged)).not.toBe('it was read')
    expect(refusedBecause(zipSync({ 'rulebook.json': new Uint8Array([0xff, 0xfe, 0xfd]) }))).toContain('not UTF-8')
  })
})
