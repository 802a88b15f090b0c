import pg from 'pg'
import { openDatabase } from '../db/database.ts'
const base = 'postgres://ils@127.0.0.1:54911/'
export async function openTestDatabase({ migrations }: { migrations: readonly { sql: string }[]; grants: unknown }) {
  const name = `t_${process.pid}_${Math.floor(Math.random() * 1e9)}`
  const admin = new pg.Client({ connectionString: `${base}postgres` })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const url = base + name
  const db = openDatabase({ url, applicationName: 'test', schema: 'public' })
  for (const m of migrations) await db.raw(m.sql)
  return {
    db,
    url,
    schema: 'public',
    async close() {
      await db.destroy()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}
