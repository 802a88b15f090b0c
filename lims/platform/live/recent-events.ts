import type { Told } from './told.ts'

// At five events a second, a lab at work, half an hour; a file of jobs may be worth a minute.
export const MOST_RECENT = 10_000
const MOST_BYTES = 32 * 1024 * 1024

/** The newest events as they were sent, without a gap: whoever comes back is told from here, and nobody asks the database. */
export class RecentEvents {
  /** Everything after it is here. */
  #after: number
  #told: Told[] = []
  #bytes = 0

  constructor(after: number) {
    this.#after = after
  }

  /** Everything up to it is here or was. */
  get newest(): number {
    return this.#told.at(-1)?.seq ?? this.#after
  }

  get oldestPosition(): number {
    return this.#after
  }

  add(told: Told): void {
    this.#told.push(told)
    this.#bytes += told.frame.length
    // Cut in slices: to move ten thousand for each one that is added would cost more than to send it.
    if (this.#told.length > MOST_RECENT * 1.25 || this.#bytes > MOST_BYTES) this.#cut()
  }

  /** Older ones, from the log, that end where these begin; answers whether they did. */
  addOlder(after: number, told: readonly Told[]): boolean {
    if ((told.at(-1)?.seq ?? after) !== this.#after) return false
    this.#told = [...told, ...this.#told]
    this.#bytes += told.reduce((sum, { frame }) => sum + frame.length, 0)
    this.#after = after
    this.#cut()
    return true
  }

  /** Those after a position; undefined where some of them are not here any more. */
  since(position: number): readonly Told[] | undefined {
    if (position < this.#after || position > this.newest) return undefined
    // The log has no gaps: a position is a place.
    return this.#told.slice(position - this.#after)
  }

  #cut(): void {
    let first = Math.max(0, this.#told.length - MOST_RECENT)
    for (let at = 0; at < first; at++) this.#bytes -= this.#told[at]?.frame.length ?? 0
    for (; this.#bytes > MOST_BYTES && first < this.#told.length - 1; first++) {
      this.#bytes -= this.#told[first]?.frame.length ?? 0
    }
    if (first === 0) return
    this.#after = this.#told[first - 1]?.seq ?? this.#after
    this.#told = this.#told.slice(first)
  }
}
