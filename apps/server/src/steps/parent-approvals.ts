import type { EnvironmentId, ReleaseId, TaskId, TenantId } from '@flotilla/domain'
import {
  type ApprovalSource,
  type Approver,
  approvalSource,
  explainLeft,
  judgeApproval,
} from '@flotilla/domain/approvals'
import type { ChildRequest } from '@flotilla/domain/suites'
import { sql } from 'kysely'
import { inTransaction } from '../database/connection.ts'
import { findDocumentByName } from '../database/documents.ts'
import { asDeployment } from '../features/deployments/execution.ts'
import type { DeploymentRow } from '../features/deployments/queries.ts'
import { answerInterruption } from '../features/interruptions/answer.ts'
import { interruptionOf, rightsOf } from '../features/interruptions/people.ts'
import { listInterruptions, originOf } from '../features/interruptions/queries.ts'
import { KINDS } from '../features/kinds.ts'
import { loadReleaseWorld } from '../features/releases/release-world.ts'
import { lockTask } from '../features/tasks/task-run.ts'
import type { ActionRun } from './step-type.ts'

export type ParentApprovals =
  | (Extract<ApprovalSource, { kind: 'task' }> & {
      readonly environmentName: string
      readonly tenantName: string | null
    })
  | Exclude<ApprovalSource, { kind: 'task' }>

/** Finds the parent's task whose approvals count for a child, and says when there is none (domain reference 10.12). */
export async function findParentApprovals(
  action: ActionRun,
  request: ChildRequest,
  child: { readonly environmentId: EnvironmentId },
): Promise<ParentApprovals> {
  const { deps, run } = action
  const deployment = asDeployment(run.execution)
  const within = { spaceId: deployment.space_id }
  const [environment, tenant] = await Promise.all([
    request.approvalEnvironmentName === null
      ? undefined
      : findDocumentByName(deps.database, KINDS.environment, request.approvalEnvironmentName, within),
    request.approvalTenantName === null
      ? undefined
      : findDocumentByName(deps.database, KINDS.tenant, request.approvalTenantName, within),
  ])
  // Where the parent is deployed to right now, its own task holds the approvals, and no past is looked at.
  const isElsewhere = environment !== undefined && environment.Id !== deployment.environment_id
  const world = isElsewhere ? await loadReleaseWorld(deps.database, deployment.release_id) : undefined
  const { rows } = isElsewhere
    ? await sql<{ task_id: string; tenant_id: string; started_at: Date }>`
        select task_id, tenant_id, started_at from release_success
        where release_id = ${deployment.release_id} and environment_id = ${environment.Id} order by started_at desc limit 100`.execute(
        deps.database,
      )
    : { rows: [] }
  const source = approvalSource({
    isWanted: request.usesParentApprovals,
    parent: {
      taskId: run.task.id as TaskId,
      releaseId: deployment.release_id as ReleaseId,
      environmentId: deployment.environment_id as EnvironmentId,
      tenantId: deployment.tenant_id as TenantId | null,
      phases: world?.phases ?? [],
    },
    destinationId: child.environmentId,
    environment: { name: request.approvalEnvironmentName, found: (environment?.Id ?? null) as EnvironmentId | null },
    tenant: { name: request.approvalTenantName, found: (tenant?.Id ?? null) as TenantId | null },
    succeeded: rows.map((row) => ({
      taskId: row.task_id as TaskId,
      releaseId: deployment.release_id as ReleaseId,
      environmentId: environment!.Id as EnvironmentId,
      tenantId: (row.tenant_id || null) as TenantId | null,
      startedAt: row.started_at.getTime(),
    })),
  })
  if (source.kind === 'off' && source.why === 'not-approved-yet') {
    action.say(
      source.isWarning ? 'Warning' : 'Info',
      'not-approved-yet',
      `Release ${run.snapshot.names.release?.version} has no successful deployment to ${environment?.Name}, so the child's interventions wait for a person.`,
    )
  }
  if (source.kind !== 'task') return source
  const environmentName = environment?.Name ?? run.snapshot.names.environment.name
  return { ...source, environmentName, tenantName: tenant?.Name ?? run.snapshot.names.tenant?.name ?? null }
}

/** Answers the pending interventions of a child that somebody approved on the parent, each once, with who it was. */
export async function answerFromParent(
  action: ActionRun,
  approvals: ParentApprovals,
  child: DeploymentRow,
): Promise<void> {
  const { deps, run } = action
  if (approvals.kind !== 'task') {
    action.say('Wait', 'child-waits', `${child.id} waits for a person to answer its manual intervention.`)
    return
  }
  const { items } = await listInterruptions(
    deps.database,
    { regarding: child.task_id, pendingOnly: true },
    { skip: 0, take: 100 },
  )
  for (const row of items.filter(({ task_id }) => task_id === child.task_id)) {
    const verdict = judgeApproval({
      interruption: interruptionOf(row),
      approvers: await loadApprovers(action, approvals.taskId, (await originOf(deps.database, row)).task_id),
      approvalTaskId: approvals.taskId,
      approval: {
        parentProject: run.snapshot.names.project.name,
        parentRelease: run.snapshot.names.release?.version ?? '',
        environment: approvals.environmentName,
        tenant: approvals.tenantName,
        link: `${deps.serverUri()}/app#/${run.execution.space_id}/tasks/${approvals.taskId}`,
      },
    })
    if (verdict.kind === 'leave') {
      action.say('Wait', `left:${row.id}`, `${row.title} of ${child.id}: ${explainLeft(verdict.why)}`)
      continue
    }
    const approver = await deps.loadCaller(verdict.approver.userId)
    const isAnswered = await inTransaction(deps.database, async (tx) => {
      await lockTask(tx, run.task)
      return answerInterruption(
        tx,
        { ...approver, establishedWith: `Approval of ${approvals.taskId}` },
        row,
        { result: 'Proceed', notes: verdict.note },
        [approvals.taskId, run.task.id],
      )
    })
    // A person may have been faster; then theirs is the answer, and this one must not be told.
    if (isAnswered) action.say('Highlight', `approved:${row.id}`, `${row.title} of ${child.id}: ${verdict.note}`)
  }
}

/** Who answered the approval task's own interventions, not those of its children, with their rights on the child as they are now (reliability P4, Z6). */
async function loadApprovers(
  { deps }: ActionRun,
  approvalTaskId: string,
  childTaskId: string,
): Promise<readonly Approver[]> {
  const { rows } = await sql<{ submitted_by: string; result: string; display_name: string; username: string }>`
    select i.submitted_by, i.result, u.display_name, u.username from interruption i join user_account u on u.id = i.submitted_by
    where i.task_id = ${approvalTaskId} and not i.is_pending and i.linked_to is null and i.type = 'ManualIntervention' order by i.submitted_at`.execute(
    deps.database,
  )
  const approvers: Approver[] = []
  for (const row of rows) {
    approvers.push({
      ...(await rightsOf(deps.database, row.submitted_by, childTaskId)),
      name: row.display_name || row.username,
      taskId: approvalTaskId as TaskId,
      answer: row.result as Approver['answer'],
    })
  }
  return approvers
}
