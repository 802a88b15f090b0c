import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

/** Sends as many requests at once as said, each with a key of its own, whenever it is told to; answers how many a second. */
const { url, headers, bodies, callers } = workerData
const agent = new Agent({ keepAlive: true, maxSockets: callers })
let sent = 0

const send = (n) =>
  new Promise((resolve, reject) => {
    const body = bodies[n % bodies.length]
    const key = { 'idempotency-key': `flood-${n}`, 'content-length': Buffer.byteLength(body) }
    const sending = request(url, { agent, method: 'POST', headers: { ...headers, ...key } })
    sending.on('response', (answer) => {
      answer.resume()
      answer.on('end', () => (answer.statusCode < 300 ? resolve() : reject(new Error(`status ${answer.statusCode}`))))
    })
    sending.on('error', reject)
    sending.end(body)
  })

parentPort.on('message', async (ms) => {
  const began = performance.now()
  let done = 0
  const caller = async () => {
    while (performance.now() - began < ms) {
      await send((sent += 1))
      done++
    }
  }
  try {
    await Promise.all(Array.from({ length: callers }, caller))
    parentPort.postMessage({ perSecond: (done * 1000) / (performance.now() - began) })
  } catch (error) {
    parentPort.postMessage({ failed: String(error) })
  }
})
