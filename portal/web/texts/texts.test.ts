import { describe, expect, test } from 'vitest'
import { english, type TextKey } from './english.ts'
import { german } from './german.ts'
import { mailTexts } from './mails.ts'
import { toldTexts } from './told.ts'

const keys = Object.keys(english) as TextKey[]
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort()

describe('the texts', () => {
  test('are complete in German, and German has none that English has not', () => {
    expect(Object.keys(german).sort()).toEqual([...keys].sort())
    expect(keys.filter((key) => (german[key] === '') !== (english[key] === ''))).toEqual([])
  })

  test('name the same things in both languages', () => {
    expect(keys.filter((key) => holes(german[key]).join() !== holes(english[key]).join())).toEqual([])
  })

  test.each(Object.entries({ ...mailTexts, ...toldTexts }))('%s names the same things too', (_, { en, de }) => {
    expect(holes(de)).toEqual(holes(en))
  })
})
