/** Cuts at a mark that stands outside of quotes and parentheses; null where those do not close. */
export function splitCell(text: string, mark: string): string[] | null {
  const parts: string[] = []
  let depth = 0
  let quoted = false
  let start = 0
  for (let i = 0; i < text.length; i++) {
    const sign = text[i]
    if (quoted) {
      if (sign === '\\') i++
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === '(') depth++
    else if (sign === ')') {
      if (--depth < 0) return null
    } else if (sign === mark && depth === 0) {
      parts.push(text.slice(start, i).trim())
      start = i + 1
    }
  }
  parts.push(text.slice(start).trim())
  return quoted || depth > 0 ? null : parts
}
