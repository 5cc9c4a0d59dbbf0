import { sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Queryable, Tx } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { Answer, answered, Links } from '../../http/answers.ts'
import { badRequest } from '../../http/errors.ts'
import { type Caller, spaceAddress } from '../context.ts'
import { Places } from '../fields.ts'
import { KINDS } from '../kinds.ts'
import { checkReferences } from '../references.ts'
import { checkTags } from '../tag-sets/check-tags.ts'
import type { DashboardAsk } from './load-dashboard.ts'

/** What somebody wants to see on the dashboard of a space; an empty list means everything. Source: API reference 5.28. */
export const DashboardConfiguration = Type.Object({
  IncludedProjectGroupIds: Places(),
  IncludedProjectIds: Places(),
  IncludedEnvironmentIds: Places(),
  IncludedTenantIds: Places(),
  IncludedTenantTags: Places(),
  ProjectLimit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 200 })),
})
export const DashboardConfigurationAnswer = Answer('DashboardConfiguration', {
  Id: Type.String(),
  SpaceId: Type.String(),
  ...answered(DashboardConfiguration.properties),
  Links: Links(),
})
type Configuration = Required<Static<typeof DashboardConfiguration>>

const EVERYTHING: Configuration = {
  IncludedProjectGroupIds: [],
  IncludedProjectIds: [],
  IncludedEnvironmentIds: [],
  IncludedTenantIds: [],
  IncludedTenantTags: [],
  ProjectLimit: 200,
}

const REFERENCES = [
  { field: 'IncludedProjectGroupIds', kind: KINDS.projectGroup },
  { field: 'IncludedProjectIds', kind: KINDS.project },
  { field: 'IncludedEnvironmentIds', kind: KINDS.environment },
  { field: 'IncludedTenantIds', kind: KINDS.tenant },
] as const

export async function loadConfiguration(db: Queryable, caller: Caller, spaceId: string): Promise<Configuration> {
  const row = await db
    .selectFrom('dashboard_configuration')
    .select('document')
    .where('space_id', '=', spaceId)
    .where('user_id', '=', caller.userId)
    .executeTakeFirst()
  return { ...EVERYTHING, ...row?.document }
}

/** Keeps what the caller wants to see. It is the caller's own, so it needs no right and leaves no event. Errors: 400 for what does not exist. */
export async function saveConfiguration(
  tx: Tx,
  caller: Caller,
  spaceId: string,
  given: Static<typeof DashboardConfiguration>,
): Promise<Configuration> {
  const before = await loadConfiguration(tx, caller, spaceId)
  // What else a body holds is not kept.
  const wanted = Object.fromEntries(
    Object.entries({ ...EVERYTHING, ...given }).filter(([name]) => name in EVERYTHING),
  ) as Configuration
  const ids = REFERENCES.map(({ field, kind }) => ({ field, kind, ids: [...new Set(wanted[field].map(canonicalId))] }))
  const problems = [
    ...(await checkReferences(tx, { caller, spaceId, before }, ids)),
    ...(await checkTags(
      { tx, spaceId, before },
      { field: 'IncludedTenantTags', scope: 'Tenant', tags: wanted.IncludedTenantTags },
    )),
  ]
  if (problems.length > 0) throw badRequest(...problems)
  const configuration = { ...wanted, ...Object.fromEntries(ids.map((each) => [each.field, each.ids])) }
  const document = JSON.stringify(configuration)
  await tx
    .insertInto('dashboard_configuration')
    .values({ space_id: spaceId, user_id: caller.userId, document })
    .onConflict((conflict) => conflict.columns(['space_id', 'user_id']).doUpdateSet({ document }))
    .execute()
  return configuration
}

export const presentConfiguration = (spaceId: string, configuration: Configuration) => ({
  Id: `dashboardconfiguration-${spaceId}`,
  SpaceId: spaceId,
  ...configuration,
  Links: { Self: `${spaceAddress(spaceId)}/dashboardconfiguration` },
})

/** What the caller's configuration narrows a dashboard to; nothing where it says nothing. */
export async function configuredAsk(
  db: Queryable,
  caller: Caller,
  spaceId: string,
): Promise<Pick<DashboardAsk, 'projectIds' | 'environmentIds' | 'tenantIds' | 'tenantTags' | 'projectLimit'>> {
  const configuration = await loadConfiguration(db, caller, spaceId)
  const unlessEmpty = (ids: readonly string[]) => (ids.length > 0 ? ids : undefined)
  return {
    projectIds: await includedProjects(db, spaceId, configuration),
    environmentIds: unlessEmpty(configuration.IncludedEnvironmentIds),
    tenantIds: unlessEmpty(configuration.IncludedTenantIds),
    tenantTags: unlessEmpty(configuration.IncludedTenantTags),
    projectLimit: configuration.ProjectLimit,
  }
}

/** The projects that are named, and those of the groups that are. */
async function includedProjects(
  db: Queryable,
  spaceId: string,
  { IncludedProjectIds, IncludedProjectGroupIds }: Configuration,
): Promise<readonly string[] | undefined> {
  if (IncludedProjectIds.length + IncludedProjectGroupIds.length === 0) return undefined
  const { rows } = await sql<{ id: string }>`
    select id from project where space_id = ${spaceId}
      and document ->> 'ProjectGroupId' = any(${IncludedProjectGroupIds}::text[])`.execute(db)
  return [...IncludedProjectIds, ...rows.map(({ id }) => id)]
}
