import type { Schema } from '@flotilla/api'
import { Badge, Group, Stack, Title } from '@mantine/core'
import { IconServerCog } from '@tabler/icons-react'
import { useState } from 'react'
import { useDeletion, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'
import { OpenTokens } from '../agents/open-tokens.tsx'
import { InfrastructureFrame } from '../infrastructure/infrastructure-frame.tsx'
import { AddWorker } from './add-worker.tsx'
import { NEW_POOL, type PoolDraft, PoolForm } from './pool-form.tsx'
import { PoolWorkers } from './pool-workers.tsx'

type Pool = Schema<'WorkerPool'>

interface Summary {
  readonly TotalMachines: number
  readonly WorkerPoolSummaries: readonly {
    readonly WorkerPool: Pool
    readonly TotalMachines: number
  }[]
}

/** The machines that run what needs no target, by pool. */
export function WorkersPage() {
  const summary = useRead(['workers', 'summary'], (client) => client.get<Summary>('~/workerpools/summary'))
  const [isAdding, setAdding] = useState(false)
  const [edited, setEdited] = useState<PoolDraft | Pool>()
  return (
    <InfrastructureFrame
      part="workers"
      about="Machines that run the steps which need no target."
      actions={
        <>
          <AddButton variant="default" onClick={() => setEdited(NEW_POOL)}>
            Add a pool
          </AddButton>
          {summary.data && summary.data.TotalMachines > 0 && (
            <AddButton onClick={() => setAdding(true)}>Add a worker</AddButton>
          )}
        </>
      }
    >
      <Loaded of={summary}>
        {({ TotalMachines, WorkerPoolSummaries }) => (
          <Stack gap="xl">
            {WorkerPoolSummaries.map(({ WorkerPool: pool, TotalMachines: count }) => (
              <OnePool key={pool.Id} pool={pool} count={count} onChange={() => setEdited(pool)} />
            ))}
            <OpenTokens of="workers" />
            {TotalMachines === 0 && (
              <Empty
                icon={IconServerCog}
                title="No workers yet"
                action={<AddButton onClick={() => setAdding(true)}>Add a worker</AddButton>}
              >
                A machine joins a pool with its agent's one command, and runs the steps of that pool.
              </Empty>
            )}
          </Stack>
        )}
      </Loaded>
      {edited && <PoolForm pool={edited} onClose={() => setEdited(undefined)} />}
      {isAdding && <AddWorker onClose={() => setAdding(false)} />}
    </InfrastructureFrame>
  )
}

function OnePool({
  pool,
  count,
  onChange,
}: {
  readonly pool: Pool
  readonly count: number
  readonly onChange: () => void
}) {
  const deleting = useDeletion(`~/workerpools/${pool.Id}`)
  return (
    <section aria-labelledby={pool.Id}>
      <Group justify="space-between" mb="xs">
        <Group gap="xs">
          <Title order={2} id={pool.Id}>
            {pool.Name}
          </Title>
          {pool.IsDefault && (
            <Badge variant="default" tt="none" fw={500}>
              default
            </Badge>
          )}
          {count > 0 && <span className="faint">{count === 1 ? '1 worker' : `${count} workers`}</span>}
        </Group>
        <Group gap={4}>
          <ChangeButton what={pool.Name} onClick={onChange} />
          {!pool.IsDefault && (
            <DeleteButton size="compact-sm" what={`the pool ${pool.Name}`} deleting={deleting}>
              Steps that name it cannot run then. Its workers must be in other pools first.
            </DeleteButton>
          )}
        </Group>
      </Group>
      {pool.Description && <p className="faint">{pool.Description}</p>}
      {count > 0 ? (
        <PoolWorkers poolId={pool.Id} />
      ) : (
        <p className="faint">
          {pool.IsDefault
            ? 'Its steps run on the server itself until a worker joins.'
            : 'Its steps can only run once a worker joins.'}
        </p>
      )}
    </section>
  )
}
