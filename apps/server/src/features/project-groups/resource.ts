import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Caller } from '../context.ts'
import { Nullable, Text, Texts } from '../fields.ts'
import { explainUsers } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import type { Resource } from '../standard-routes.ts'

export const DEFAULT_PROJECT_GROUP = 'Default Project Group'

/** Project groups (API reference 5.2). */
export const projectGroupResource: Resource = {
  kind: KINDS.projectGroup,
  tag: 'Project groups',
  permissions: {
    view: 'ProjectGroupView',
    create: 'ProjectGroupCreate',
    edit: 'ProjectGroupEdit',
    delete: 'ProjectGroupDelete',
  },
  scopeOf: (document) => (document.Id ? { projectGroupId: document.Id as string } : {}),
  visible: (caller, spaceId) => visibleGroups(caller, spaceId),
  fields: { Description: Text(), EnvironmentIds: Texts(), RetentionPolicyId: Nullable() },
  inUse: (db, group) =>
    explainUsers(
      db,
      'project group',
      group,
      [sql`select 'project' as what, id, name from project where document ->> 'ProjectGroupId' = ${group.Id}`],
      'Move its projects to another group first.',
    ),
  links: (_document, address) => ({ Projects: `${address}/projects{?skip,take,partialName}` }),
}

function visibleGroups(caller: Caller, spaceId: string): RawBuilder<boolean> {
  const grants = caller.grants.filter(
    (grant) => grant.permissions.has('ProjectGroupView') && (grant.spaceId === null || grant.spaceId === spaceId),
  )
  // As `mayDo` has it: a right restricted to projects alone says nothing about a group.
  if (grants.some((grant) => grant.projectGroupIds.length === 0 && grant.projectIds.length === 0)) return sql`true`
  return sql`id = any(${grants.flatMap((grant) => grant.projectGroupIds)}::text[])`
}
