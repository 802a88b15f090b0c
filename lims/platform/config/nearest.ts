/** The known word with the fewest edits, if it is near enough to have been meant. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((k) => ({ k, edits: editDistance(word, k) })).sort((a, b) => a.edits - b.edits)
  const best = ranked[0]
  return best && best.edits <= Math.max(2, Math.floor(word.length / 4)) ? best.k : undefined
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
