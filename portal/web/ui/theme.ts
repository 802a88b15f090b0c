import { useSyncExternalStore } from 'react'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
const KEPT = 'ils.theme'

let current: Theme = themes.find((one) => one === localStorage.getItem(KEPT)) ?? 'system'
const heard = new Set<() => void>()

function show(): void {
  if (current === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = current
}
show()

function setTheme(theme: Theme): void {
  current = theme
  localStorage.setItem(KEPT, theme)
  show()
  for (const one of heard) one()
}

/** As the system has it, light, or dark. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const theme = useSyncExternalStore(
    (listener) => {
      heard.add(listener)
      return () => heard.delete(listener)
    },
    () => current,
  )
  return [theme, setTheme]
}
