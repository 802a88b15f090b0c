import type { Eye } from '@ils/rules/language/rulebook'

const quoted = (text: string): string => `"${CSS.escape(text)}"`

function fieldFor(field: string, eye: Eye | null): HTMLElement | null {
  const name = field === 'design.id' ? 'design' : eye === null ? field : `${eye}.${field}`
  return (
    document.querySelector<HTMLElement>(`[name=${quoted(name)}]`) ??
    document.querySelector<HTMLElement>(`[data-fact=${quoted(field)}] :is(button, input)`)
  )
}

/** Goes to the field that a message is about, and shows it where it is folded away. */
export function goTo(field: string | null, eye: Eye | null): void {
  if (field === null) return
  const found = fieldFor(field, eye)
  if (found) {
    reach(found)
    return
  }
  document.querySelector<HTMLElement>(`[data-shows~=${quoted(field)}] button`)?.click()
  requestAnimationFrame(() => {
    const shown = fieldFor(field, eye)
    if (shown) reach(shown)
  })
}

function reach(field: HTMLElement): void {
  field.focus()
  field.scrollIntoView({ block: 'center' })
}

export const focusField = (name: string): void => {
  document.querySelector<HTMLElement>(`[name=${quoted(name)}]`)?.focus()
}
