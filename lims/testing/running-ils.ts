import { spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface RunningIls {
  readonly url: string
  /** Where its portal is. */
  readonly portalUrl: string
  readonly pid: number
  readonly child: ChildProcess
  /** Ends it as Ctrl-C does; answers its exit code. */
  stop(): Promise<number | null>
  /** Kills the process and everything below it, all at once and without a warning. */
  killTree(): Promise<void>
}

export const repository = fileURLToPath(new URL('../..', import.meta.url))

export interface Said {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** The LIMS alone, as it is shipped: compiled, which tests, bench and proofs see to before they begin. */
export const shippedLims = join(repository, 'lims', 'dist', 'main.js')

/** `ils` as it is shipped. */
export const ilsCommand = (args: readonly string[]): [string, string[]] => [
  process.execPath,
  [join(repository, 'cli', 'dist', 'main.js'), ...args],
]

/** Runs an `ils` command to its end. */
export function runIls(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> {
  const [program, all] = ilsCommand(args)
  return new Promise((resolve, reject) => {
    const child = spawn(program, all, { cwd: repository, env: cleanEnv(env), stdio: ['ignore', 'pipe', 'pipe'] })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ code, out, err })
    })
  })
}

/** Starts `ils up` on a data folder and waits until it says where it is. Without `seed` it plants nothing and is there at once. */
export function startIls(
  dataFolder: string,
  env: Readonly<Record<string, string>> = {},
  { seed = false }: { readonly seed?: boolean } = {},
): Promise<RunningIls> {
  const [program, args] = ilsCommand(['up', '--json', '--data', dataFolder, ...(seed ? [] : ['--no-seed'])])
  const child = spawn(program, args, {
    cwd: repository,
    env: cleanEnv({ ILS_LIMS_PORT: '0', ILS_PORTAL_PORT: '0', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const pid = child.pid ?? 0
  const gone = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      resolve(code)
    })
  })
  return new Promise((resolve, reject) => {
    let said = ''
    let complained = ''
    child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()))
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const url = /"lims": "([^"]+)"/.exec(said)?.[1]
      const portalUrl = /"portal": "([^"]+)"/.exec(said)?.[1]
      if (url === undefined || portalUrl === undefined) return
      resolve({
        url,
        portalUrl,
        pid,
        child,
        stop() {
          child.kill('SIGINT')
          return gone
        },
        async killTree() {
          killAll(pid)
          await gone
        },
      })
    })
    void gone.then((code) => {
      reject(new Error(`ils up ended with ${String(code)}: ${complained}`))
    })
  })
}

/** Our settings come from the test alone, not from whoever runs it. */
export function cleanEnv(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(ILS_|DATABASE_|PORTAL_|REDIS_|OTEL_|ADMIN_|NODE_OPTIONS|VITEST)/.test(name),
  )
  return { ...Object.fromEntries(kept), NODE_ENV: 'test', NO_COLOR: '1', ...env }
}

/** Postgres starts in a session of its own: the tree is found by parents, not by group. */
function killAll(root: number): void {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It ended while we looked.
    }
  }
  const doomed = [root]
  for (const pid of doomed) for (const [child, parent] of parents) if (parent === pid) doomed.push(child)
  for (const pid of doomed) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It went with the others.
    }
  }
}
