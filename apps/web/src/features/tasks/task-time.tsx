import type { Task } from '@flotilla/api'
import { Since, Time, useNow } from '../../ui/time.tsx'
import { isFinal } from './task-state.tsx'

type Times = Pick<Task, 'State' | 'Duration' | 'QueueTime' | 'StartTime'>

/** How long a task took; of one that has not ended, for how long it has been running, or waiting to begin. */
export function TaskTime({ of: task }: { readonly of: Times }) {
  const now = useNow()
  if (isFinal(task)) return task.StartTime ? task.Duration : <span className="faint">–</span>
  if (task.StartTime)
    return (
      <>
        <Since at={task.StartTime} /> so far
      </>
    )
  if (Date.parse(task.QueueTime) > now)
    return (
      <>
        begins <Time at={task.QueueTime} />
      </>
    )
  return (
    <>
      waiting for <Since at={task.QueueTime} />
    </>
  )
}
