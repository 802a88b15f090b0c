/** One key further down, escaped by RFC 6901. */
export function pointerTo(parent: string, key: string | number): string {
  return typeof key === 'number' ? `${parent}/${key}` : `${parent}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** The pointer that stands one key higher; the whole document has none. */
export function pointerAbove(pointer: string): string | null {
  return pointer === '' ? null : pointer.slice(0, pointer.lastIndexOf('/'))
}
