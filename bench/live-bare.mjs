import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

/** What a broadcast costs with `ws` alone: everybody who is here is sent the same bytes. */
const server = createServer()
const sockets = new Set()
const wss = new WebSocketServer({ server, perMessageDeflate: false, clientTracking: false })
wss.on('connection', (ws) => {
  sockets.add(ws)
  ws.on('close', () => sockets.delete(ws))
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('message', ({ text, stop }) => {
  if (stop) process.exit(0)
  const bytes = Buffer.from(text)
  process.send({ began: performance.timeOrigin + performance.now() })
  for (const ws of sockets) ws.send(bytes, { binary: false })
})
