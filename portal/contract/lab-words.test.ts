import { readStandardLab } from '@ils/seeds/read-standard-lab'
import { describe, expect, it } from 'vitest'
import { lossInWords, reasonInWords, stationInWords } from './lab-words.ts'

/** Entries of the standard lab's catalogue. */
function catalogueOf(kind: string): { id: string; label: string | { en: string; de?: string } }[] {
  const text = [...readStandardLab()].find(([path]) => path.endsWith(`catalogue/${kind}.json`))?.[1] ?? '[]'
  // The lab's own file, which other tests hold against its schema.
  return JSON.parse(text) as { id: string; label: string | { en: string; de?: string } }[]
}

describe('the words of a lab', () => {
  it('are there for every station and every loss of the standard lab', () => {
    const stations = catalogueOf('stations')
    expect(stations.length).toBeGreaterThan(20)
    for (const { id, label } of stations) {
      const names = typeof label === 'string' ? { en: label, de: '' } : label
      expect([stationInWords(id, 'en'), stationInWords(id, 'de')]).toEqual([names.en, names.de])
    }
    const losses = catalogueOf('reasons')
    expect(losses.length).toBeGreaterThan(20)
    for (const { id, label } of losses) {
      const words = typeof label === 'string' ? label : label.en
      expect(lossInWords(id, words, 'en')).toBe(words)
      expect(lossInWords(id, words, 'de')).not.toBe(words)
    }
  })

  it('say a reason of the LIMS in the language of whoever reads, and leave what a person wrote', () => {
    expect(reasonInWords('breakage at polish', 'de')).toBe('Bruch bei Polieren')
    expect(reasonInWords('was on hold: on hold: Which $& tint?', 'de')).toBe(
      'war angehalten: angehalten: Which $& tint?',
    )
    expect(reasonInWords('much work at Vacuum coat', 'de')).toBe('viel Arbeit bei Vakuumbeschichtung')
    expect(reasonInWords('release 12 decides it now', 'de')).toBe('Freigabe 12 entscheidet jetzt darüber')
    expect(reasonInWords('frame missing', 'de')).toBe('frame missing')
    expect(reasonInWords('breakage at polish', 'en')).toBe('breakage at Polish')
    expect(lossInWords('OWN-1', 'Eaten by the dog', 'de')).toBe('Eaten by the dog')
    expect(stationInWords('basement', 'de')).toBe('basement')
  })
})
