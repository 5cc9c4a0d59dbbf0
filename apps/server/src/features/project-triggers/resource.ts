import { type AccessScope, mayDo } from '@flotilla/domain/access'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { forgetSecrets } from '../../database/secrets.ts'
import { forbidden } from '../../http/errors.ts'
import { ListParameter, listOf } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { Flag, Text } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import { loadProjectScope, mayInProject } from '../projects/scope.ts'
import { checkReferences, type Reference } from '../references.ts'
import { recordSecretChanges } from '../secret-fields.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { checkTags, settleTags } from '../tag-sets/check-tags.ts'
import { ANSWERS_FIELDS, settleAnswers } from './answers.ts'
import { settleSchedule } from './schedules.ts'
import {
  type ActionBody,
  completeAction,
  completeFilter,
  type FilterBody,
  TriggerAction,
  TriggerFilter,
} from './schema.ts'
import { triggerProblems } from './trigger-problems.ts'

type Fields = Readonly<Record<string, unknown>>

/** When a project deploys by itself, and what. Source: API reference 5.22. */
export const projectTriggerResource: Resource = {
  kind: KINDS.projectTrigger,
  tag: 'Project triggers',
  fields: {
    ProjectId: Type.String({ minLength: 1 }),
    Description: Text(),
    IsDisabled: Flag(),
    Filter: TriggerFilter(),
    Action: TriggerAction(),
  },
  permissions: { view: 'TriggerView', create: 'TriggerCreate', edit: 'TriggerEdit', delete: 'TriggerDelete' },
  may: (db, caller, permission, trigger) => mayInProject(db, caller, permission, trigger.ProjectId as string),
  visible: (caller) => visibleWhere(caller, 'TriggerView', { space: sql`space_id`, project: sql`project_id` }),
  check: checkTrigger,
  complete: async (change, body) => {
    const { tx, spaceId, caller } = change
    const filter = completeFilter(body.Filter as FilterBody)
    const action = completeAction(body.Action as ActionBody)
    const projectId = canonicalId(body.ProjectId as string)
    const field = ANSWERS_FIELDS.find((name) => name in action)
    const answers = field
      ? await settleAnswers(tx, { id: change.id, spaceId, projectId }, field, action[field])
      : NO_ANSWERS
    const message = `A secret answer of the trigger ${change.before?.Name} was changed`
    await recordSecretChanges(change, message, answers.changes)
    return {
      ProjectId: projectId,
      Filter: filter,
      Action: {
        ...action,
        ...('TenantTags' in action ? { TenantTags: await settleTags(tx, spaceId, action.TenantTags) } : {}),
        ...(field ? { [field]: answers.shown } : {}),
      },
      // A trigger acts with the rights of whoever saved it last (reliability Z6).
      OwnerId: caller.userId,
    }
  },
  columns: (trigger) => ({ project_id: trigger.ProjectId }),
  afterCreate: ({ tx }, trigger) => settleSchedule(tx, undefined, trigger),
  afterUpdate: ({ tx, before }, trigger) => settleSchedule(tx, before, trigger),
  afterDelete: ({ tx, id }) => forgetSecrets(tx, id),
  links: (trigger) => ({ Project: `/api/${trigger.SpaceId}/projects/${trigger.ProjectId}` }),
  query: { runbooks: ListParameter() },
  filter: ({ runbooks }) => {
    const wanted = listOf(runbooks as string | undefined)?.map((id) => id.toLowerCase())
    return wanted ? { where: sql<boolean>`lower(document -> 'Action' ->> 'RunbookId') = any(${wanted}::text[])` } : {}
  },
}

const NO_ANSWERS = { shown: null, changes: [] }

