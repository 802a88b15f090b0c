import { useState, type ClipboardEvent, type KeyboardEvent } from 'react'
import { goOn } from './next-step.ts'
import type { Typed } from './read-typed.ts'

interface RxFieldProps {
  readonly label: string
  readonly value: number | null
  readonly read: (text: string) => Typed
  readonly print: (value: number) => string
  /** What an arrow adds, and an arrow with shift. */
  readonly step: number
  readonly bigStep: number
  /** What the first arrow begins with. */
  readonly start?: number
  readonly least?: number
  readonly most?: number
  /** After the most comes the least: of an axis. */
  readonly turns?: boolean
  readonly onChange: (value: number | null) => void
  /** Text that is more than this field's; true: it was taken. */
  readonly onWhole?: (text: string) => boolean
  /** The other eye's value, which `=` copies. */
  readonly other?: number | null
  readonly invalid?: boolean
  readonly describedBy?: string | undefined
  readonly off?: boolean
  /** Enter passes it over: it is usually left as it is. */
  readonly passed?: boolean
  readonly name: string
}

/** A number as opticians type it: understood while it is typed, written out when it is left. */
export function RxField(props: RxFieldProps) {
  const {
    label,
    value,
    read,
    print,
    step,
    bigStep,
    start = 0,
    least = -Infinity,
    most = Infinity,
    turns,
    onChange,
  } = props
  const written = value === null ? '' : print(value)
  const [text, setText] = useState<string | null>(null)
  const understood = text === null ? null : read(text)
  const unread = understood !== null && !understood.ok
  // Something else has put another value here: a copy, a nearest value, the other sign of cylinder.
  const overtaken = understood?.ok === true && understood.value !== value
  const shown = overtaken ? written : (text ?? written)

  const take = (typed: string): void => {
    setText(typed)
    const meant = read(typed)
    if (meant.ok) onChange(meant.value)
  }
  const put = (next: number | null): void => {
    setText(next === null ? '' : print(next))
    onChange(next)
  }
  const stepped = (by: number): number => {
    if (value === null) return start
    const next = Math.round((value + by) / Math.abs(step)) * Math.abs(step)
    if (turns === true) return next > most ? next - most + least - 1 : next < least ? next + most - least + 1 : next
    return Math.min(most, Math.max(least, next))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const { key, shiftKey, ctrlKey, metaKey } = event
    if (ctrlKey || metaKey) return
    const by = shiftKey ? bigStep : step
    if (key === 'ArrowUp') put(stepped(by))
    else if (key === 'ArrowDown') put(stepped(-by))
    else if (key === 'Enter') goOn(event.currentTarget)
    else if (key === '=' && props.other !== undefined) put(props.other)
    else return
    event.preventDefault()
  }
  const onPaste = (event: ClipboardEvent<HTMLInputElement>): void => {
    if (props.onWhole?.(event.clipboardData.getData('text')) !== true) return
    event.preventDefault()
    setText(null)
  }
  return (
    <input
      className="input rx"
      data-step={props.passed === true ? 'pass' : ''}
      name={props.name}
      type="text"
      inputMode="text"
      autoComplete="off"
      spellCheck={false}
      aria-label={label}
      aria-invalid={unread || props.invalid === true}
      aria-describedby={props.describedBy}
      disabled={props.off}
      value={shown}
      onChange={({ target }) => {
        if (props.onWhole?.(target.value) === true) setText(null)
        else take(target.value)
      }}
      onFocus={({ target }) => target.select()}
      onBlur={() => {
        if (!unread) setText(null)
      }}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    />
  )
}
