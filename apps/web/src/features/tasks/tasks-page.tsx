import type { Task } from '@flotilla/api'
import { Pagination, Select } from '@mantine/core'
import { Link, useSearchParams } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useSpace, useTo } from '../../api/space.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
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
  const [address, setAddress] = useSearchParams()
  const states = address.get('states')
  const page = Number(address.get('page')) || 1
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
  const choose = (next: Record<string, string>) => setAddress(next, { replace: true })
  return (
    <Page
      title="Tasks"
      actions={
        <Select
          aria-label="State"
          placeholder="In any state"
          data={STATES}
          value={states}
          onChange={(value) => choose(value ? { states: value } : {})}
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
            {TotalResults > PAGE && (
              <Pagination
                total={Math.ceil(TotalResults / PAGE)}
                value={page}
                onChange={(next) => choose({ ...(states ? { states } : {}), page: String(next) })}
                getControlProps={(control) => ({ 'aria-label': `${control} page` })}
              />
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}
