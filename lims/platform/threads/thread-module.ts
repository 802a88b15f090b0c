import { extname } from 'node:path'

/** The module beside the caller's that a thread runs: `threadModule(import.meta.url, 'check-thread')`, from sources and built alike. */
export function threadModule(beside: string, name: string): URL {
  return new URL(`./${name}${extname(beside)}`, beside)
}

/** What Node must be told to run a module: sources need a loader and our packages as sources, as the whole process does. */
export function loadingOf(module: URL): string[] {
  if (!module.pathname.endsWith('.ts')) return []
  // Found from here, wherever the process was started. Node 20 does not let `--import tsx` itself reach into a thread.
  const tsx = import.meta.resolve('tsx/esm/api')
  const register = `import { register } from ${JSON.stringify(tsx)}; register()`
  return ['--conditions=development', '--import', `data:text/javascript,${encodeURIComponent(register)}`]
}
