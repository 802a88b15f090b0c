import { InvalidArgumentError, Option } from 'commander'

/** `--practices a,b`: a pilot. */
export const practicesOption = (): Option =>
  new Option('--practices <ids>', 'a pilot: for these practices only, comma-separated (default: everyone)').argParser(
    (text: string): string[] => {
      const practices = text.split(',').map((one) => one.trim())
      if (practices.every((one) => one !== '')) return [...new Set(practices)]
      throw new InvalidArgumentError('Write ids of practices with commas between them.')
    },
  )

export const forWhom = (practices: readonly string[] | null): string =>
  practices === null ? 'for everyone' : `for ${practices.join(', ')}`
