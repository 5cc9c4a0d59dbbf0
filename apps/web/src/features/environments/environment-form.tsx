import { changeDocument, createDocument, type Environment } from '@flotilla/api'
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'

export type EnvironmentDraft = Pick<
  Environment,
  'Name' | 'Description' | 'UseGuidedFailure' | 'AllowDynamicInfrastructure'
>

export const NEW_ENVIRONMENT: EnvironmentDraft = {
  Name: '',
  Description: '',
  UseGuidedFailure: false,
  AllowDynamicInfrastructure: false,
}

/** An environment to be made, or one that is stored. */
export function EnvironmentForm({
  environment,
  onClose,
}: {
  readonly environment: EnvironmentDraft | Environment
  readonly onClose: () => void
}) {
  const [draft, setDraft] = useState<EnvironmentDraft>(environment)
  const saving = useChange((client, given: EnvironmentDraft) =>
    'Id' in environment
      ? changeDocument(client, 'environments', environment, given)
      : createDocument(client, 'environments', given),
  )
  const change = (part: Partial<EnvironmentDraft>) => setDraft({ ...draft, ...part })
  return (
    <FormDialog
      title={'Id' in environment ? environment.Name : 'A new environment'}
      verb={'Id' in environment ? 'Save' : 'Add'}
      value={draft}
      saving={saving}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        value={draft.Name}
        error={fieldProblem(saving.error, 'Name')}
        onChange={({ currentTarget }) => change({ Name: currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label="About"
        description="Markdown"
        autosize
        value={draft.Description}
        error={fieldProblem(saving.error, 'Description')}
        onChange={({ currentTarget }) => change({ Description: currentTarget.value })}
      />
      <Checkbox
        label="Ask people when a step fails"
        description="They retry it, go on without it, or end the deployment (guided failure)."
        checked={draft.UseGuidedFailure}
        onChange={({ currentTarget }) => change({ UseGuidedFailure: currentTarget.checked })}
      />
      <Checkbox
        label="Scripts may add and remove targets here"
        description="For machines that a deployment itself creates."
        checked={draft.AllowDynamicInfrastructure}
        onChange={({ currentTarget }) => change({ AllowDynamicInfrastructure: currentTarget.checked })}
      />
    </FormDialog>
  )
}
