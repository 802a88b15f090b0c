import { WebSocket } from 'ws'

/** Holds many sockets open, and tells of each broadcast when it arrived: at the half, at 99 of 100, at the last of them. */
const AT_ONCE = 200
/** Marks of a quiet line are shorter than any event. */
const SHORTEST_EVENT = 100
const now = () => performance.timeOrigin + performance.now()

let sockets = 0
const arrivals = []

function note(place) {
  const seen = (arrivals[place] ??= [])
  seen.push(now())
  if (seen.length < sockets) return
  const at = (p) => seen[Math.min(sockets - 1, Math.floor(sockets * p))]
  process.send({ place, half: at(0.5), most: at(0.99), last: at(1) })
  arrivals[place] = undefined
}

function open(url, ticket, room) {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(url, { perMessageDeflate: false })
    let place = 0
    let greeted = ticket === undefined
    ws.on('open', () => {
      if (ticket === undefined) resolve()
      else ws.send(JSON.stringify({ kind: 'hello', protocol: 1, ticket, rooms: [room] }))
    })
    ws.on('message', (data) => {
      if (!greeted) {
        greeted = true
        resolve()
      } else if (data.length >= SHORTEST_EVENT) note(place++)
    })
    ws.on('error', reject)
    ws.on('close', (code, reason) => {
      reject(new Error(`closed with ${code} ${reason}`))
      process.send({ gone: `${code} ${reason}` })
    })
  })
}

async function ticketFor({ api, key }) {
  const answer = await fetch(`${api}/api/live/tickets`, { method: 'POST', headers: { authorization: `Bearer ${key}` } })
  return (await answer.json()).ticket
}

process.on('message', async (asked) => {
  if (asked.stop) process.exit(0)
  sockets = asked.count
  let opened = 0
  const opener = async () => {
    while (opened < asked.count) {
      opened++
      await open(asked.url, asked.key ? await ticketFor(asked) : undefined, asked.room)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, opener))
    process.send({ open: asked.count })
  } catch (error) {
    process.send({ failed: String(error) })
  }
})
