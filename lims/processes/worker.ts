import { announceExpiredKey } from '../access/public.ts'
import { announceExpiredKeyTask } from '../access/tasks.ts'
import type { App } from '../app.ts'
import { sweepFloor } from '../production/public.ts'
import { sweepFloorTask } from '../production/tasks.ts'
import { checkDraft, runImpact, runSchedule } from '../releases/public.ts'
import { checkRulebookTask, runImpactTask, runScheduleTask } from '../releases/tasks.ts'
import { runDeliverers } from '../webhooks/public.ts'

/** Every task of the LIMS and its verb, by hand; and the deliverers of webhooks, which are tasks of their own kind: in order by subject. */
export function startWork(app: App, databaseUrl: string) {
  app.queue.work(announceExpiredKeyTask, (task) => announceExpiredKey(app, task))
  app.queue.work(checkRulebookTask, (task) => checkDraft(app, task))
  app.queue.work(runImpactTask, (task) => runImpact(app, task))
  app.queue.work(runScheduleTask, (task) => runSchedule(app, task))
  app.queue.work(sweepFloorTask, (task) => sweepFloor(app, task.signal))
  return runDeliverers(app, databaseUrl)
}

export const taskKinds = [announceExpiredKeyTask, checkRulebookTask, runImpactTask, runScheduleTask, sweepFloorTask]
