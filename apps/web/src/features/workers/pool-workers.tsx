import type { Schema, Task } from '@flotilla/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useChange, useDeletion, usePage } from '../../api/queries.ts'
import { useSpace } from '../../api/space.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Pages } from '../../ui/pages.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { Health } from '../targets/health.tsx'
import { STYLES } from '../targets/styles.ts'

type Worker = Schema<'Worker'>

const PAGE = 25

/** The workers of one pool with their health; each can be checked, taken out and deleted. */
export function PoolWorkers({ poolId }: { readonly poolId: string }) {
  const [page, setPage] = useState(1)
  const workers = usePage<Worker>(`~/workerpools/${poolId}/workers`, {}, { page, size: PAGE })
  return (
    <Loaded of={workers} rows={2}>
      {({ Items, TotalResults }) => (
        <>
          <Workers workers={Items} />
          <Pages total={TotalResults} size={PAGE} page={page} onChange={setPage} />
        </>
      )}
    </Loaded>
  )
}

function Workers({ workers }: { readonly workers: readonly Worker[] }) {
  const space = useSpace()
  const switching = useChange((client, worker: Worker) =>
    client.put(`~/workers/${worker.Id}`, { ...worker, IsDisabled: !worker.IsDisabled }),
  )
  const checking = useChange((client, worker: Worker) =>
    client.post<Task>('/api/tasks', {
      Name: 'Health',
      Description: `Check ${worker.Name}`,
      SpaceId: space.Id,
      Arguments: { MachineIds: [worker.Id] },
    }),
  )
  return (
    <>
      {(switching.error ?? checking.error) && <Problem error={switching.error ?? checking.error} />}
      <Table label="Workers" columns={['Name', 'Health', 'Reached by', 'Operating system']} doing="Change">
        {workers.map((worker) => (
          <tr key={worker.Id}>
            <td>{worker.Name}</td>
            <td>
              <Health of={worker} />
              {worker.HostKeyRefusal && (
                <div className="faint">Shows another host key: {worker.HostKeyRefusal.Shown}</div>
              )}
            </td>
            <td>{STYLES[worker.Endpoint.CommunicationStyle] ?? worker.Endpoint.CommunicationStyle}</td>
            <td>{worker.OperatingSystem || '–'}</td>
            <Doing>
              <Button
                size="compact-sm"
                variant="subtle"
                loading={checking.isPending && checking.variables.Id === worker.Id}
                onClick={() => checking.mutate(worker)}
                aria-label={`Check health of ${worker.Name}`}
              >
                Check health
              </Button>
              <Button
                size="compact-sm"
                variant="subtle"
                loading={switching.isPending && switching.variables.Id === worker.Id}
                onClick={() => switching.mutate(worker)}
                aria-label={`${worker.IsDisabled ? 'Enable' : 'Disable'} ${worker.Name}`}
              >
                {worker.IsDisabled ? 'Enable' : 'Disable'}
              </Button>
              <Removal worker={worker} />
            </Doing>
          </tr>
        ))}
      </Table>
    </>
  )
}

function Removal({ worker }: { readonly worker: Worker }) {
  return (
    <DeleteButton size="compact-sm" what={`the worker ${worker.Name}`} deleting={useDeletion(`~/workers/${worker.Id}`)}>
      Nothing runs on it any more. The machine itself stays as it is.
    </DeleteButton>
  )
}
