import type { Project, Tenant } from '@flotilla/api'
import { Button, Input, Menu } from '@mantine/core'
import { IconPlugConnected, IconPlus } from '@tabler/icons-react'
import { Link } from 'react-router'
import { useDocuments } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { EnvironmentsField } from '../environments/environments-field.tsx'

type Connections = Tenant['ProjectEnvironments']

/** What the server calls the fields of the connections. */
export const connectionFields = (connections: Connections): readonly string[] =>
  Object.keys(connections).map((id) => `ProjectEnvironments[${id}]`)

/** The projects of a tenant, and the environments in which they are deployed for it. */
export function ConnectionsField({
  connections,
  error,
  onChange,
}: {
  readonly connections: Connections
  readonly error: unknown
  readonly onChange: (connections: Connections) => void
}) {
  const to = useTo()
  const projects = useDocuments('projects')
  const projectOf = (id: string) => projects.data?.find(({ Id }) => Id === id)
  const disconnect = (id: string) => {
    const { [id]: _, ...others } = connections
    onChange(others)
  }
  const nameOf = (id: string) => projectOf(id)?.Name ?? id
  const free = (projects.data ?? []).filter(
    ({ Id, TenantedDeploymentMode }) => !(Id in connections) && TenantedDeploymentMode !== 'Untenanted',
  )
  return (
    <section aria-label="Connected projects">
      <Input.Label component="div" mb={6}>
        Connected projects
      </Input.Label>
      {Object.keys(connections).length === 0 ? (
        <p className="faint">None yet. A project is deployed for a tenant where both are connected.</p>
      ) : (
        <Table label="Connected projects" columns={['Project', 'Environments']} doing="Disconnect">
          {Object.entries(connections)
            .toSorted(([one], [other]) => nameOf(one).localeCompare(nameOf(other)))
            .map(([id, environmentIds]) => (
              <tr key={id}>
                <td>
                  <Link to={to('projects', projectOf(id)?.Slug ?? id)}>{nameOf(id)}</Link>
                </td>
                <td>
                  <EnvironmentsField
                    aria-label={`Environments of ${nameOf(id)}`}
                    whenNone="none yet"
                    value={environmentIds}
                    error={fieldProblem(error, `ProjectEnvironments[${id}]`)}
                    onChange={(ids) => onChange({ ...connections, [id]: ids })}
                  />
                </td>
                <Doing>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="red"
                    aria-label={`Disconnect ${nameOf(id)}`}
                    onClick={() => disconnect(id)}
                  >
                    Disconnect
                  </Button>
                </Doing>
              </tr>
            ))}
        </Table>
      )}
      <Connect projects={free} onConnect={(id) => onChange({ ...connections, [id]: [] })} />
    </section>
  )
}

function Connect({
  projects,
  onConnect,
}: {
  readonly projects: readonly Project[]
  readonly onConnect: (id: string) => void
}) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          mt="sm"
          size="compact-sm"
          variant="default"
          disabled={projects.length === 0}
          leftSection={<IconPlus size={15} aria-hidden />}
        >
          Connect a project
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {projects.map(({ Id, Name }) => (
          <Menu.Item key={Id} leftSection={<IconPlugConnected size={16} aria-hidden />} onClick={() => onConnect(Id)}>
            {Name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
