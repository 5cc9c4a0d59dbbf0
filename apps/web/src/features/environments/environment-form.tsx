import { changeDocument, createDocument, type Environment } from '@flotilla/api'
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'

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
  const saving = useChange((client, given: EnvironmentDraft) =>
    'Id' in environment
      ? changeDocument(client, 'environments', environment, given)
      : createDocument(client, 'environments', given),
  )
  const form = useForm<EnvironmentDraft>(environment, saving)
  return (
    <FormDialog
      title={'Id' in environment ? environment.Name : 'A new environment'}
      verb={'Id' in environment ? 'Save' : 'Add'}
      form={form}
      onClose={onClose}
    >
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <Textarea label="About" description="Markdown" autosize {...form.text('Description')} />
      <Checkbox
        label="Ask people when a step fails"
        description="They retry it, go on without it, or end the deployment (guided failure)."
        {...form.check('UseGuidedFailure')}
      />
      <Checkbox
        label="Scripts may add and remove targets here"
        description="For machines that a deployment itself creates."
        {...form.check('AllowDynamicInfrastructure')}
      />
    </FormDialog>
  )
}
