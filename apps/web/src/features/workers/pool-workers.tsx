import type { Schema, Task } from '@flotilla/api'
import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { useSpace } from '../../api/space.tsx'
import { Deletion } from '../../ui/deletion.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Pages } from '../../ui/pages.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Health } from '../targets/health.tsx'
import { STYLES } from '../targets/styles.ts'

type Worker = Schema<'Worker'>

const PAGE = 25

/** The workers of one pool with their health; each can be checked, taken out and deleted. */
export function PoolWorkers({ poolId }: { readonly poolId: string }) {
  const [page, setPage] = useState(1)
  const workers = useRead(
    ['workers', poolId, page],
    (client) =>
      client.get<{ readonly Items: readonly Worker[]; readonly TotalResults: number }>(
        `~/workerpools/${poolId}/workers`,
        { skip: (page - 1) * PAGE, take: PAGE },
      ),
    { keepsOld: true },
  )
  return (
    <Loaded of={workers} rows={2}>
      {({ Items, TotalResults }) => (
        <>
          <Table workers={Items} />
          <Pages total={TotalResults} size={PAGE} page={page} onChange={setPage} />
        </>
      )}
    </Loaded>
  )
}

function Table({ workers }: { readonly workers: readonly Worker[] }) {
  const space = useSpace()
  const [deleted, setDeleted] = useState<Worker>()
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
    <div className="scroll-x">
      {(switching.error ?? checking.error) && <Problem error={switching.error ?? checking.error} />}
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Health</th>
            <th scope="col">Reached by</th>
            <th scope="col">Operating system</th>
            <th scope="col">
              <span className="visually-hidden">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.Id}>
              <td>{worker.Name}</td>
              <td>
                <Health of={worker} />
              </td>
              <td>{STYLES[worker.Endpoint.CommunicationStyle] ?? worker.Endpoint.CommunicationStyle}</td>
              <td>{worker.OperatingSystem || '–'}</td>
              <td>
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    loading={checking.isPending && checking.variables.Id === worker.Id}
                    onClick={() => checking.mutate(worker)}
                    aria-label={`Check health: ${worker.Name}`}
                  >
                    Check health
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    loading={switching.isPending && switching.variables.Id === worker.Id}
                    onClick={() => switching.mutate(worker)}
                    aria-label={`${worker.IsDisabled ? 'Enable' : 'Disable'}: ${worker.Name}`}
                  >
                    {worker.IsDisabled ? 'Enable' : 'Disable'}
                  </Button>
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="red"
                    onClick={() => setDeleted(worker)}
                    aria-label={`Delete: ${worker.Name}`}
                  >
                    Delete
                  </Button>
                </Group>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {deleted && <DeleteWorker worker={deleted} onClose={() => setDeleted(undefined)} />}
    </div>
  )
}

function DeleteWorker({ worker, onClose }: { readonly worker: Worker; readonly onClose: () => void }) {
  const deleting = useChange((client, id: string) => client.delete(`~/workers/${id}`))
  const remove = async () => {
    await deleting.mutateAsync(worker.Id)
    onClose()
  }
  return (
    <Deletion title={`Delete ${worker.Name}?`} deleting={deleting} onConfirm={remove} onClose={onClose}>
      Nothing runs on it any more. The machine itself stays as it is.
    </Deletion>
  )
}
