import { useEffect, useRef } from 'react'
import type { Beginning } from './beginning.ts'
import { focusField, goTo } from './go-to-field.ts'

/** Where work begins: with the patient, with the powers where the patient is known, or with sending what is complete. */
export function useFirstFocus({ form, draft, again, amends, example }: Beginning, offered: boolean): void {
  const done = useRef(false)
  useEffect(() => {
    // Reasons for making it again come with the rules.
    if (done.current || example || draft !== null || amends !== null || (again !== null && !offered)) return
    // After the page around it has taken the focus to its beginning.
    const timer = setTimeout(() => {
      done.current = true
      if (again !== null) goTo('order.redoReason', null)
      else if (form.patientId === null) focusField('patient')
      else if (Object.keys(form.right).length + Object.keys(form.left).length === 0) focusField('right.rx.sphere')
      else focusField('send')
    }, 0)
    return () => clearTimeout(timer)
  }, [form, draft, again, amends, example, offered])
}
