import { openLog, type Log } from '@ils/platform/log/log'

export interface CapturedLog extends Log {
  readonly lines: Record<string, unknown>[]
  text(): string
}

/** The real log with its real redaction, written to memory. */
export function capturedLog(): CapturedLog {
  const written: string[] = []
  const log = openLog({ level: 'debug', service: 'test', to: { write: (line) => void written.push(line) } })
  return {
    ...log,
    get lines() {
      return written.map((line) => JSON.parse(line) as Record<string, unknown>)
    },
    text: () => written.join(''),
  }
}
