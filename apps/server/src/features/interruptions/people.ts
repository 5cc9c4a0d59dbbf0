import type { EnvironmentId, ProjectId, SpaceId, TeamId, TenantId, UserId } from '@flotilla/domain'
import { mayDo } from '@flotilla/domain/access'
import type { Interruption, InterruptionAnswer, PersonRights } from '@flotilla/domain/approvals'
import type { Queryable } from '../../database/connection.ts'
import { loadGrants } from '../access/authenticate.ts'
import { findTask } from '../tasks/queries.ts'
import { type InterruptionRow, teamsOf } from './queries.ts'

/** An interruption as the domain sees it. */
export const interruptionOf = (row: InterruptionRow): Interruption => ({
  type: row.type as Interruption['type'],
  answers: row.answers as InterruptionAnswer[],
  responsibleTeamIds: row.responsible_team_ids as TeamId[],
  responsibleUserId: row.responsible_user_id as UserId | null,
  answeredBy: row.is_pending ? null : ((row.submitted_by ?? 'users-system') as UserId),
})

/** What a person may do about the interruptions of a task, as of now (reliability P4). */
export async function rightsOf(db: Queryable, userId: string, taskId: string): Promise<PersonRights> {
  const grants = await loadGrants(db, userId)
  const teamIds = await teamsOf(db, userId)
  const user = await db.selectFrom('user_account').select('is_active').where('id', '=', userId).executeTakeFirst()
  const task = await findTask(db, taskId)
  const scope = {
    spaceId: (task?.space_id ?? null) as SpaceId | null,
    ...(task?.project_id ? { projectId: task.project_id as ProjectId } : {}),
    ...(task?.environment_id ? { environmentId: task.environment_id as EnvironmentId } : {}),
    tenantId: (task?.tenant_id ?? null) as TenantId | null,
  }
  return {
    userId: userId as UserId,
    isDisabled: user?.is_active !== true,
    teamIds: teamIds as TeamId[],
    maySubmitAny: mayDo(grants, 'InterruptionSubmit', scope),
    maySubmitResponsible: mayDo(grants, 'InterruptionViewSubmitResponsible', scope),
    mayDeploy: mayDo(grants, task?.name === 'RunbookRun' ? 'RunbookRunCreate' : 'DeploymentCreate', scope),
  }
}

/** Who answered, as people know them. */
export async function nameOfAnswerer(db: Queryable, { submitted_by }: InterruptionRow): Promise<string> {
  const person =
    submitted_by && (await db.selectFrom('user_account').selectAll().where('id', '=', submitted_by).executeTakeFirst())
  return person ? person.display_name || person.username : 'Somebody'
}
