import { useRef } from 'react'

/** A value as it was before where it says the same: what is drawn of it is not drawn again. */
export function useSame<T>(value: T): T {
  const kept = useRef(value)
  if (kept.current !== value && JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value
  return kept.current
}
