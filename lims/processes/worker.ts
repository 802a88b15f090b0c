import { announceExpiredKey } from '../access/public.ts'
import { announceExpiredKeyTask } from '../access/tasks.ts'
import type { App } from '../app.ts'

/** Every task of the LIMS and its verb, by hand. */
export function startWork(app: App): void {
  app.queue.work(announceExpiredKeyTask, (task) => announceExpiredKey(app, task))
}

export const taskKinds = [announceExpiredKeyTask]
