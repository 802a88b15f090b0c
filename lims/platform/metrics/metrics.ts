import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  request(labels: { method: string; route: string; status: number }, seconds: number): void
  task(labels: { kind: string; outcome: string }, seconds: number): void
  reaction(labels: { reaction: string; outcome: string }, seconds: number): void
  delivery(labels: { outcome: string }, seconds: number): void
  refused(labels: { code: string; who: 'anonymous' | 'known' }): void
  /** Reads a number when it is asked for. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void
  /** Counts something by one label: with 0 a value that did not come yet is shown already. */
  counter(name: string, help: string, label: string): (value: string, by?: number) => void
  text(): Promise<string>
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Rate, errors and duration of everything that this process does, for Prometheus. */
export function openMetrics(options: { process?: boolean } = {}): Metrics {
  const registry = new Registry()
  if (options.process !== false) collectDefaultMetrics({ register: registry })
  const duration = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Histogram({ name, help, labelNames, buckets: SECONDS, registers: [registry] })
  const requests = duration('ils_http_request_seconds', 'HTTP requests by declared route', [
    'method',
    'route',
    'status',
  ])
  const tasks = duration('ils_task_seconds', 'Tasks by kind and outcome', ['kind', 'outcome'])
  const reactions = duration('ils_reaction_seconds', 'Reactions to events by name and outcome', ['reaction', 'outcome'])
  const deliveries = duration('ils_webhook_try_seconds', 'Attempts at webhook deliveries by outcome', ['outcome'])
  const refusals = new Counter({
    name: 'ils_access_refused_total',
    help: 'Refusals of authentication, authorisation and request limits',
    labelNames: ['code', 'who'],
    registers: [registry],
  })
  return {
    request: ({ method, route, status }, seconds) => {
      requests.observe({ method, route, status: String(status) }, seconds)
    },
    task: (labels, seconds) => {
      tasks.observe(labels, seconds)
    },
    reaction: (labels, seconds) => {
      reactions.observe(labels, seconds)
    },
    delivery: (labels, seconds) => {
      deliveries.observe(labels, seconds)
    },
    refused: (labels) => {
      refusals.inc(labels)
    },
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          // A gauge that cannot be read right now keeps its last value; the scrape must not fail for it.
          try {
            this.set(await read())
          } catch {
            return
          }
        },
      })
    },
    counter: (name, help, label) => {
      const counted = new Counter({ name, help, labelNames: [label], registers: [registry] })
      return (value, by = 1) => {
        counted.inc({ [label]: value }, by)
      }
    },
    text: () => registry.metrics(),
  }
}
