import type { Task } from '@flotilla/api'
import { Select } from '@mantine/core'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useSpace, useTo } from '../../api/space.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Pages } from '../../ui/pages.tsx'
import { Time } from '../../ui/time.tsx'
import { useListAddress } from '../../ui/use-list-address.ts'
import { TaskState } from './task-state.tsx'

const PAGE = 30
const STATES = [
  { value: 'Executing,Cancelling', label: 'Running' },
  { value: 'Queued', label: 'Queued' },
  { value: 'Success', label: 'Succeeded' },
  { value: 'Failed,TimedOut', label: 'Failed' },
  { value: 'Canceled', label: 'Cancelled' },
]

/** Everything that the server does, newest first. */
export function TasksPage() {
  const to = useTo()
  const space = useSpace()
  const list = useListAddress()
  const states = list.chosen('states')
  const { page } = list
  const tasks = useRead(
    ['tasks', states, page],
    (client) =>
      client.get<{ Items: readonly Task[]; TotalResults: number }>('/api/tasks', {
        spaces: space.Id,
        includeSystem: false,
        states: states ?? undefined,
        skip: (page - 1) * PAGE,
        take: PAGE,
      }),
    { keepsOld: true },
  )
  return (
    <Page
      title="Tasks"
      actions={
        <Select
          aria-label="State"
          placeholder="In any state"
          data={STATES}
          value={states}
          onChange={(value) => list.choose('states', value)}
          clearable
        />
      }
    >
      <Loaded of={tasks} rows={10}>
        {({ Items, TotalResults }) => (
          <>
            <div className="scroll-x">
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">Task</th>
                    <th scope="col">State</th>
                    <th scope="col">Queued</th>
                    <th scope="col">Took</th>
                  </tr>
                </thead>
                <tbody>
                  {Items.map((task) => (
                    <tr key={task.Id}>
                      <td>
                        <Link to={to('tasks', task.Id)}>{task.Description}</Link>
                      </td>
                      <td>
                        <TaskState of={task} />
                      </td>
                      <td>
                        <Time at={task.QueueTime} />
                      </td>
                      <td>{task.Duration}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            {Items.length === 0 && <p className="faint">There is no such task.</p>}
            <Pages total={TotalResults} size={PAGE} page={page} onChange={list.turnTo} />
          </>
        )}
      </Loaded>
    </Page>
  )
}
