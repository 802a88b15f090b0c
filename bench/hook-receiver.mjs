// Receives webhooks in a thread of its own, so that its work is not the sender's. Told `report`, it says when what came.
import { createServer } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

/** As the sender's thread counts time: both begin at an origin that the clock of the machine names. */
const now = () => performance.timeOrigin + performance.now()
let arrivals = []

const server = createServer((request, response) => {
  // One that is dead takes everything and says nothing.
  if (workerData.dead) return
  arrivals.push([request.headers['webhook-id'], now()])
  request.resume().on('end', () => response.writeHead(204).end())
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => parentPort.postMessage({ port: server.address().port }))
parentPort.on('message', () => {
  parentPort.postMessage({ arrivals })
  arrivals = []
})
