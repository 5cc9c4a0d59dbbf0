import { cancelTask, type Task } from '@flotilla/api'
import { Alert, Button, Group, Paper, Stack, Tabs } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useChange } from '../../api/queries.ts'
import { Problem } from '../../ui/problem.tsx'
import { State } from '../../ui/state.tsx'
import { Questions } from '../interruptions/questions.tsx'
import { Artifacts } from './artifacts.tsx'
import { LogView } from './log-view.tsx'
import { isFinal } from './task-state.tsx'
import type { LiveTask } from './use-task.ts'
import { WaitText } from './wait-text.tsx'

/** What a task waits for, asks, says and leaves behind. */
export function TaskProgress({
  live,
  more = [],
}: {
  readonly live: LiveTask
  /** Further parts beside the log. */
  readonly more?: readonly { readonly id: string; readonly name: string; readonly content: ReactNode }[]
}) {
  const { task } = live
  return (
    <Stack>
      {live.error !== undefined && <Problem error={live.error} />}
      {task?.WaitingFor && !isFinal(task) && !task.HasPendingInterruptions && (
        <Paper withBorder px="md" py="xs">
          <Group gap="xs">
            <State tone="waiting" word="Waiting" isBrief />
            <span>
              Waits for <WaitText text={task.WaitingFor} isLinked />
            </span>
          </Group>
        </Paper>
      )}
      {task?.ErrorMessage && (
        <Alert color="red" role="note" title={<State tone="bad" word="Why it failed" />}>
          {task.ErrorMessage}
        </Alert>
      )}
      {task?.HasPendingInterruptions && <Questions taskId={live.id} />}
      <Tabs defaultValue="log" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="log">Progress and log</Tabs.Tab>
          {more.map(({ id, name }) => (
            <Tabs.Tab key={id} value={id}>
              {name}
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="artifacts">Artifacts</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="log" pt="md">
          <LogView live={live} />
        </Tabs.Panel>
        {more.map(({ id, content }) => (
          <Tabs.Panel key={id} value={id} pt="md">
            {content}
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="artifacts" pt="md">
          <Artifacts taskId={live.id} />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  )
}

/** Cancels a task that has not ended, with everything that it started. */
export function CancelButton({ task }: { readonly task: Task }) {
  const cancelling = useChange((client, id: string) => cancelTask(client, id))
  if (isFinal(task)) return null
  return (
    <Group gap="xs">
      {cancelling.error && <Problem error={cancelling.error} />}
      <Button
        color="red"
        variant="light"
        loading={cancelling.isPending || task.State === 'Cancelling'}
        onClick={() => cancelling.mutate(task.Id)}
        leftSection={<IconPlayerStop size={17} aria-hidden />}
      >
        Cancel
      </Button>
    </Group>
  )
}
