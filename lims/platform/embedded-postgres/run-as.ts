import { spawnSync } from 'node:child_process'
import { chownSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** How a program is run: Postgres refuses to be root. */
export interface RunAs {
  readonly name: 'self' | 'userns' | 'nobody'
  /** Put before the command. */
  readonly prefix: readonly string[]
  readonly ids: { readonly uid?: number; readonly gid?: number }
  /** Gives what Postgres must own to whom it runs as. */
  own(path: string): void
}

const MAPPED_ID = '65534'

/** Files stay ours, or become so again where Postgres ran as nobody before. */
const ownSelf = (path: string): void => {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()]
  if (uid !== undefined && gid !== undefined && lstatSync(path).uid !== uid) ownAll(path, uid, gid)
}

export const asSelf: RunAs = { name: 'self', prefix: [], ids: {}, own: ownSelf }

/** In a user namespace root is somebody else inside while its files stay root's: it works in closed home folders too. */
export const inUserNamespace: RunAs = {
  name: 'userns',
  prefix: ['unshare', '--user', `--map-user=${MAPPED_ID}`, `--map-group=${MAPPED_ID}`, '--'],
  ids: {},
  own: ownSelf,
}

export function asNobody(): RunAs | undefined {
  const id = (flag: string): number =>
    Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout.trim() || Number.NaN)
  const [uid, gid] = [id('-u'), id('-g')]
  if (Number.isNaN(uid) || Number.isNaN(gid)) return undefined
  return {
    name: 'nobody',
    prefix: [],
    ids: { uid, gid },
    own: (path) => {
      if (lstatSync(path).uid !== uid) ownAll(path, uid, gid)
    },
  }
}

function ownAll(path: string, uid: number, gid: number): void {
  const is = lstatSync(path)
  if (is.isSymbolicLink()) return
  if (is.isDirectory()) for (const name of readdirSync(path)) ownAll(join(path, name), uid, gid)
  // The folder last: an owner that is right means that all in it is.
  chownSync(path, uid, gid)
}
