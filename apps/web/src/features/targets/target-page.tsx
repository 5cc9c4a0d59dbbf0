import { changeMachine, listDocuments, type Machine, type Task } from '@flotilla/api'
import { Button, Group, Paper, Title } from '@mantine/core'
import { IconHeartbeat } from '@tabler/icons-react'
import { Link, useParams } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useSpace, useTo } from '../../api/space.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Time } from '../../ui/time.tsx'
import { TaskState } from '../tasks/task-state.tsx'
import { Health } from './health.tsx'
import { STYLES } from './styles.ts'

/** One machine: its state, what it is for, and what ran on it. */
export function TargetPage() {
  const { id = '' } = useParams()
  const machine = useRead(['machines', 'one', id], (client) =>
    client.get<Machine>(`~/machines/${encodeURIComponent(id)}`),
  )
  return <Loaded of={machine}>{(found) => <Details machine={found} />}</Loaded>
}

function Details({ machine }: { readonly machine: Machine }) {
  const to = useTo()
  const space = useSpace()
  const environments = useRead(['environments'], (client) => listDocuments(client, 'environments'))
  const tasks = useRead(['machines', machine.Id, 'tasks'], (client) =>
    client.get<{ Items: readonly Task[] }>(`~/machines/${machine.Id}/tasks`, { take: 20 }),
  )
  const checking = useChange((client, _: undefined) =>
    client.post<Task>('/api/tasks', {
      Name: 'Health',
      Description: `Check ${machine.Name}`,
      SpaceId: space.Id,
      Arguments: { MachineIds: [machine.Id] },
    }),
  )
  const switching = useChange((client, IsDisabled: boolean) => changeMachine(client, machine, { IsDisabled }))
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    ['Health', <Health key="health" of={machine} />],
    [
      'Environments',
      machine.EnvironmentIds.map((id) => environments.data?.find(({ Id }) => Id === id)?.Name ?? id).join(', '),
    ],
    ['Roles', machine.Roles.join(', ')],
    ['Reached by', STYLES[machine.Endpoint.CommunicationStyle] ?? machine.Endpoint.CommunicationStyle],
    ['Operating system', machine.OperatingSystem],
    ['Architecture', machine.Architecture],
  ]
  return (
    <Page
      title={machine.Name}
      crumbs={[{ name: 'Targets', to: to('targets') }]}
      about={machine.StatusSummary}
      actions={
        <>
          <Button variant="default" onClick={() => switching.mutate(!machine.IsDisabled)} loading={switching.isPending}>
            {machine.IsDisabled ? 'Enable' : 'Disable'}
          </Button>
          <Button
            onClick={() => checking.mutate(undefined)}
            loading={checking.isPending}
            leftSection={<IconHeartbeat size={17} aria-hidden />}
          >
            Check health
          </Button>
        </>
      }
    >
      {(checking.error ?? switching.error) && <Problem error={checking.error ?? switching.error} />}
      <Paper withBorder p="md">
        <dl className="facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt className="faint">{name}</dt>
              <dd>{value || '–'}</dd>
            </div>
          ))}
        </dl>
      </Paper>
      <section>
        <Title order={2} mb="xs">
          What ran here
        </Title>
        <Loaded of={tasks}>
          {({ Items }) =>
            Items.length === 0 ? (
              <p className="faint">Nothing yet.</p>
            ) : (
              <table className="table">
                <tbody>
                  {Items.map((task) => (
                    <tr key={task.Id}>
                      <td>
                        <Link to={to('tasks', task.Id)}>{task.Description}</Link>
                      </td>
                      <td>
                        <Group gap="xs">
                          <TaskState of={task} />
                        </Group>
                      </td>
                      <td>
                        <Time at={task.QueueTime} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Loaded>
      </section>
    </Page>
  )
}
