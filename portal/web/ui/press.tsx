import type { ReactNode } from 'react'
import { Button } from 'react-aria-components'
import { Icon, type IconName } from './icon.tsx'

interface PressProps {
  readonly children?: ReactNode
  readonly icon?: IconName
  readonly look?: 'primary' | 'bad' | 'quiet'
  readonly little?: boolean
  /** For a button that shows an icon only. */
  readonly label?: string
  readonly type?: 'button' | 'submit'
  readonly busy?: boolean
  readonly off?: boolean
  readonly describedBy?: string
  readonly onPress?: () => void
}

/** A button. */
export function Press({ children, icon, look, little, label, type, busy, off, describedBy, onPress }: PressProps) {
  const square = children === undefined
  const looks = [look, little === true ? 'little' : '', square ? 'square' : ''].filter(Boolean).join(' ')
  return (
    <Button
      className={`button ${looks}`}
      type={type ?? 'button'}
      isDisabled={off === true || busy === true}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      {...(onPress ? { onPress } : {})}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </Button>
  )
}
