import type { Task } from '@flotilla/api'
import { useState } from 'react'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Pages } from '../../ui/pages.tsx'
import { Time } from '../../ui/time.tsx'
import { TaskState } from '../tasks/task-state.tsx'

const PAGE = 10

/** The deployments and runs that touched a target, newest first. */
export function TargetTasks({ machineId }: { readonly machineId: string }) {
  const to = useTo()
  const [page, setPage] = useState(1)
  const tasks = useRead(
    ['machines', machineId, 'tasks', page],
    (client) =>
      client.get<{ readonly Items: readonly Task[]; readonly TotalResults: number }>(`~/machines/${machineId}/tasks`, {
        skip: (page - 1) * PAGE,
        take: PAGE,
      }),
    { keepsOld: true },
  )
  return (
    <Loaded of={tasks}>
      {({ Items, TotalResults }) =>
        TotalResults === 0 ? (
          <p className="faint">Nothing yet.</p>
        ) : (
          <>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Task</th>
                  <th scope="col">State</th>
                  <th scope="col">Queued</th>
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
                  </tr>
                ))}
              </tbody>
            </table>
            <Pages total={TotalResults} size={PAGE} page={page} onChange={setPage} />
          </>
        )
      }
    </Loaded>
  )
}
