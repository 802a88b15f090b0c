import type { Role } from '../../../contract/roles.ts'
import { useSpeech } from '../../texts/say.tsx'
import { Tick } from '../../ui/fields.tsx'

/** What people of the lab can be; a practice has its own people. */
const labRoles = ['lab', 'engineer', 'manager', 'admin', 'supplier'] as const satisfies readonly Role[]

interface RoleTicksProps {
  readonly roles: readonly Role[]
  readonly onChange: (roles: readonly Role[]) => void
}

/** What somebody of the lab is, each with what they may do by it. */
export function RoleTicks({ roles, onChange }: RoleTicksProps) {
  const { say } = useSpeech()
  return (
    <fieldset className="stack tight">
      <legend className="label">{say('people.roles')}</legend>
      {labRoles.map((role) => (
        <Tick
          key={role}
          on={roles.includes(role)}
          onChange={(on) => onChange(labRoles.filter((one) => (one === role ? on : roles.includes(one))))}
        >
          {say(`role.${role}`)} <span className="small muted">· {say(`role.${role}.about`)}</span>
        </Tick>
      ))}
    </fieldset>
  )
}
