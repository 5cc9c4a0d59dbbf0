import type { DeploymentPreview } from '@flotilla/api'
import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { ALL_MACHINES, isChosen, MachineChoice, type MachineSelection, machineIdsOf } from './machine-choice.tsx'
import { PromptedFields } from './prompted-fields.tsx'

/** What is chosen for a deployment, or a run, once its place is: answers, targets, what is done about failures, when. */
interface RunChoices {
  readonly values: Readonly<Record<string, string>>
  readonly machines: MachineSelection
  readonly isGuided: boolean | undefined
  readonly queueTime: string
}

/** The choices so far, and what of them is sent; answers that nobody typed are those of the preview. */
export function useRunChoices(preview: DeploymentPreview | undefined) {
  const [choices, setChoices] = useState<RunChoices>({
    values: {},
    machines: ALL_MACHINES,
    isGuided: undefined,
    queueTime: '',
  })
  const { values, machines, queueTime } = choices
  const FormValues = { ...preview?.Form.Values, ...values }
  const isGuided = choices.isGuided ?? preview?.UseGuidedFailureModeByDefault ?? false
  return {
    ...choices,
    isGuided,
    isReady: preview !== undefined && isChosen(machines),
    hasMachines: isChosen(machines),
    change: (part: Partial<RunChoices>) => setChoices((before) => ({ ...before, ...part })),
    /** In another place: the targets of one are none of another's; which ones are meant there is asked again. */
    forgetTargets: () => setChoices((before) => ({ ...before, machines: { ...before.machines, ids: [] } })),
    body: {
      FormValues,
      UseGuidedFailure: isGuided,
      ...machineIdsOf(machines),
      ...(queueTime === '' ? {} : { QueueTime: new Date(queueTime).toISOString() }),
    },
  }
}

type Chosen = ReturnType<typeof useRunChoices>

/** The fields of the choices. */
export function RunChoiceFields({
  preview,
  environmentId,
  chosen,
  error,
}: {
  readonly preview: DeploymentPreview
  readonly environmentId: string
  readonly chosen: Chosen
  readonly error: unknown
}) {
  const { values, machines, isGuided, queueTime, body, change } = chosen
  return (
    <>
      <PromptedFields
        form={preview.Form}
        values={body.FormValues}
        error={error}
        onChange={(name, value) => change({ values: { ...values, [name]: value } })}
      />
      <MachineChoice
        environmentId={environmentId}
        value={machines}
        onChange={(next) => change({ machines: next })}
        error={error}
      />
      <Checkbox
        label="Ask me what to do when a step fails"
        checked={isGuided}
        onChange={({ currentTarget }) => change({ isGuided: currentTarget.checked })}
      />
      <TextInput
        type="datetime-local"
        label="Start"
        description="Left empty, it starts at once"
        value={queueTime}
        error={fieldProblem(error, 'QueueTime')}
        onChange={({ currentTarget }) => change({ queueTime: currentTarget.value })}
      />
    </>
  )
}

/** Said at the fields of a deployment and of a run. */
const SHOWN_AT = ['EnvironmentId', 'TenantId', 'QueueTime', 'SpecificMachineIds', 'ExcludedMachineIds']

/** What stands against it, and the button that starts it. */
export function StartButton({
  isPending,
  isDisabled,
  error,
  children,
}: {
  readonly isPending: boolean
  readonly isDisabled: boolean
  readonly error: unknown
  readonly children: string
}) {
  return (
    <>
      {error !== null && <Problem error={error} shownAt={SHOWN_AT} />}
      <div className="act">
        <Button fullWidth type="submit" loading={isPending} disabled={isDisabled}>
          {children}
        </Button>
      </div>
    </>
  )
}
