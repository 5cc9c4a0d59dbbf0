import type { AcmeEnvironment, AcmeProject } from './acme-world.ts'

/** A customer who has the suite, and which of its projects are connected to it where. */
export interface AcmeTenant {
  readonly name: string
  readonly connected: Partial<Record<AcmeProject, readonly AcmeEnvironment[]>>
}

/** Every tenant carries the one tag, by which machines serve all of them. */
export const TENANT_TAGS = { Name: 'Hosting', Tags: [{ Name: 'Shared', Color: '#333333' }] }
const TenantTags = ['Hosting/Shared']

/** What makes a machine serve everybody, and nobody in particular. */
export const FOR_ALL_TENANTS = { TenantTags, TenantedDeploymentParticipation: 'TenantedOrUntenanted' }

interface TenantSetup {
  readonly tenants: readonly AcmeTenant[]
  readonly projects: Readonly<Record<AcmeProject, { readonly Id: string }>>
  readonly environmentIds: Readonly<Record<AcmeEnvironment, string>>
}

/** Makes tenants and gives their ids by name. */
export async function addTenants(
  create: (path: string, body: object) => Promise<{ readonly Id: string }>,
  { tenants, projects, environmentIds }: TenantSetup,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>()
  for (const { name, connected } of tenants) {
    const ProjectEnvironments = Object.fromEntries(
      (Object.entries(connected) as [AcmeProject, readonly AcmeEnvironment[]][]).map(([project, environments]) => [
        projects[project].Id,
        environments.map((environment) => environmentIds[environment]),
      ]),
    )
    ids.set(name, (await create('/tenants', { Name: name, TenantTags, ProjectEnvironments })).Id)
  }
  return ids
}
