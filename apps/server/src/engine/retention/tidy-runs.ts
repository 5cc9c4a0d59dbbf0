import { explainPolicy } from '@flotilla/domain/retention'
import { readRunPolicy } from '@flotilla/domain/runbooks'
import { sql } from 'kysely'
import { type Document, listDocuments } from '../../database/documents.ts'
import { systemCaller } from '../../features/access/authenticate.ts'
import { KINDS } from '../../features/kinds.ts'
import { deleteRun } from '../../features/runbooks/delete-runs.ts'
import type { RunbookRunRow } from '../../features/runbooks/queries.ts'
import { saying } from '../../features/tasks/log-entries.ts'
import { MOST_ITEMS } from '../../http/paging.ts'
import type { RetentionRun } from './tidy-project.ts'

const RUNS_AT_ONCE = 50

/** Deletes the ended runs of a project's runbooks that are over their limits in their environment, for their tenant. */
export async function tidyRuns(run: RetentionRun, projectId: string): Promise<void> {
  const all = { skip: 0, take: MOST_ITEMS }
  const { items } = await listDocuments(run.database, KINDS.runbook, { projectId }, all)
  for (const runbook of items) await tidyRunbook(run, runbook)
}

async function tidyRunbook(run: RetentionRun, runbook: Document): Promise<void> {
  const policy = policyOf(runbook)
  if (policy.kind === 'forever') return
  // The newest run of each place is what is shown of it, however old.
  const isOver =
    policy.kind === 'items'
      ? sql`place > ${policy.count}`
      : sql`place > 1 and ended_at < ${new Date(run.now() - policy.count * 86_400_000)}`
  for (;;) {
    if (await run.isStopped()) return
    const { rows } = await sql<{ id: string }>`
      select id from (
        select run.id, task.completed_time as ended_at,
          row_number() over (partition by run.environment_id, coalesce(run.tenant_id, '') order by run.number desc) as place
        from runbook_run run join server_task task on task.id = run.task_id
        where run.runbook_id = ${runbook.Id}) counted
      where ${isOver} and ended_at is not null limit ${RUNS_AT_ONCE}`.execute(run.database)
    for (const { id } of rows) await deleteOne(run, runbook, id, explainPolicy(policy, 'run'))
    if (rows.length < RUNS_AT_ONCE) return
  }
}

/** Deletes one run; the deletion and its line are one transaction. */
const deleteOne = ({ log, now }: RetentionRun, runbook: Document, id: string, why: string): Promise<void> =>
  log.within(async (tx) => {
    const { rows } = await sql<RunbookRunRow>`select * from runbook_run where id = ${id} for update`.execute(tx)
    if (!rows[0]) return
    await deleteRun(tx, systemCaller(), rows[0])
    const text = `Deleted run ${id} of ${runbook.Name} (${rows[0].name}): the runbook ${why}.`
    await log.writeIn(
      tx,
      saying('task', [{ category: 'Info', text, occurredAt: new Date(now()), key: `deleted-run:${id}` }]),
    )
  })

function policyOf(runbook: Document) {
  const { QuantityToKeep, ShouldKeepForever, Unit, Strategy } = runbook.RunRetentionPolicy as {
    readonly QuantityToKeep: number
    readonly ShouldKeepForever: boolean
    readonly Unit: 'Items' | 'Days'
    readonly Strategy: 'Default' | 'Count' | 'Forever'
  }
  return readRunPolicy({ quantity: QuantityToKeep, isForever: ShouldKeepForever, unit: Unit, strategy: Strategy })
}
