import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { ask } from '../../api/ask.ts'
import { paths } from '../../shell/paths.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Pick } from '../../ui/fields.tsx'

interface SupplierChoiceProps {
  readonly practiceId: string
  readonly value: string | null
  readonly onChange: (id: string | null) => void
}

const NONE = '-'

/** Who sends the frame to the lab: one of the practice's suppliers, or the practice itself. */
export function SupplierChoice({ practiceId, value, onChange }: SupplierChoiceProps) {
  const { say } = useSpeech()
  const { data } = useQuery({
    queryKey: ['practices', practiceId, 'suppliers'],
    queryFn: ({ signal }) => ask('GET /api/practices/:practiceId/suppliers', { params: { practiceId }, signal }),
  })
  const open = (data?.items ?? []).filter(({ closedAt, id }) => closedAt === null || id === value)
  if (data === undefined) return null
  if (open.length === 0)
    return (
      <p className="small muted">
        {say('suppliers.formNone')} <Link to={paths.practice}>{say('nav.practice')}</Link>
      </p>
    )
  return (
    <Pick
      label={say('suppliers.from')}
      value={open.some(({ id }) => id === value) ? value : NONE}
      options={[
        { id: NONE, label: say('suppliers.ourselves') },
        ...open.map(({ id, name, accountNumber }) => ({
          id,
          label: accountNumber === null ? name : `${name} (${accountNumber})`,
        })),
      ]}
      onChange={(id) => onChange(id === NONE ? null : id)}
    />
  )
}
