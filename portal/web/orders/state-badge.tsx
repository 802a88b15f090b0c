import type { OrderState } from '../../contract/order-states.ts'
import { useSpeech } from '../texts/say.tsx'
import { Badge, type Tone } from '../ui/tell.tsx'

const tones: Readonly<Record<OrderState, Tone | 'accent'>> = {
  submitted: 'plain',
  pending: 'plain',
  in_production: 'accent',
  quality_check: 'accent',
  on_hold: 'bad',
  completed: 'good',
  shipped: 'good',
  cancelled: 'plain',
}

/** Where an order is: a colour and a word. */
export function StateBadge({ status }: { readonly status: OrderState }) {
  const { say } = useSpeech()
  return <Badge tone={tones[status]}>{say(`status.${status}`)}</Badge>
}
