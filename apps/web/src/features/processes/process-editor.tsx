import type { Channel, Project } from '@flotilla/api'
import { Button, Group, Menu, Paper, Stack } from '@mantine/core'
import { IconPlus, IconTerminal2 } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Empty } from '../../ui/empty.tsx'
import { MoveButtons } from '../../ui/move-buttons.tsx'
import { Loaded } from '../../ui/page.tsx'
import { otherProblems, Problem } from '../../ui/problem.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { NewStepItems } from './new-step-items.tsx'
import type { Process, ProcessOwner, ProcessStep } from './process.ts'
import { StepForm } from './step-form.tsx'
import { StepList } from './step-list.tsx'
import './process.css'

/** The steps under an address of the space, to be looked at and changed; of the project's deployments or of a runbook. */
export function ProcessEditor({
  path,
  project,
  isDeployed,
  about,
}: {
  readonly path: string
  readonly project: Project
  readonly isDeployed: boolean
  readonly about: string
}) {
  const process = useRead(['process', path], (client) => client.get<Process>(path))
  const names = useRead(['variable-names', project.Id], (client) =>
    client.get<readonly string[]>('~/variables/names', { project: project.Id }),
  )
  const channels = useRead(
    ['channels', project.Id],
    (client) => client.all<Channel>(`~/projects/${project.Id}/channels`),
    { isSkipped: !isDeployed },
  )
  const owner = { project, isDeployed, channels: channels.data ?? [], variableNames: names.data ?? [] }
  return (
    <Loaded of={process}>
      {(found) => <Editor path={path} stored={found} readAgain={process.refetch} owner={owner} about={about} />}
    </Loaded>
  )
}

function Editor({
  path,
  stored,
  readAgain,
  owner,
  about,
}: {
  readonly path: string
  readonly stored: Process
  readonly readAgain: () => Promise<unknown>
  readonly owner: ProcessOwner
  readonly about: string
}) {
  const [chosen, setChosen] = useState(0)
  const saving = useChange((client, process: Process) => client.put<Process>(path, process))
  const draft = useDraft(stored, readAgain, saving)
  const { Steps: steps } = draft.value
  const change = (next: readonly ProcessStep[]) => draft.change({ Steps: next as Process['Steps'] })
  /** Other steps, or in another order: what the server said of the third is no longer said of the third. */
  const rearrange = (next: readonly ProcessStep[], at: number) => {
    change(next)
    saving.reset()
    setChosen(at)
  }
  const save = async () => {
    try {
      await draft.save()
    } catch (error) {
      const first = steps.findIndex((_, at) => isRefused(error, at))
      if (first >= 0) setChosen(first)
      throw error
    }
  }
  const step = steps[chosen]
  return (
    <Stack>
      <Group justify="space-between">
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="default" leftSection={<IconPlus size={17} aria-hidden />}>
              Add a step
            </Button>
          </Menu.Target>
          <NewStepItems
            owner={owner}
            onChoose={(make) => rearrange([...steps, make(steps.length + 1)], steps.length)}
          />
        </Menu>
        <DraftButtons draft={{ ...draft, save }} />
      </Group>
      {saving.error && <Problem error={saving.error} shownWithin={steps.map((_, at) => pathOf(at))} />}
      {steps.length === 0 || !step ? (
        <Empty icon={IconTerminal2} title="No steps yet">
          {about}
        </Empty>
      ) : (
        <div className="process">
          <StepList
            steps={steps}
            chosen={chosen}
            isRefused={(at) => isRefused(saving.error, at)}
            onChoose={setChosen}
          />
          <Paper withBorder p="lg">
            <MoveButtons
              at={chosen}
              count={steps.length}
              onMove={(to) => rearrange(steps.toSpliced(chosen, 1).toSpliced(to, 0, step), to)}
              onRemove={() => rearrange(steps.toSpliced(chosen, 1), Math.max(0, chosen - 1))}
            />
            <StepForm
              key={step.Id}
              steps={steps}
              at={chosen}
              owner={owner}
              error={saving.error}
              onChange={(next) => change(steps.with(chosen, next))}
            />
          </Paper>
        </div>
      )}
    </Stack>
  )
}

/** What the server calls a step. */
const pathOf = (at: number): string => `Steps[${at}]`

const isRefused = (error: unknown, at: number): boolean => otherProblems(error, pathOf(at), []).length > 0
