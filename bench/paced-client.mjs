import { Agent, request } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

/**
 * Sends requests one after the other at an even pace, whatever becomes of those before, and answers how long each took
 * from the moment at which it was due. autocannon paces by bursts at the beginning of every second.
 */
const { url, headers, bodies, perSecond, seconds } = workerData
const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const waits = []
let failed = 0
let sent = 0
const total = Math.floor(perSecond * seconds)
const began = performance.now() + 100

await new Promise((resolve) => {
  const send = (n) => {
    const due = began + (n * 1000) / perSecond
    const body = bodies[n % bodies.length]
    const sending = request(url, {
      agent,
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    })
    const over = (ok) => {
      if (ok) waits.push(performance.now() - due)
      else failed++
      if (waits.length + failed === total) resolve()
    }
    sending.on('response', (answer) => {
      answer.resume()
      answer.on('end', () => over(answer.statusCode < 300))
    })
    sending.on('error', () => over(false))
    sending.end(body)
  }
  const pace = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1000) + 1)
    while (sent < due) send(sent++)
    if (sent >= total) clearInterval(pace)
  }, 1)
})
agent.destroy()
parentPort.postMessage({ waits, failed })
