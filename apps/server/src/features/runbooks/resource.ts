import { ENVIRONMENT_SCOPES } from '@flotilla/domain/runbooks'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { ListParameter, listOf } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { Flag, Nullable, OneOf, Places, Text, Texts } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import { createProcess, deleteProcess } from '../processes/live.ts'
import { ConnectivityPolicy } from '../projects/resource.ts'
import { mayInProject } from '../projects/scope.ts'
import { checkReferences } from '../references.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { checkTags, settleTags } from '../tag-sets/check-tags.ts'
import { processIdOf } from '../versioned.ts'
import { deleteTasksOfGoneRuns } from './delete-runs.ts'
import { holdSnapshot } from './queries.ts'

type Fields = Readonly<Record<string, unknown>>

const RunRetentionPolicy = Type.Optional(
  Type.Object(
    {
      QuantityToKeep: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 100 })),
      ShouldKeepForever: Flag(),
      Unit: OneOf(['Items', 'Days']),
      Strategy: Type.Optional(Type.Union([Type.Literal('Default'), Type.Literal('Count'), Type.Literal('Forever')])),
    },
    { default: { Strategy: 'Default' } },
  ),
)

interface RetentionFields {
  readonly Strategy?: 'Default' | 'Count' | 'Forever'
  readonly ShouldKeepForever: boolean
}

/** Runbooks (API reference 5.23). They belong to a project, and so do the rights to them. */
export const runbookResource: Resource = {
  kind: KINDS.runbook,
  tag: 'Runbooks',
  permissions: { view: 'RunbookView', create: 'RunbookEdit', edit: 'RunbookEdit', delete: 'RunbookEdit' },
  may: (db, caller, permission, runbook) => mayInProject(db, caller, permission, runbook.ProjectId as string),
  visible: (caller) => visibleWhere(caller, 'RunbookView', { space: sql`space_id`, project: sql`project_id` }),
  fields: {
    ProjectId: Type.String({ minLength: 1 }),
    Description: Text(),
    PublishedRunbookSnapshotId: Nullable(),
    MultiTenancyMode: OneOf(['Untenanted', 'TenantedOrUntenanted', 'Tenanted']),
    ConnectivityPolicy: ConnectivityPolicy(),
    EnvironmentScope: OneOf(ENVIRONMENT_SCOPES),
    Environments: Places(),
    DefaultGuidedFailureMode: OneOf(['EnvironmentDefault', 'Off', 'On']),
    RunRetentionPolicy,
    ForcePackageDownload: Flag(),
    RunbookTags: Texts(),
  },
  added: { RunbookProcessId: Type.String() },
  query: { projectIds: ListParameter() },
  filter: ({ projectIds }) => {
    const wanted = listOf(projectIds as string | undefined)?.map(canonicalId)
    return wanted ? { where: sql<boolean>`project_id = any(${wanted}::text[])` } : {}
  },
  check: checkRunbook,
  complete: async ({ tx, spaceId, id }, body) => {
    const policy = body.RunRetentionPolicy as RetentionFields
    // Clients that know of no strategy say "for ever" by a flag.
    const Strategy = policy.Strategy ?? (policy.ShouldKeepForever ? 'Forever' : 'Count')
    return {
      ProjectId: canonicalId(body.ProjectId as string),
      RunbookProcessId: processIdOf(id),
      PublishedRunbookSnapshotId: body.PublishedRunbookSnapshotId
        ? canonicalId(body.PublishedRunbookSnapshotId as string)
        : null,
      Environments: [...new Set((body.Environments as readonly string[]).map(canonicalId))],
      RunRetentionPolicy: { ...policy, Strategy, ShouldKeepForever: Strategy === 'Forever' },
      RunbookTags: await settleTags(tx, spaceId, body.RunbookTags),
    }
  },
  columns: (runbook) => ({ project_id: runbook.ProjectId }),
  afterCreate: async ({ tx, spaceId }, runbook) => {
    await createProcess(tx, { ownerId: runbook.Id, spaceId })
  },
  inUse: async (db, runbook) => {
    // A run that is being created holds a share of this lock.
    await sql`select from runbook where id = ${runbook.Id} for update`.execute(db)
    const { rows } = await sql<{ id: string }>`
      select task.id from runbook_run run join server_task task on task.id = run.task_id
      where run.runbook_id = ${runbook.Id} and task.state in ('Queued', 'Executing', 'Cancelling') limit 10`.execute(db)
    return rows.length === 0
      ? []
      : [
          `The runbook '${runbook.Name}' has runs that have not ended: ${rows.map(({ id }) => id).join(', ')}. Cancel them first.`,
        ]
  },
  afterDelete: async ({ tx, id }, runbook) => {
    await deleteProcess(tx, id)
    await deleteTasksOfGoneRuns(tx, runbook.ProjectId as string)
  },
  links: (runbook, address) => {
    const space = `/api/${runbook.SpaceId}`
    const own = `${space}/projects/${runbook.ProjectId}/runbooks/${runbook.Id}`
    return {
      Web: `/app#/${runbook.SpaceId}/projects/${runbook.ProjectId}/operations/runbooks/${runbook.Id}`,
      Project: `${space}/projects/${runbook.ProjectId}`,
      RunbookProcess: `${space}/runbookProcesses/${runbook.RunbookProcessId}`,
      RunbookSnapshots: `${own}/runbookSnapshots{/name}{?skip,take,searchByName}`,
      RunbookSnapshotTemplate: `${own}/runbookSnapshotTemplate`,
      RunbookRunTemplate: `${own}/runbookRunTemplate`,
      RunbookRunPreview: `${own}/runbookRuns/preview/{environment}{?includeDisabledSteps}`,
      RunbookEnvironments: `${own}/environments`,
      CreateRunbookRun: `${space}/runbookRuns`,
      Runs: `${address}/runbookRuns{?skip,take}`,
    }
  },
}

async function checkRunbook(change: Change, body: Fields): Promise<string[]> {
  const { tx, before, id } = change
  const projectId = canonicalId(body.ProjectId as string)
  if (before && before.ProjectId !== projectId) return ['ProjectId: a runbook stays in its project.']
  const published = body.PublishedRunbookSnapshotId as string | null
  const snapshot = published ? await holdSnapshot(tx, published) : undefined
  return [
    ...(await checkReferences(tx, change, [
      { field: 'ProjectId', kind: KINDS.project, ids: [projectId] },
      { field: 'Environments', kind: KINDS.environment, ids: body.Environments as readonly string[] },
    ])),
    ...(published && snapshot?.runbook_id !== id
      ? [`PublishedRunbookSnapshotId: the runbook has no snapshot ${published}.`]
      : []),
    ...(await checkTags(change, { field: 'RunbookTags', scope: 'Runbook', tags: body.RunbookTags, isOwn: true })),
  ]
}
