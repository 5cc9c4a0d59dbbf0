import { listDocuments, type Tenant } from '@flotilla/api'
import { Badge, Group } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { useRead } from '../../api/queries.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'

/** Whom releases are deployed for, and where each takes part. */
export function TenantsPage() {
  const tenants = useRead(['tenants'], (client) => listDocuments(client, 'tenants'))
  return (
    <Page title="Tenants" about="Customers, regions or sites that get deployments of their own.">
      <Loaded of={tenants}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconUsersGroup} title="No tenants">
              A tenant gets its own deployments with its own values, and may run another release than the others.
            </Empty>
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">Tags</th>
                  <th scope="col">Takes part in</th>
                </tr>
              </thead>
              <tbody>
                {all.map((tenant) => (
                  <tr key={tenant.Id}>
                    <td>
                      {tenant.Name} {tenant.IsDisabled && <State tone="stopped" word="Disabled" />}
                    </td>
                    <td>
                      <Group gap={4}>
                        {tenant.TenantTags.map((tag) => (
                          <Badge key={tag} variant="default" tt="none" fw={500}>
                            {tag}
                          </Badge>
                        ))}
                      </Group>
                    </td>
                    <td>
                      <Connections tenant={tenant} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </Page>
  )
}

function Connections({ tenant }: { readonly tenant: Tenant }) {
  const projects = useRead(['projects'], (client) => listDocuments(client, 'projects'))
  const environments = useRead(['environments'], (client) => listDocuments(client, 'environments'))
  const nameIn = (all: readonly { readonly Id: string; readonly Name: string }[] | undefined, id: string) =>
    all?.find(({ Id }) => Id === id)?.Name ?? id
  const connections = Object.entries(tenant.ProjectEnvironments)
  if (connections.length === 0) return <span className="faint">nothing yet</span>
  return connections.map(([projectId, environmentIds]) => (
    <div key={projectId}>
      {nameIn(projects.data, projectId)}{' '}
      <span className="faint">in {environmentIds.map((id) => nameIn(environments.data, id)).join(', ')}</span>
    </div>
  ))
}