async function checkTrigger(change: Change, body: Fields): Promise<string[]> {
  const { tx, caller, spaceId, before } = change
  const projectId = canonicalId(body.ProjectId as string)
  if (before && before.ProjectId !== projectId) return ['ProjectId: a trigger stays in its project.']
  const filter = completeFilter(body.Filter as FilterBody)
  const action = completeAction(body.Action as ActionBody)
  const project: Reference = { field: 'ProjectId', kind: KINDS.project, ids: [projectId] }
  const missing = await checkReferences(tx, { caller, spaceId, before }, [project])
  if (missing.length > 0) return missing
  const problems = [
    ...triggerProblems(filter, action),
    ...(await checkReferences(tx, { caller, spaceId, before }, referencesOf(filter, action, projectId))),
    ...(await checkTags(change, { field: 'Action.TenantTags', scope: 'Tenant', tags: action.TenantTags })),
  ]
  if (problems.length === 0) await requireMayAct(change, projectId, filter, action)
  return problems
}

function referencesOf(filter: FilterBody, action: ActionBody, projectId: string): Reference[] {
  const list = (value: unknown): readonly string[] =>
    Array.isArray(value) ? value : typeof value === 'string' && value !== '' ? [value] : []
  const environments = { kind: KINDS.environment }
  return [
    { ...environments, field: 'Filter.EnvironmentIds', ids: list(filter.EnvironmentIds) },
    { ...environments, field: 'Action.SourceEnvironmentIds', ids: list(action.SourceEnvironmentIds) },
    { ...environments, field: 'Action.DestinationEnvironmentId', ids: list(action.DestinationEnvironmentId) },
    { ...environments, field: 'Action.EnvironmentId', ids: list(action.EnvironmentId) },
    { ...environments, field: 'Action.EnvironmentIds', ids: list(action.EnvironmentIds) },
    { field: 'Action.RunbookId', kind: KINDS.runbook, ids: list(action.RunbookId), projectId },
    { field: 'Action.TenantIds', kind: KINDS.tenant, ids: list(action.TenantIds) },
    { field: 'Action.ChannelId', kind: KINDS.channel, ids: list(action.ChannelId), projectId },
  ]
}

/** Whoever saves a trigger must be able to do himself what it does; this is judged again when it acts (Z6). */
async function requireMayAct(
  { tx, caller }: Change,
  projectId: string,
  filter: FilterBody,
  action: ActionBody,
): Promise<void> {
  const scope = (await loadProjectScope(tx, projectId))!
  const { ActionType } = action
  const createsRelease = ActionType === 'CreateRelease' || ActionType === 'DeployNewRelease'
  if (createsRelease && !mayDo(caller.grants, 'ReleaseCreate', scope)) throw forbidden('ReleaseCreate')
  if (ActionType === 'CreateRelease') return
  const environments = deployedTo(filter, action)
  const places = environments.length > 0 ? environments.map((environmentId) => ({ environmentId })) : [{}]
  const permission = ActionType === 'RunRunbook' ? 'RunbookRunCreate' : 'DeploymentCreate'
  const may = places.every((place) => mayDo(caller.grants, permission, { ...scope, ...place } as AccessScope))
  if (!may) throw forbidden(permission)
}

/** The environments that a trigger deploys to; empty when it names none, which for a target trigger is any. */
function deployedTo(filter: FilterBody, action: ActionBody): readonly string[] {
  const destinations = destinationsOf(action)
  return destinations.length > 0 ? destinations : ((filter.EnvironmentIds ?? []) as readonly string[])
}

/** The environments that a scheduled action deploys to or runs in; none when it only creates a release, or a machine says where. */
export function destinationsOf({
  DestinationEnvironmentId,
  EnvironmentId,
  EnvironmentIds,
}: ActionBody): readonly string[] {
  if (EnvironmentIds !== undefined) return EnvironmentIds as readonly string[]
  const destination = (DestinationEnvironmentId ?? EnvironmentId) as string | undefined
  return destination === undefined ? [] : [destination]
}

/** What a trigger says, for whoever acts on it. */
export interface TriggerFacts {
  readonly ownerId: string
  readonly filter: FilterBody
  readonly action: ActionBody
}

export const triggerFacts = (trigger: Readonly<Record<string, unknown>>): TriggerFacts => ({
  ownerId: trigger.OwnerId as string,
  filter: trigger.Filter as FilterBody,
  action: trigger.Action as ActionBody,
})
