import type { EnvironmentId, TenantId } from '@flotilla/domain'
import { fitsTenancy, type TenantedMode } from '@flotilla/domain/targets'
import { expandPointers, type PointedThing, pointedIds, type Variable } from '@flotilla/domain/variables'
import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { loadSecretsOf } from '../../database/secrets.ts'
import { pointedAccount } from './account-types.ts'

/** Where an account is to be used. */
export interface UsePlace {
  readonly spaceId: string
  readonly environment: { readonly id: string }
  readonly tenant: { readonly id: string; readonly tags: readonly string[] } | null
}

/**
 * Adds what accounts and worker pools hold to the variables that point to them. Only `isForPeople` leaves out the secrets.
 * Accounts are read as they are now, so that a password that was changed since the release works. One that may not be used
 * in the place, or is not there, gives nothing.
 */
export async function withPointedThings(
  db: Queryable,
  variables: readonly Variable[],
  place: UsePlace,
  isForPeople = false,
): Promise<readonly Variable[]> {
  const { accounts, pools } = await loadPointed(db, place.spaceId, variables)
  if (accounts.length + pools.length === 0) return variables
  const usable = accounts.filter((account) => isUsable(account, place))
  const secrets = await loadSecretsOf(db, isForPeople ? [] : usable.map(({ Id }) => Id))
  const things: PointedThing[] = [
    ...usable.map((account) => pointedAccount(account, secrets.get(account.Id) ?? new Map())),
    ...pools,
  ]
  return expandPointers(variables, new Map(things.map((thing) => [thing.id.toLowerCase(), thing])))
}

/** The accounts that variables point to and that may not be used in the place, each with its reason. */
export async function unusableAccounts(
  db: Queryable,
  variables: readonly Variable[],
  place: UsePlace,
): Promise<ReadonlyMap<string, string>> {
  const { accounts, unknown } = await loadPointed(db, place.spaceId, variables)
  return new Map([
    ...accounts
      .filter((account) => !isUsable(account, place))
      .map((account) => [account.Id, `the account ${account.Name} may not be used there`] as const),
    ...unknown.map((id) => [id, `there is no account ${id}`] as const),
  ])
}

async function loadPointed(db: Queryable, spaceId: string, variables: readonly Variable[]) {
  const ids = pointedIds(variables).map(canonicalId)
  if (ids.length === 0) return { accounts: [], pools: [], unknown: [] }
  const { rows } = await sql<{ document: Document }>`
    select document from account where space_id = ${spaceId} and id = any(${ids}::text[])`.execute(db)
  const pools = await sql<{ id: string; name: string }>`
    select id, name from worker_pool where space_id = ${spaceId} and id = any(${ids}::text[])`.execute(db)
  const accounts = rows.map(({ document }) => document)
  return {
    accounts,
    pools: pools.rows.map(
      ({ id, name }): PointedThing => ({
        id,
        name,
        types: ['WorkerPool'],
        properties: [{ name: 'Name', value: name, isSensitive: false }],
      }),
    ),
    unknown: ids.filter((id) => id.startsWith('Accounts-') && !accounts.some(({ Id }) => Id === id)),
  }
}

/** Whether an account may be used in a place: by its environments and its tenants. */
export function isUsable(account: Document, { environment, tenant }: Omit<UsePlace, 'spaceId'>): boolean {
  const environments = account.EnvironmentIds as readonly string[]
  const asTarget = {
    tenancy: account.TenantedDeploymentParticipation as TenantedMode,
    tenantIds: account.TenantIds as readonly TenantId[],
    tenantTags: account.TenantTags as readonly string[],
  }
  return (
    (environments.length === 0 || environments.includes(environment.id as EnvironmentId)) &&
    fitsTenancy(asTarget, tenant && { id: tenant.id as TenantId, tags: tenant.tags })
  )
}
