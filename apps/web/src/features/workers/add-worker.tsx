import { createAgentToken, listItems, type NewAgentToken, type Schema } from '@flotilla/api'
import { Button, Group, Modal, MultiSelect, NumberInput, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { JoinByAgent } from '../agents/join-by-agent.tsx'

/** The pools of a machine that is to be a worker, then the command with which it joins them. */
export function AddWorker({ onClose }: { readonly onClose: () => void }) {
  const pools = useRead(['worker-pools'], (client) => listItems<Schema<'WorkerPool'>>(client, '~/workerpools'))
  const [poolIds, setPoolIds] = useState<readonly string[]>([])
  const [uses, setUses] = useState<number | string>(1)
  const [token, setToken] = useState<NewAgentToken>()
  const making = useChange((client, _: undefined) =>
    createAgentToken(client, { WorkerPoolIds: poolIds, MaxUses: Number(uses) || 1 }),
  )
  const make = async () => setToken(await making.mutateAsync(undefined))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void make().catch(() => {})
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title="A new worker"
      size={token ? 960 : 'md'}
      // The command is not shown again.
      closeOnClickOutside={!token}
    >
      {token ? (
        <JoinByAgent key={token.Id} token={token} onAgain={() => setToken(undefined)} />
      ) : (
        <Stack component="form" onSubmit={submit}>
          {making.error && <Problem error={making.error} shownAt={['WorkerPoolIds', 'MaxUses']} />}
          <MultiSelect
            label="Pools"
            placeholder={poolIds.length === 0 ? 'Choose at least one' : undefined}
            withAsterisk
            data={(pools.data ?? []).map(({ Id, Name }) => ({ value: Id, label: Name }))}
            value={[...poolIds]}
            onChange={setPoolIds}
            error={fieldProblem(making.error, 'WorkerPoolIds')}
            data-autofocus
          />
          <NumberInput
            label="Machines"
            description="How many may join with the command, within an hour"
            min={1}
            max={10_000}
            value={uses}
            onChange={setUses}
            error={fieldProblem(making.error, 'MaxUses')}
          />
          <Group justify="flex-end">
            <Button type="submit" disabled={poolIds.length === 0} loading={making.isPending}>
              Make the command
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
