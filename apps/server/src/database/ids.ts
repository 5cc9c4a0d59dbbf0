import { sql } from 'kysely'
import type { Queryable } from './connection.ts'

/** Kinds of ids, as the wire spells their plural (API reference 1.5). Each has a sequence of its own. */
export const ID_KINDS = [
  'Spaces',
  'ProjectGroups',
  'Projects',
  'Environments',
  'Lifecycles',
  'Channels',
  'Tenants',
  'TagSets',
  'LibraryVariableSets',
  'MachinePolicies',
  'WorkerPools',
  'ActionTemplates',
  'Feeds',
  'ProjectTriggers',
  'Teams',
  'UserRoles',
  'ScopedUserRoles',
  'Users',
  'Machines',
  'Workers',
  'Releases',
  'Deployments',
  'ServerTasks',
  'Interruptions',
  'Events',
  'Artifacts',
  'Accounts',
  'TenantVariables',
  'BuildInformation',
  'Proxies',
  'Subscriptions',
  'ServiceAccountOidcIdentities',
  'Runbooks',
  'RunbookSnapshots',
  'RunbookRuns',
] as const
export type IdKind = (typeof ID_KINDS)[number]

/** The next number of a kind; never given twice, also when its transaction is rolled back. */
export async function nextNumber(db: Queryable, kind: IdKind | 'Snapshots'): Promise<number> {
  const { rows } = await sql<{ number: number }>`select nextval(${`id_${kind.toLowerCase()}`}) as number`.execute(db)
  return rows[0]!.number
}

/** The next id of a kind, such as `Projects-12`. */
export async function nextId(db: Queryable, kind: IdKind): Promise<string> {
  return `${kind}-${await nextNumber(db, kind)}`
}

const canonicalPlural = new Map(ID_KINDS.map((kind) => [kind.toLowerCase(), kind]))

/** `projects-1` becomes `Projects-1`: ids are compared without case. Text of another form is returned as it is. */
export function canonicalId(text: string): string {
  const parts = /^([a-z]+)-([0-9]+)$/i.exec(text)
  const plural = parts && canonicalPlural.get(parts[1]!.toLowerCase())
  return plural ? `${plural}-${Number(parts[2])}` : text
}
