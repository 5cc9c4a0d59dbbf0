import type { Task } from '@flotilla/api'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { Loaded } from '../../ui/page.tsx'
import { Pages } from '../../ui/pages.tsx'
import { TaskTable } from '../tasks/task-table.tsx'

const PAGE = 10

/** The deployments and runs that touched a target, and its newest health check; newest first. */
export function TargetTasks({ machineId }: { readonly machineId: string }) {
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
            <TaskTable tasks={Items} />
            <Pages total={TotalResults} size={PAGE} page={page} onChange={setPage} />
          </>
        )
      }
    </Loaded>
  )
}
