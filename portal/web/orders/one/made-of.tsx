import type { Order } from '../../../contract/orders.ts'
import { useSpeech } from '../../texts/say.tsx'
import { LensDrawing } from '../form/lens-drawing.tsx'
import { emptyForm, type Facts } from '../form/order-form.ts'
import { RxTable } from '../rx-table.tsx'

/** What was ordered: powers, fitting, frame. Nothing where it may not be seen. */
export function MadeOf({ order }: { readonly order: Order }) {
  const { say } = useSpeech()
  const { configuration } = order
  if (configuration === null) return null
  // Values of facts came from the form.
  const facts = { right: (configuration.right ?? {}) as Facts, left: (configuration.left ?? {}) as Facts }
  const form = { ...emptyForm('minus'), ...facts, ordered: configuration.ordered, job: configuration.job as Facts } // as above
  return (
    <section className="panel stack" aria-labelledby="made-title">
      <h2 id="made-title">{say('order.made')}</h2>
      <RxTable {...facts} ordered={configuration.ordered} />
      {configuration.job['frame.a'] === undefined ? null : <LensDrawing form={form} judged={null} />}
    </section>
  )
}
