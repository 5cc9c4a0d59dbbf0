import type { Task } from '@flotilla/api'
import { Select } from '@mantine/core'
import { usePage } from '../../api/queries.ts'
import { useSpace } from '../../api/space.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Pages } from '../../ui/pages.tsx'
import { useListAddress } from '../../ui/use-list-address.ts'
import { TaskTable } from './task-table.tsx'

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
  const space = useSpace()
  const list = useListAddress()
  const states = list.chosen('states')
  const { page } = list
  const tasks = usePage<Task>(
    '/api/tasks',
    { spaces: space.Id, includeSystem: false, states: states ?? undefined },
    { page, size: PAGE },
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
            <TaskTable tasks={Items} />
            {Items.length === 0 && <p className="faint">There is no such task.</p>}
            <Pages total={TotalResults} size={PAGE} page={page} onChange={list.turnTo} />
          </>
        )}
      </Loaded>
    </Page>
  )
}
