import { effectivePhases, phaseEnvironments } from '@flotilla/domain/lifecycles'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Tx } from '../../database/connection.ts'
import { type Document, findDocument, findDocuments } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { forgetSecrets } from '../../database/secrets.ts'
import { BooleanParameter, isTrue, ListParameter, listOf } from '../../http/paging.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { Flag, FreeForm, PlaceList, Places, Text } from '../fields.ts'
import { explainTasks } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import { phasesOf } from '../lifecycles/to-domain.ts'
import { forgetLogo } from '../logos/queries.ts'
import { checkReferences } from '../references.ts'
import { loadEnvironments } from '../releases/release-world.ts'
import type { Change, Resource } from '../standard-routes.ts'
import { checkTags, settleTags } from '../tag-sets/check-tags.ts'

type Fields = Readonly<Record<string, unknown>>
type Connections = Readonly<Record<string, readonly string[]>>

/** Tenants (API reference 5.16, domain reference 8). */
export const tenantResource: Resource = {
  kind: KINDS.tenant,
  tag: 'Tenants',
  permissions: { view: 'TenantView', create: 'TenantCreate', edit: 'TenantEdit', delete: 'TenantDelete' },
  scopeOf: (document) => (document.Id ? { tenantId: document.Id as never } : {}),
  visible: (caller) => visibleWhere(caller, 'TenantView', { space: sql`space_id`, tenant: sql`id` }),
  fields: {
    Description: Text(),
    TenantTags: Places(),
    ProjectEnvironments: Type.Optional(Type.Record(Type.String(), PlaceList(), { default: {} })),
    IsDisabled: Flag(),
    Icon: Type.Optional(FreeForm()),
  },
  query: {
    projectId: Type.Optional(Type.String()),
    tags: ListParameter(),
    isDisabled: BooleanParameter(),
    clonedFromTenantId: Type.Optional(Type.String()),
  },
  filter: (query) => {
    const conditions = [
      ...(query.projectId ? [sql`document -> 'ProjectEnvironments' ? ${canonicalId(query.projectId as string)}`] : []),
      ...tagConditions(listOf(query.tags as string | undefined) ?? []),
      ...(query.isDisabled
        ? [sql`(document ->> 'IsDisabled')::boolean = ${isTrue(query.isDisabled as string) ?? false}`]
        : []),
      ...(query.clonedFromTenantId
        ? [sql`document ->> 'ClonedFromTenantId' = ${canonicalId(query.clonedFromTenantId as string)}`]
        : []),
    ]
    return conditions.length === 0 ? {} : { where: sql<boolean>`(${sql.join(conditions, sql` and `)})` }
  },
  check: async (change, body) => [
    ...(await checkTags(change, { field: 'TenantTags', scope: 'Tenant', tags: body.TenantTags, isOwn: true })),
    ...(await checkConnections(change, connectionsIn(body))),
  ],
  complete: async ({ tx, spaceId, before }, body) => ({
    // Set once, by whoever makes the copy.
    ClonedFromTenantId: before?.ClonedFromTenantId ?? null,
    TenantTags: await settleTags(tx, spaceId, body.TenantTags),
    ProjectEnvironments: connectionsIn(body),
  }),
  inUse: (db, tenant) => explainTasks(db, 'tenant', tenant),
  // A machine that was only for this tenant is for nobody now, never for everybody: its participation stays as it is.
  afterDelete: async ({ tx, spaceId, id }) => {
    await forgetSecrets(tx, id)
    await forgetLogo(tx, id)
    await sql`update machine set tenant_ids = array_remove(tenant_ids, ${id}),
        document = jsonb_set(document, '{TenantIds}', (document -> 'TenantIds') - ${id})
      where space_id = ${spaceId} and tenant_ids @> array[${id}]::text[]`.execute(tx)
  },
  links: (document, address) => ({
    Variables: `${address}/variables`,
    Web: `/app#/${document.SpaceId}/tenants/${document.Id}/overview`,
    Logo: `${address}/logo`,
  }),
}

/** Any of the tags of one set, in every set that is named. */
function tagConditions(tags: readonly string[]) {
  const wanted = tags.map((tag) => tag.toLowerCase())
  const sets = new Set(wanted.map((tag) => tag.split('/')[0]!))
  return [...sets].map(
    (set) => sql`exists (select 1 from jsonb_array_elements_text(document -> 'TenantTags') tag
      where lower(tag) = any(${wanted.filter((tag) => tag.split('/')[0] === set)}::text[]))`,
  )
}

const connectionsIn = (body: Fields): Connections =>
  Object.fromEntries(
    Object.entries((body.ProjectEnvironments ?? {}) as Connections).map(([project, environments]) => [
      canonicalId(project),
      [...new Set(environments.map(canonicalId))],
    ]),
  )

/**
 * A tenant can be connected to a project that allows tenants, in environments that a lifecycle of the project holds. Only
 * new connections are judged: an old one stays although the project has changed since (domain reference 8.2).
 */
async function checkConnections(change: Change, connections: Connections): Promise<string[]> {
  const problems = await checkReferences(
    change.tx,
    change,
    Object.entries(connections).flatMap(([project, environments]) => [
      { field: 'ProjectEnvironments', kind: KINDS.project, ids: [project] },
      { field: `ProjectEnvironments[${project}]`, kind: KINDS.environment, ids: environments },
    ]),
  )
  if (problems.length > 0) return problems
  const before = (change.before?.ProjectEnvironments ?? {}) as Connections
  for (const [projectId, environments] of Object.entries(connections)) {
    const added = environments.filter((id) => !before[projectId]?.includes(id))
    if (before[projectId] && added.length === 0) continue
    const project = await findDocument(change.tx, KINDS.project, projectId, { spaceId: change.spaceId })
    if (!project) continue
    if (project.TenantedDeploymentMode === 'Untenanted') {
      problems.push(
        `ProjectEnvironments[${projectId}]: the project '${project.Name}' does not deploy to tenants. Change its TenantedDeploymentMode first.`,
      )
    } else {
      const reachable = await environmentsOf(change.tx, project)
      const outside = added.filter((id) => !reachable.has(id))
      if (outside.length > 0) {
        const found = await findDocuments(change.tx, KINDS.environment, outside)
        const names = outside.map((id) => found.get(id)?.Name ?? id)
        problems.push(
          `ProjectEnvironments[${projectId}]: no lifecycle of the project '${project.Name}' contains ${names.join(', ')}.`,
        )
      }
    }
  }
  return problems
}

async function environmentsOf(tx: Tx, project: Document): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ document: Document }>`
    select document from lifecycle where id = ${project.LifecycleId} or id in (
      select document ->> 'LifecycleId' from channel where project_id = ${project.Id})`.execute(tx)
  const all = await loadEnvironments(tx, project.SpaceId as string)
  return new Set(
    rows.flatMap(({ document }) =>
      effectivePhases(phasesOf(document), all).flatMap((phase) => phaseEnvironments(phase)),
    ),
  )
}
