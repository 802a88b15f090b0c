import { doNightly, nightlyTask } from './nightly.ts'
import { prepareReset, sendMail } from '../access/public.ts'
import { prepareResetTask, sendMailTask } from '../access/tasks.ts'
import type { App } from '../app.ts'
import { reconcileOrders, sendOrder, tellOfOrder } from '../orders/public.ts'
import { reconcileOrdersTask, sendOrderTask, tellOfOrderTask } from '../orders/tasks.ts'
import { mirrorCatalogue, writeNews } from '../catalogue/public.ts'
import { mirrorCatalogueTask, writeNewsTask } from '../catalogue/tasks.ts'

/** Every task of the portal and its verb, by hand. */
export function startWork(app: App): void {
  app.queue.work(sendMailTask, (task) => sendMail(app, task))
  app.queue.work(prepareResetTask, (task) => prepareReset(app, task))
  app.queue.work(mirrorCatalogueTask, (task) => mirrorCatalogue(app, task.signal))
  app.queue.work(tellOfOrderTask, (task) => tellOfOrder(app, task))
  app.queue.work(writeNewsTask, (task) => writeNews(app, task.data.newsId))
  app.queue.work(nightlyTask, (task) => doNightly(app, task.signal))
  app.queue.work(sendOrderTask, (task) => sendOrder(app, task))
  app.queue.work(reconcileOrdersTask, async (task) => {
    await reconcileOrders(app, task.signal)
  })
}
