import pg from 'pg'
import { SUPERUSER } from './init-cluster.ts'
import type { Passwords } from './passwords.ts'

export const DATABASE = 'ils'

/** Makes the owner, the roles of the applications and their database; said again at every start, it changes nothing. */
export async function prepareRoles(port: number, passwords: Passwords): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password: passwords.bootstrap,
    database: 'postgres',
  })
  await client.connect()
  try {
    await ensureRole(client, 'ils_owner', passwords.owner)
    await ensureRole(client, 'ils_lims', passwords.lims)
    await ensureRole(client, 'ils_portal', passwords.portal)
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE} owner ils_owner`)
    await client.query(`revoke all on database ${DATABASE} from public`)
    await client.query(`grant connect, temporary on database ${DATABASE} to ils_lims, ils_portal`)
  } finally {
    await client.end()
  }
}

/** Owns nothing but what it makes, and may not make roles or databases. */
async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 0)
    await client.query(
      `create role ${role} login nosuperuser nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`,
    )
}
