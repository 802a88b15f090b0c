import type { Db } from '@ils/platform/db/database'

export interface DoneFile {
  readonly line: string
  readonly name: string
  readonly digest: string
}

export async function wasDone(db: Db, file: DoneFile): Promise<boolean> {
  return (await db<DoneFile>('folder_files').where(file).first()) !== undefined
}

export async function insertDone(db: Db, file: DoneFile, at: Date): Promise<void> {
  await db('folder_files')
    .insert({ ...file, at })
    .onConflict(['line', 'name', 'digest'])
    .ignore()
}

export async function deleteOldDone(db: Db, line: string, before: Date): Promise<void> {
  await db('folder_files').where({ line }).where('at', '<', before).delete()
}
