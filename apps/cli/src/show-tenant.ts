import { type Client, listByIds, listDocuments, type Named, type Tenant } from '@flotilla/api'
import { nameTable } from './listing.ts'
import type { Output } from './print.ts'

/** A tenant with what it has, by names. */
export async function showTenant(client: Client, tenant: Tenant, notes: readonly string[] = []): Promise<Output> {
  const connected = Object.entries(tenant.ProjectEnvironments)
  const projects = await listByIds<Named>(client, '~/projects', Object.keys(tenant.ProjectEnvironments))
  const environments = await listDocuments(client, 'environments')
  const [projectName, environmentName] = [nameTable(projects), nameTable(environments)]
  const has = connected
    .map(
      ([project, places]) => `${projectName(project)}: ${places.map(environmentName).join(', ') || 'no environment'}`,
    )
    .sort()
  return {
    kind: 'facts',
    data: tenant,
    facts: [
      ['Tenant', tenant.Name],
      ['Id', tenant.Id],
      ['Description', tenant.Description],
      ['Tags', tenant.TenantTags.join(', ')],
      ['State', tenant.IsDisabled ? 'disabled' : 'enabled'],
      ['Has', has.join('\n') || 'no project yet'],
    ],
    notes,
  }
}
