import type { Schema } from '@flotilla/api'
import { Badge, Button, Group, Stack, Title } from '@mantine/core'
import { IconPlus, IconServerCog } from '@tabler/icons-react'
import { useState } from 'react'
import { useRead } from '../../api/queries.ts'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'
import { InfrastructureFrame } from '../infrastructure/infrastructure-frame.tsx'
import { AddWorker } from './add-worker.tsx'
import { NewPool } from './new-pool.tsx'
import { PoolWorkers } from './pool-workers.tsx'

interface Summary {
  readonly TotalMachines: number
  readonly WorkerPoolSummaries: readonly {
    readonly WorkerPool: Schema<'WorkerPool'>
    readonly TotalMachines: number
  }[]
}

/** The machines that run what needs no target, by pool. */
export function WorkersPage() {
  const summary = useRead(['workers', 'summary'], (client) => client.get<Summary>('~/workerpools/summary'))
  const [open, setOpen] = useState<'pool' | 'worker'>()
  const close = () => setOpen(undefined)
  return (
    <InfrastructureFrame
      part="workers"
      about="Machines that run the steps which need no target. A default pool without workers stands for the server itself."
      actions={
        <>
          <Button variant="default" onClick={() => setOpen('pool')} leftSection={<IconPlus size={17} aria-hidden />}>
            Add a pool
          </Button>
          <Button onClick={() => setOpen('worker')} leftSection={<IconPlus size={17} aria-hidden />}>
            Add a worker
          </Button>
        </>
      }
    >
      <Loaded of={summary}>
        {({ TotalMachines, WorkerPoolSummaries }) => (
          <Stack gap="xl">
            {WorkerPoolSummaries.map(({ WorkerPool: pool, TotalMachines: count }) => (
              <section key={pool.Id} aria-labelledby={pool.Id}>
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
                  </Group>
                  <span className="faint">{count === 1 ? '1 worker' : `${count} workers`}</span>
                </Group>
                {count > 0 ? (
                  <PoolWorkers poolId={pool.Id} />
                ) : (
                  <p className="faint">
                    {pool.IsDefault ? 'No workers: its steps run on the server itself.' : 'No workers yet.'}
                  </p>
                )}
              </section>
            ))}
            {TotalMachines === 0 && (
              <Empty icon={IconServerCog} title="No workers yet">
                A machine joins a pool with its agent's one command, and runs the steps of that pool.
              </Empty>
            )}
          </Stack>
        )}
      </Loaded>
      {open === 'pool' && <NewPool onClose={close} />}
      {open === 'worker' && <AddWorker onClose={close} />}
    </InfrastructureFrame>
  )
}
