import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePort } from './free-port.ts'

export type RedisServerName = 'redis-server' | 'js-redis-server' | 'REDIS_URL'

/** A Redis of the test's own: it may be flushed, killed and started again on the same port, and keeps nothing. */
export interface TestRedis {
  readonly name: RedisServerName
  readonly url: string
  readonly port: number
  start(): Promise<void>
  /** As a power cut would. */
  kill(): Promise<void>
}

/** Where it is, when it is on the PATH. */
function realRedis(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).concat('/usr/bin', '/usr/local/bin')
  return folders.map((folder) => join(folder, 'redis-server')).find((path) => existsSync(path))
}

/**
 * The servers tests can run on here, the best one first; the one in JavaScript comes with the dev dependencies.
 * `given` adds the one at REDIS_URL, for tests that neither flush nor kill it: it may be somebody's.
 */
export function redisServers({ given = false } = {}): RedisServerName[] {
  const own: RedisServerName[] = realRedis() === undefined ? ['js-redis-server'] : ['redis-server', 'js-redis-server']
  return given && process.env['REDIS_URL'] ? ['REDIS_URL', ...own] : own
}

/** Starts a Redis for one test file on a free port of loopback; `kill` it in the end. */
export async function startTestRedis(
  name: RedisServerName = redisServers()[0] ?? 'js-redis-server',
): Promise<TestRedis> {
  if (name === 'REDIS_URL') return givenRedis()
  const port = await freePort()
  let child: ChildProcess | undefined
  const endWithUs = (): void => void child?.kill('SIGKILL')

  async function start(): Promise<void> {
    const [command, args] = commandOf(name, port)
    const started = spawn(command, args, { stdio: 'ignore', cwd: tmpdir() })
    child = started
    process.off('exit', endWithUs)
    process.once('exit', endWithUs)
    for (let tries = 0; !(await answers(port)); tries++) {
      if (started.exitCode !== null) throw new Error(`${name} ended at once on port ${port}`)
      if (tries > 500) throw new Error(`${name} does not answer on port ${port}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  await start()
  return {
    name,
    port,
    url: `redis://127.0.0.1:${port}`,
    start,
    async kill() {
      const ending = child
      child = undefined
      process.off('exit', endWithUs)
      if (ending?.exitCode !== null || ending.signalCode !== null) return
      const ended = new Promise((resolve) => ending.once('exit', resolve))
      ending.kill('SIGKILL')
      await ended
    },
  }
}

function givenRedis(): TestRedis {
  const url = new URL(process.env['REDIS_URL'] ?? '')
  // Hands off: it was here before, and stays.
  const hands = (): Promise<void> => Promise.resolve()
  return { name: 'REDIS_URL', url: url.href, port: Number(url.port || 6379), start: hands, kill: hands }
}

function commandOf(name: RedisServerName, port: number): [string, string[]] {
  const real = realRedis()
  if (name === 'redis-server' && real !== undefined) {
    return [real, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']]
  }
  const main = createRequire(import.meta.url).resolve('js-redis-server')
  return [process.execPath, [join(main, '..', 'cli.js'), '--port', String(port)]]
}

/** A PING and its answer: the port alone is open a moment too early. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    const end = (answer: boolean): void => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(1000, () => end(false))
    socket.on('error', () => end(false))
    socket.on('connect', () => socket.write('*1\r\n$4\r\nPING\r\n'))
    socket.on('data', (data) => end(data.toString().startsWith('+PONG')))
  })
}
