import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Document } from '../../database/documents.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { Flag, FreeForm, Text, Texts } from '../fields.ts'
import { explainTasks, explainUsers, type Users } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import { endOfList } from '../sort-order.ts'
import type { Resource } from '../standard-routes.ts'
import { checkTags, settleTags } from '../tag-sets/check-tags.ts'

/** Environments (API reference 5.4). */
export const environmentResource: Resource = {
  kind: KINDS.environment,
  tag: 'Environments',
  permissions: {
    view: 'EnvironmentView',
    create: 'EnvironmentCreate',
    edit: 'EnvironmentEdit',
    delete: 'EnvironmentDelete',
  },
  scopeOf: (document) => (document.Id ? { environmentId: document.Id as never } : {}),
  visible: (caller) => visibleWhere(caller, 'EnvironmentView', { space: sql`space_id`, environment: sql`id` }),
  added: { SortOrder: Type.Integer() },
  fields: {
    Description: Text(),
    SortOrder: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
    UseGuidedFailure: Flag(),
    AllowDynamicInfrastructure: Flag(),
    EnvironmentTags: Texts(),
    ExtensionSettings: Type.Optional(Type.Array(FreeForm(), { default: [] })),
  },
  check: (change, body) =>
    checkTags(change, { field: 'EnvironmentTags', scope: 'Environment', tags: body.EnvironmentTags, isOwn: true }),
  complete: async ({ tx, spaceId, before }, body) => ({
    EnvironmentTags: await settleTags(tx, spaceId, body.EnvironmentTags),
    // A new environment goes to the end of the list, whatever number a client fills in.
    SortOrder: before ? (body.SortOrder ?? before.SortOrder) : await endOfList(tx, KINDS.environment, spaceId),
  }),
  columns: (document) => ({ sort_order: document.SortOrder }),
  inUse: async (db, environment) => [
    ...(await explainUsers(db, 'environment', environment, usersOf(environment))),
    ...(await explainTasks(db, 'environment', environment)),
  ],
  // Disconnecting leaves history; a tenant must not stay connected to what is gone.
  afterDelete: async ({ tx, spaceId, id }) => {
    await sql`update tenant set document = jsonb_set(document, '{ProjectEnvironments}', (
        select coalesce(jsonb_object_agg(key, value - ${id}), '{}') from jsonb_each(document -> 'ProjectEnvironments')))
      where space_id = ${spaceId}
        and jsonb_path_exists(document, '$.ProjectEnvironments.*[*] ? (@ == $id)', jsonb_build_object('id', ${id}::text))`.execute(
      tx,
    )
  },
  links: (_document, address) => ({
    Machines: `${address}/machines{?skip,take,partialName,roles,isDisabled,healthStatuses,commStyles,tenantIds,tenantTags}`,
    SinglyScopedVariableDetails: `${address}/singlyScopedVariableDetails`,
  }),
}

const usersOf = ({ SpaceId, Id }: Document): readonly Users[] => [
  sql`select 'lifecycle' as what, id, name from lifecycle
    where space_id = ${SpaceId} and (
      document @> jsonb_build_object('Phases', jsonb_build_array(
        jsonb_build_object('AutomaticDeploymentTargets', jsonb_build_array(${Id}::text))))
      or document @> jsonb_build_object('Phases', jsonb_build_array(
        jsonb_build_object('OptionalDeploymentTargets', jsonb_build_array(${Id}::text)))))`,
  sql`select 'machine' as what, id, name from machine where environment_ids @> array[${Id}]::text[]`,
]
