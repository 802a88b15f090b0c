import type { KeyboardEvent } from 'react'

const STEPS = '[data-step], [data-step-group]'

const isShown = (element: HTMLElement): boolean => element.getClientRects().length > 0

/** What takes the focus of a step: itself, or of a group what is chosen in it, or its first. */
function doorOf(step: HTMLElement): HTMLElement | null {
  if (!step.hasAttribute('data-step-group')) return step.hasAttribute('disabled') ? null : step
  return step.querySelector<HTMLElement>('input:checked:not(:disabled)') ?? step.querySelector('input:not(:disabled)')
}

/** Goes on to the next step of the form: what is usually left empty is passed over, and stays within reach of Tab. */
export function goOn(from: HTMLElement): void {
  const steps = [...(from.closest('form')?.querySelectorAll<HTMLElement>(STEPS) ?? [])]
  const here = steps.findIndex((step) => step.contains(from))
  for (const step of steps.slice(here + 1)) {
    const door = step.getAttribute('data-step') === 'pass' ? null : doorOf(step)
    if (door === null || !isShown(step)) continue
    door.focus()
    return
  }
}

/** Enter goes on from whatever has a value; Space ticks and opens, as everywhere. With Ctrl or ⌘ it sends. */
export function keysOfForm(send: () => void) {
  return (event: KeyboardEvent<HTMLFormElement>): void => {
    if (event.key !== 'Enter') return
    const { target } = event
    // A dialog over the form is a child of it for React, and not for whoever types in it.
    if (!(target instanceof HTMLElement) || !event.currentTarget.contains(target)) return
    if (event.ctrlKey || event.metaKey) send()
    else if (target instanceof HTMLInputElement && target.type === 'radio') {
      if (!target.checked) target.click()
      goOn(target)
    } else if (target instanceof HTMLInputElement && target.type === 'checkbox') goOn(target)
    else if (target.matches('button[data-step][data-chosen]')) goOn(target)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
