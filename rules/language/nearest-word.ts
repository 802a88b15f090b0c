const LONGEST = 64
/** Thousands of words alike would take a checker seconds. */
const MOST_TRIED = 500

/**
 * The word that was probably meant, or null: about a third of the letters may differ. Optimal string alignment distance,
 * so that two swapped letters count once. Ties go to the word that comes first.
 */
export function nearestWord(word: string, words: Iterable<string>): string | null {
  if (word.length < 2 || word.length > LONGEST) return null
  const wanted = word.toLowerCase()
  const letters = lettersOf(wanted)
  let best: string | null = null
  let tried = 0
  let least = Math.ceil(word.length / 3) + 1
  for (const candidate of words) {
    if (candidate === word || Math.abs(candidate.length - word.length) >= least) continue
    const other = candidate.toLowerCase()
    // Each letter that only one of them has costs an edit: most words fall out here, at a fraction of the price.
    if (bitsOf(letters & ~lettersOf(other)) >= least) continue
    if (++tried > MOST_TRIED) break
    const distance = distanceOf(wanted, other, least)
    if (distance < least) [best, least] = [candidate, distance]
    if (least === 0) break
  }
  return best
}

/** As a sentence's end: `, did you mean \`rx.sphere\`?` or a full stop. */
export function didYouMean(word: string, words: Iterable<string>): string {
  const nearest = nearestWord(word, words)
  return nearest === null ? '.' : `, did you mean \`${nearest}\`?`
}

/** A bit for each letter, whatever letter shares it. */
function lettersOf(word: string): number {
  let bits = 0
  for (let i = 0; i < word.length; i++) bits |= 1 << (word.charCodeAt(i) & 31)
  return bits
}

function bitsOf(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++
  return count
}

/** Stops early with `most` where the distance is not smaller. */
function distanceOf(a: string, b: string, most: number): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let smallest = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
      smallest = Math.min(smallest, cost)
    }
    if (smallest >= most) return most
    ;[before, above] = [above, row]
  }
  return above[b.length] ?? most
}
