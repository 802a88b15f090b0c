/** One line of a message as it was written, and what is read of it. */
export interface OmaRecord {
  /**
   * `record` is `LABEL=value`. `continuation` is a line without `=` after a record (one tracer driver breaks its lines so),
   * `stray` one before any record, `blank` line endings alone, `end` a DOS end of file with what pads it.
   */
  readonly kind: 'record' | 'continuation' | 'stray' | 'blank' | 'end'
  /** In upper case, however it was written; empty unless this is a record. */
  readonly label: string
  /** What stands behind `=`, every space of it, without the line ending. */
  readonly value: string
  /** The bytes of the line with its ending, one character a byte. */
  readonly raw: string
}

/** An ordered list: labels may repeat, and the order of some says what they belong to. */
export interface Message {
  readonly records: readonly OmaRecord[]
}

export const recordsOf = (message: Message, label: string): OmaRecord[] =>
  message.records.filter((record) => record.label === label)

/** The value of the first record of that label. */
export const valueOf = (message: Message, label: string): string | undefined =>
  message.records.find((record) => record.label === label)?.value
