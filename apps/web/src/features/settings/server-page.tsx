import type { Schema } from '@flotilla/api'
import { Paper, Stack, Title } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { Loaded } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** What answers, how much it holds, and the nodes that run its tasks. */
export function ServerPage() {
  const root = useRead(['server', 'root'], (client) => client.get<Schema<'Root'>>('/api'))
  const counts = useRead(['server', 'counts'], (client) =>
    client.get<Schema<'ServerCounts'>>('/api/serverstatus/counts'),
  )
  return (
    <SettingsFrame part="server">
      <Stack gap="lg">
        <Loaded of={root} rows={1}>
          {({ Version, ApiVersion }) => (
            <Facts
              facts={[
                ['Version', Version],
                ['API version', ApiVersion],
              ]}
            />
          )}
        </Loaded>
        <Loaded of={counts} rows={1}>
          {({ Spaces, Projects, Environments, Tenants, Machines, Users }) => (
            <Facts
              facts={[
                ['Spaces', Spaces],
                ['Projects', Projects],
                ['Environments', Environments],
                ['Tenants', Tenants],
                ['Targets', Machines],
                ['Users', Users],
              ]}
            />
          )}
        </Loaded>
        <Nodes />
      </Stack>
    </SettingsFrame>
  )
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string | number])[] }) {
  return (
    <Paper withBorder p="md">
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="faint">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Paper>
  )
}

function Nodes() {
  const nodes = useRead(['server', 'nodes'], (client) => client.all<Schema<'ServerNode'>>('/api/octopusservernodes'))
  return (
    <section>
      <Title order={2} mb="xs">
        Nodes
      </Title>
      <Loaded of={nodes} rows={2}>
        {(all) => (
          <Table label="Nodes" columns={['Name', 'State', 'Tasks at once', 'Last seen']}>
            {all.map((node) => (
              <tr key={node.Id}>
                <td>{node.Name}</td>
                <td>{node.IsOffline ? <State tone="bad" word="Offline" /> : <State tone="good" word="Runs" />}</td>
                <td>{node.MaxConcurrentTasks === UNLIMITED ? 'as many as come' : node.MaxConcurrentTasks}</td>
                <td>
                  <Time at={node.LastSeen} />
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Loaded>
    </section>
  )
}

const UNLIMITED = 2_147_483_647
