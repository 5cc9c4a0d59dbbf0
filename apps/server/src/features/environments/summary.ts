import { sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import type { Caller } from '../context.ts'
import { type CountedHost, countHosts, tally } from '../machines/count-hosts.ts'
import { machineFilter } from '../machines/filter.ts'
import { machineResource } from '../machines/resource.ts'
import { presentDocument } from '../standard-routes.ts'
import { environmentResource } from './resource.ts'

interface CountedMachine extends CountedHost {
  readonly environments: readonly string[]
  readonly tenants: readonly string[]
  readonly tags: readonly string[]
}

/**
 * How many machines there are and how they are, over all of the given environments and in each. `query` narrows the machines
 * as their list does, with `machinePartialName` for the name. Source: API reference 5.4.
 */
export async function summarize(
  db: Queryable,
  caller: Caller,
  ask: {
    readonly spaceId: string
    readonly environments: readonly Document[]
    readonly query: Readonly<Record<string, unknown>>
  },
) {
  const { spaceId, environments, query } = ask
  const ids = environments.map(({ Id }) => Id)
  const name = (query.machinePartialName as string | undefined) ?? ''
  const { rows: machines } = await sql<CountedMachine>`
    select environment_ids as environments, health_status as health, communication_style as style, is_disabled,
      tenant_ids as tenants, tenant_tags as tags
    from machine
    where space_id = ${spaceId} and environment_ids && ${ids}::text[] and position(lower(${name}) in lower(name)) > 0
      and ${machineResource.visible!(caller, spaceId)} and ${machineFilter(query).where ?? sql`true`}`.execute(db)
  const each = environments.map((environment) => ({
    Environment: presentDocument(environmentResource, environment),
    ...count(machines.filter((machine) => machine.environments.includes(environment.Id))),
  }))
  const hidesEmpty = query.hideEmptyEnvironments?.toString().toLowerCase() === 'true'
  return {
    ...count(machines),
    EnvironmentSummaries: hidesEmpty ? each.filter(({ TotalMachines }) => TotalMachines > 0) : each,
    Links: {},
  }
}

const count = (machines: readonly CountedMachine[]) => ({
  ...countHosts(machines),
  MachineTenantSummaries: tally(machines.flatMap(({ tenants }) => tenants)),
  MachineTenantTagSummaries: tally(machines.flatMap(({ tags }) => tags)),
})
