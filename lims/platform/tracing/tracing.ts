import { context, propagation, SpanKind, SpanStatusCode, trace, type Attributes } from '@opentelemetry/api'

let on = false

/**
 * Spans, switched on by the standard OTEL_* variables. The SDK is large and loaded only then.
 * Attributes are ids and names of routes, tasks and reactions: never a prescription, never a person.
 */
export async function startTracing(
  env: NodeJS.ProcessEnv,
  service: string,
): Promise<(() => Promise<void>) | undefined> {
  const wanted =
    env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? env['OTEL_TRACES_EXPORTER']
  if (!wanted || wanted === 'none' || env['OTEL_SDK_DISABLED'] === 'true') return undefined
  const { NodeSDK } = await import('@opentelemetry/sdk-node')
  // Logs and metrics go their own ways (JSON lines, /metrics); only traces are ours to send.
  env['OTEL_LOGS_EXPORTER'] ??= 'none'
  env['OTEL_METRICS_EXPORTER'] ??= 'none'
  const sdk = new NodeSDK({ serviceName: env['OTEL_SERVICE_NAME'] ?? service })
  sdk.start()
  on = true
  return async () => {
    on = false
    await sdk.shutdown()
    // What it registered for the whole process would keep the next one out.
    for (const part of [trace, context, propagation]) part.disable()
  }
}

/** Whether spans are made: what is asked often need not even name one while they are not. */
export function isTracing(): boolean {
  return on
}

export interface SpanOptions {
  readonly kind: 'server' | 'consumer'
  readonly attributes: Attributes
  /** Headers that may carry the caller's trace. */
  readonly from?: Readonly<Record<string, string | string[] | undefined>>
}

/** Runs inside a span; without tracing it only runs. `outcome` names attributes known at the end. */
export async function withSpan<T>(
  name: string,
  options: SpanOptions,
  run: () => Promise<T>,
  outcome: () => Attributes = () => ({}),
): Promise<T> {
  if (!on) return run()
  const parent = options.from ? propagation.extract(context.active(), options.from) : context.active()
  const kind = options.kind === 'server' ? SpanKind.SERVER : SpanKind.CONSUMER
  const span = trace.getTracer('ils').startSpan(name, { kind, attributes: options.attributes }, parent)
  try {
    return await context.with(trace.setSpan(parent, span), run)
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    throw error
  } finally {
    span.setAttributes(outcome())
    span.end()
  }
}
