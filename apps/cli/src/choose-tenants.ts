import type { Client, Named, Tenant } from '@flotilla/api'
import { UsageError } from './failures.ts'
import { requireTenant } from './names.ts'

/** A tenant that a tag named and that gets no deployment, with the reason in words. */
export interface PassedOver {
  readonly tenant: Named
  readonly reason: string
}

export interface ChosenTenants {
  /** Insisted on; `undefined` is a deployment without a tenant. */
  readonly named: readonly (Named | undefined)[]
  /** Found by a tag, and able to have the project there. */
  readonly tagged: readonly Named[]
  readonly passedOver: readonly PassedOver[]
}

/**
 * Whom to deploy for: the tenants that are named, and those that match the tags (any of the tags of one set, in every set).
 * Naming a tenant insists on it; one that only matches a tag is passed over where it cannot have the project.
 *
 * Errors: `UsageError` for an unknown tenant, and when tags lead to nobody: nothing never means everything.
 * Source: domain reference 8.5.
 */
export async function chooseTenants(
  client: Client,
  { project, environment }: { readonly project: Named; readonly environment: Named },
  { tenant = [], tenantTag = [] }: { readonly tenant?: readonly string[]; readonly tenantTag?: readonly string[] },
): Promise<ChosenTenants> {
  if (tenant.length === 0 && tenantTag.length === 0) return { named: [undefined], tagged: [], passedOver: [] }
  const named = await Promise.all(tenant.map((each) => requireTenant(client, each)))
  const matching = tenantTag.length === 0 ? [] : await requireTagged(client, tenantTag)
  const others = matching.filter(({ Id }) => !named.some((each) => each.Id === Id))
  const judged = others.map((each) => ({ tenant: each, reason: reasonAgainst(each, project, environment) }))
  const passedOver = judged.flatMap(({ tenant: each, reason }) => (reason ? [{ tenant: each, reason }] : []))
  const tagged = judged.flatMap(({ tenant: each, reason }) => (reason ? [] : [each]))
  if (named.length > 0 || tagged.length > 0) return { named, tagged, passedOver }
  throw new UsageError(
    `None of the tenants with ${tenantTag.join(', ')} can have ${project.Name} in ${environment.Name}.`,
    explainPassedOver(passedOver).join('\n'),
  )
}

export const explainPassedOver = (passedOver: readonly PassedOver[]): readonly string[] =>
  passedOver.map(({ tenant, reason }) => `${tenant.Name} is passed over: ${reason}`)

async function requireTagged(client: Client, tags: readonly string[]): Promise<readonly Tenant[]> {
  const tagged = await client.all<Tenant>('~/tenants', { tags: tags.join(',') })
  if (tagged.length > 0) return tagged
  throw new UsageError(
    `No tenant has ${tags.join(', ')}.`,
    'A tag is written with its set: --tenant-tag "Region/Europe".',
  )
}

function reasonAgainst(tenant: Tenant, project: Named, environment: Named): string | undefined {
  const environments = tenant.ProjectEnvironments[project.Id]
  if (tenant.IsDisabled) return 'it is disabled.'
  if (!environments) return `it is not connected to ${project.Name}.`
  return environments.includes(environment.Id) ? undefined : `it does not have ${project.Name} in ${environment.Name}.`
}
