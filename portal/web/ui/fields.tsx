import type { ReactNode } from 'react'
import {
  Button,
  CheckboxButton,
  CheckboxField,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components'
import { Icon } from './icon.tsx'

interface TextProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'email' | 'password' | 'tel' | 'date' | 'search'
  readonly autoComplete?: string
  readonly inputMode?: 'numeric' | 'text'
  readonly hint?: string | undefined
  readonly wrong?: string | undefined
  readonly required?: boolean
  readonly focus?: boolean
  readonly lines?: number
  readonly most?: number
  readonly off?: boolean
  readonly placeholder?: string
  readonly id?: string
}

/** One line of text with its label, a hint and what is wrong with it. */
export function TextLine(props: TextProps) {
  const { label, value, onChange, type = 'text', hint, wrong, required = false, focus = false, lines } = props
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      type={type}
      isRequired={required}
      isInvalid={wrong !== undefined}
      isDisabled={props.off ?? false}
      validationBehavior="aria"
      {...(props.id === undefined ? {} : { id: props.id })}
      {...(props.most === undefined ? {} : { maxLength: props.most })}
      {...(props.autoComplete === undefined ? {} : { autoComplete: props.autoComplete })}
      {...(props.inputMode === undefined ? {} : { inputMode: props.inputMode })}
      // A page that has one thing to type into begins there.
      autoFocus={focus}
    >
      <Label>{label}</Label>
      {lines === undefined ? (
        <Input className="input" {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })} />
      ) : (
        <TextArea className="input" rows={lines} />
      )}
      {hint === undefined ? null : (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="wrong">{wrong}</FieldError>
    </TextField>
  )
}

export interface Option<T extends string = string> {
  readonly id: T
  readonly label: string
}

interface PickProps<T extends string> {
  readonly label: string
  readonly options: readonly Option<T>[]
  readonly value: T | null
  readonly onChange: (value: T) => void
  readonly hideLabel?: boolean
  readonly off?: boolean
  readonly placeholder?: string
  readonly wrong?: string | undefined
  /** What of the order form it fills in: Enter comes to it, and goes on once it has a value. */
  readonly fact?: string
  /** Enter passes it over. */
  readonly passed?: boolean
  /** What stands beside the label. */
  readonly beside?: ReactNode
}

/** One of a few, from a list that opens. */
export function Pick<T extends string>({ label, options, value, onChange, hideLabel, off, ...more }: PickProps<T>) {
  return (
    <Select
      className="field"
      {...(more.fact === undefined ? {} : { 'data-fact': more.fact })}
      value={value}
      isDisabled={off ?? false}
      isInvalid={more.wrong !== undefined}
      placeholder={more.placeholder ?? '–'}
      onChange={(key) => {
        const chosen = options.find(({ id }) => id === key)
        if (chosen) onChange(chosen.id)
      }}
    >
      {more.beside === undefined ? (
        <Label className={hideLabel === true ? 'visually-hidden' : 'label'}>{label}</Label>
      ) : (
        <span className="with-term">
          <Label className="label">{label}</Label>
          {more.beside}
        </span>
      )}
      <Button
        className="select"
        {...(more.fact === undefined
          ? {}
          : { 'data-step': more.passed === true ? 'pass' : '', ...(value === null ? {} : { 'data-chosen': '' }) })}
      >
        <SelectValue />
        <Icon name="down" />
      </Button>
      {more.wrong === undefined ? null : <span className="wrong">{more.wrong}</span>}
      <Popover className="popover">
        <ListBox items={options}>
          {(option) => (
            <ListBoxItem className="item" id={option.id} textValue={option.label}>
              {option.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}

/** One of two to four that are all seen at once. */
export function Segments<T extends string>({ label, options, value, onChange }: PickProps<T>) {
  return (
    <ToggleButtonGroup
      className="segments"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={value === null ? [] : [value]}
      onSelectionChange={(keys) => {
        const chosen = options.find(({ id }) => keys.has(id))
        if (chosen) onChange(chosen.id)
      }}
    >
      {options.map((option) => (
        <ToggleButton key={option.id} id={option.id}>
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}

interface TickProps {
  readonly children: ReactNode
  readonly on: boolean
  readonly onChange: (on: boolean) => void
  readonly off?: boolean
}

/** Yes or no. */
export const Tick = ({ children, on, onChange, off }: TickProps) => (
  <CheckboxField isSelected={on} onChange={onChange} isDisabled={off ?? false}>
    <CheckboxButton className="tick">
      <span className="box">
        <Icon name="check" />
      </span>
      <span>{children}</span>
    </CheckboxButton>
  </CheckboxField>
)
