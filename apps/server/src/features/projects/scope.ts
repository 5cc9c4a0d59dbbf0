import type { ProjectId, SpaceId } from '@flotilla/domain'
import { type AccessScope, mayDo, type Permission } from '@flotilla/domain/access'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { forbidden, notFound } from '../../http/errors.ts'
import type { Caller } from '../context.ts'

/** What a right to a project may be restricted to. */
export const scopeOfProject = (project: Pick<Document, 'Id'> & Readonly<Record<string, unknown>>): AccessScope => ({
  spaceId: project.SpaceId as SpaceId,
  projectId: project.Id as ProjectId,
  projectGroupId: project.ProjectGroupId as string,
})

/** The same, for what only knows the project's id; undefined when there is no such project. */
export async function loadProjectScope(db: Queryable, projectId: string): Promise<AccessScope | undefined> {
  const { rows } = await sql<{ space_id: string; project_group_id: string }>`
    select space_id, document ->> 'ProjectGroupId' as project_group_id from project where id = ${projectId}`.execute(db)
  const row = rows[0]
  return (
    row && {
      spaceId: row.space_id as SpaceId,
      projectId: projectId as ProjectId,
      projectGroupId: row.project_group_id,
    }
  )
}

/** Whether the caller holds the permission in that project. */
export async function mayInProject(
  db: Queryable,
  caller: Caller,
  permission: Permission,
  projectId: string,
): Promise<boolean> {
  const scope = await loadProjectScope(db, projectId)
  return scope !== undefined && mayDo(caller.grants, permission, scope)
}

/** 404 unless the caller may see the thing in that project, then 403 unless he also holds `permission`. */
export async function requireInProject(
  db: Queryable,
  caller: Caller,
  ask: {
    readonly projectId: string
    readonly view: Permission
    readonly permission?: Permission
    readonly itemType: string
    readonly id: string
  },
): Promise<void> {
  const scope = await loadProjectScope(db, ask.projectId)
  if (!scope || !mayDo(caller.grants, ask.view, scope)) throw notFound(ask.itemType, ask.id)
  if (ask.permission && !mayDo(caller.grants, ask.permission, scope)) throw forbidden(ask.permission)
}
