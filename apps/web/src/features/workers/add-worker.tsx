import { createAgentToken, type NewAgentToken } from '@flotilla/api'
import { Button, Group, Modal, NumberInput, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { ChooseMany } from '../../ui/choose.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useForm } from '../../ui/use-form.ts'
import { JoinByAgent } from '../agents/join-by-agent.tsx'
import { PolicyChoice } from '../machine-policies/policy-field.tsx'
import { useWorkerPools } from './worker-pools.ts'

interface Draft {
  readonly WorkerPoolIds: readonly string[]
  readonly MachinePolicyId: string
  readonly MaxUses: number | string
}

const FIRST: Draft = { WorkerPoolIds: [], MachinePolicyId: '', MaxUses: 1 }

/** The pools of a machine that is to be a worker, then the command with which it joins them. */
export function AddWorker({ onClose }: { readonly onClose: () => void }) {
  const pools = useWorkerPools()
  const [token, setToken] = useState<NewAgentToken>()
  const making = useChange((client, { WorkerPoolIds, MachinePolicyId, MaxUses }: Draft) =>
    createAgentToken(client, {
      WorkerPoolIds: [...WorkerPoolIds],
      MaxUses: Number(MaxUses) || 1,
      ...(MachinePolicyId ? { MachinePolicyId } : {}),
    }),
  )
  const form = useForm(FIRST, making)
  const make = async () => setToken(await making.mutateAsync(form.draft))
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
          <ChooseMany
            label="Pools"
            whenNone="Choose at least one"
            withAsterisk
            from={pools.data}
            {...form.field('WorkerPoolIds')}
            data-autofocus
          />
          <PolicyChoice {...form.field('MachinePolicyId')} />
          <NumberInput
            label="Machines"
            description="How many may join with the command, within an hour"
            min={1}
            max={10_000}
            {...form.field('MaxUses')}
          />
          {making.error && <Problem error={making.error} shownAt={form.shownAt} />}
          <Group justify="flex-end">
            <Button type="submit" disabled={form.draft.WorkerPoolIds.length === 0} loading={making.isPending}>
              Make the command
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
