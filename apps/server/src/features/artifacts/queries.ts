import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { listAndCount } from '../../database/count-ahead.ts'
import type { Tables } from '../../database/tables.ts'
import { visibleWhere } from '../access/visible-where.ts'
import type { Caller } from '../context.ts'

export type ArtifactRow = Selectable<Tables['artifact']>

/** What the caller may see: rights follow the task that an artifact comes from (reliability Z11). */
const visible = (caller: Caller): RawBuilder<boolean> =>
  visibleWhere(caller, 'ArtifactView', {
    space: sql`artifact.space_id`,
    project: sql`task.project_id`,
    environment: sql`task.environment_id`,
    tenant: sql`task.tenant_id`,
  })

/** A page of artifacts that the caller may see, and how many there are. Conditions are over `artifact`. */
export async function listArtifacts(
  db: Queryable,
  caller: Caller,
  conditions: readonly RawBuilder<boolean>[],
  page: { readonly skip: number; readonly take: number; readonly isOldestFirst?: boolean },
): Promise<{ items: ArtifactRow[]; total: number }> {
  const from = sql`from artifact join server_task task on task.id = artifact.task_id
    where ${sql.join([...conditions, visible(caller)], sql` and `)}`
  const order = page.isOldestFirst ? sql`asc` : sql`desc`
  const query = { columns: sql`artifact.*`, fromWhere: from, order: sql`artifact.number ${order}` }
  return listAndCount<ArtifactRow>(db, query, page)
}

/** How many artifacts a task has at most. Source: reliability reference, O limits. */
export const MOST_ARTIFACTS_A_TASK = 100

export async function countArtifacts(db: Queryable, taskId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from artifact where task_id = ${taskId}`.execute(db)
  return rows[0]!.count
}

/** The content of an artifact, part by part, each read when it is asked for. */
export async function* readContent(db: Queryable, artifactId: string): AsyncGenerator<Buffer> {
  for (let part = 0; ; part += 1) {
    const row = await db
      .selectFrom('artifact_part')
      .select('content')
      .where('artifact_id', '=', artifactId)
      .where('part', '=', part)
      .executeTakeFirst()
    if (!row) return
    yield row.content
  }
}
