import { pino, type DestinationStream, type Logger } from 'pino'
import { correlationId } from '../correlation.ts'
import type { LogLevel } from './levels.ts'
import { redact } from './redact.ts'

/**
 * The log. `error`: someone must act now. `warn`: it healed itself. `info`: one line per request or task.
 * Fields first, then a fixed sentence without values: `log.info({ jobId }, 'job created')`.
 */
export interface Log {
  error(fields: object, sentence: string): void
  warn(fields: object, sentence: string): void
  info(fields: object, sentence: string): void
  debug(fields: object, sentence: string): void
  child(fields: object): Log
}

export function openLog(options: { level: LogLevel; service: string; to?: DestinationStream }): Log {
  const settings = {
    level: options.level,
    base: { service: options.service, pid: process.pid },
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      // Rather than pino's mixin, which copies all fields of each line once more.
      log: (fields: object) => ({ correlationId: redact(correlationId()), ...(redact(fields) as object) }),
    },
    // pino would otherwise put errors past the redaction.
    serializers: { err: redact },
  }
  return logOf(options.to ? pino(settings, options.to) : pino(settings))
}

function logOf(logger: Logger): Log {
  return {
    error: (fields, sentence) => {
      logger.error(fields, sentence)
    },
    warn: (fields, sentence) => {
      logger.warn(fields, sentence)
    },
    info: (fields, sentence) => {
      logger.info(fields, sentence)
    },
    debug: (fields, sentence) => {
      logger.debug(fields, sentence)
    },
    // pino writes the fields of a child as they are: they pass the same gate here.
    child: (fields) => logOf(logger.child(redact(fields) as object)),
  }
}

/** For tools and tests that must not write. */
export const silentLog: Log = {
  error: () => undefined,
  warn: () => undefined,
  info: () => undefined,
  debug: () => undefined,
  child: () => silentLog,
}
