import type { Task } from '@flotilla/api'
import { Link } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { TaskState } from './task-state.tsx'
import { TaskTime } from './task-time.tsx'

/** Tasks with their state and times. */
export function TaskTable({ tasks }: { readonly tasks: readonly Task[] }) {
  const to = useTo()
  return (
    <Table label="Tasks" columns={['Task', 'State', 'Queued', 'Took']}>
      {tasks.map((task) => (
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
          <td>
            <TaskTime of={task} />
          </td>
        </tr>
      ))}
    </Table>
  )
}
