import { listDocuments, listMachines, type Machine } from '@flotilla/api'
import { Badge, Group, Select, TextInput } from '@mantine/core'
import { IconSearch, IconServer2 } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Health } from './health.tsx'

/** The machines that releases go to. */
export function TargetsPage() {
  const to = useTo()
  const [words, setWords] = useState('')
  const [environmentId, setEnvironmentId] = useState<string | null>(null)
  const filter = useDeferredValue(words.trim().toLowerCase())
  const environments = useRead(['environments'], (client) => listDocuments(client, 'environments'))
  const machines = useRead(['machines', environmentId], (client) =>
    listMachines(client, { environmentIds: environmentId ? [environmentId] : undefined }),
  )
  const nameOf = (id: string) => environments.data?.find(({ Id }) => Id === id)?.Name ?? id
  const fits = ({ Name, Roles }: Machine) => [Name, ...Roles].some((text) => text.toLowerCase().includes(filter))
  return (
    <Page
      title="Targets"
      actions={
        <>
          <Select
            aria-label="Environment"
            placeholder="All environments"
            data={(environments.data ?? []).map(({ Id, Name }) => ({ value: Id, label: Name }))}
            value={environmentId}
            onChange={setEnvironmentId}
            clearable
          />
          <TextInput
            aria-label="Filter by name or role"
            placeholder="Name or role"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
          />
        </>
      }
    >
      <Loaded of={machines} rows={8}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconServer2} title="No targets">
              A target is a machine that releases are deployed to. It joins with the agent's one command, or is reached
              over SSH.
            </Empty>
          ) : (
            <div className="scroll-x">
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Health</th>
                    <th scope="col">Environments</th>
                    <th scope="col">Roles</th>
                    <th scope="col">Reached by</th>
                  </tr>
                </thead>
                <tbody>
                  {all.filter(fits).map((machine) => (
                    <tr key={machine.Id}>
                      <td>
                        <Link to={to('targets', machine.Id)}>{machine.Name}</Link>
                      </td>
                      <td>
                        <Health of={machine} />
                      </td>
                      <td>{machine.EnvironmentIds.map(nameOf).join(', ')}</td>
                      <td>
                        <Group gap={4}>
                          {machine.Roles.map((role) => (
                            <Badge key={role} variant="default" tt="none" fw={500}>
                              {role}
                            </Badge>
                          ))}
                        </Group>
                      </td>
                      <td>{STYLES[machine.Endpoint.CommunicationStyle] ?? machine.Endpoint.CommunicationStyle}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Page>
  )
}

/** How a machine is reached, in words. */
export const STYLES: Readonly<Record<string, string>> = {
  None: 'this server',
  Ssh: 'SSH',
  TentacleActive: 'its agent',
  TentaclePassive: 'a listening agent',
  OfflineDrop: 'nobody: offline drop',
}
