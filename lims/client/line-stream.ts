const encoder = new TextEncoder()
const CHUNK = 65_536
const DUE = Symbol('the event loop has turned')

/** Lines as the body of a request: what is there at once goes together, and nothing that is there waits for more. */
export function streamOf(source: AsyncGenerator, stop: AbortSignal): ReadableStream<Uint8Array> {
  let coming: Promise<IteratorResult<unknown>> | undefined
  return new ReadableStream({
    async pull(controller) {
      // Lines that never wait for anything would otherwise keep everybody else waiting, and the answers unread.
      const due = new Promise<typeof DUE>((resolve) => setTimeout(resolve, 0, DUE))
      let text = ''
      let ended = false
      while (!ended && text.length < CHUNK) {
        coming ??= source.next()
        const next = text === '' ? await coming : await Promise.race([coming, due])
        if (next === DUE) break
        coming = undefined
        if (next.done === true) ended = true
        else text += `${JSON.stringify(next.value)}\n`
      }
      await due
      if (text !== '') controller.enqueue(encoder.encode(text))
      // Node's fetch goes on asking for what it can no longer send.
      if (stop.aborted) await source.return(undefined)
      if (ended || stop.aborted) controller.close()
    },
    async cancel() {
      await source.return(undefined)
    },
  })
}
