/** The first few of what was counted, by name. */
export function namesOf(counts: readonly { readonly name: string; readonly count: number }[], most = 3): string {
  const shown = counts.slice(0, most).map(({ name, count }) => `${name} (${count})`)
  return `${shown.join(', ')}${counts.length > most ? ` and ${counts.length - most} more` : ''}`
}
