/** Names that may stay where they are when one order becomes the other: as many as possible; all others are moved. */
export function namesThatStay(before: readonly string[], after: readonly string[]): ReadonlySet<string> {
  const places = new Map(before.map((name, place) => [name, place]))
  const names = after.filter((name) => places.has(name))
  // Longest increasing subsequence by patience sorting: `ends` holds, for each length, where the one with the smallest end ends.
  const ends: number[] = []
  const previous: number[] = []
  const placeOf = (index: number | undefined): number => places.get(names[index ?? -1] ?? '') ?? -1
  names.forEach((_, index) => {
    const place = placeOf(index)
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (placeOf(ends[middle]) < place) low = middle + 1
      else high = middle
    }
    previous.push(ends[low - 1] ?? -1)
    ends[low] = index
  })
  const stay = new Set<string>()
  for (let at = ends.at(-1) ?? -1; at !== -1; at = previous[at] ?? -1) stay.add(names[at] ?? '')
  return stay
}
