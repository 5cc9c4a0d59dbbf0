import type { Project, Runbook } from '@flotilla/api'
import { Select, Textarea, TextInput } from '@mantine/core'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { type Saving, useForm } from '../../ui/use-form.ts'
import { EnvironmentsField } from '../environments/environments-field.tsx'
import { TENANTED_MODES } from '../tenants/tenanted-modes.ts'

export type RunbookDraft = Pick<
  Runbook,
  'Name' | 'Description' | 'EnvironmentScope' | 'Environments' | 'MultiTenancyMode'
>

export const NEW_RUNBOOK: RunbookDraft = {
  Name: '',
  Description: '',
  EnvironmentScope: 'All',
  Environments: [],
  MultiTenancyMode: 'Untenanted',
}

const SCOPES = [
  { value: 'All', label: 'in every environment' },
  { value: 'FromProjectLifecycles', label: "in the environments of the project's lifecycles" },
  { value: 'Specified', label: 'in these environments:' },
]

/** What a runbook is called, and where it may run. */
export function RunbookForm({
  project,
  title,
  runbook,
  saving,
  onClose,
}: {
  readonly project: Project
  readonly title: string
  readonly runbook: RunbookDraft
  readonly saving: Saving<RunbookDraft>
  readonly onClose: () => void
}) {
  const { Name, Description, EnvironmentScope, Environments, MultiTenancyMode } = runbook
  const form = useForm<RunbookDraft>({ Name, Description, EnvironmentScope, Environments, MultiTenancyMode }, saving)
  return (
    <FormDialog title={title} verb="Save" form={form} onClose={onClose}>
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <Textarea label="About" description="Markdown" autosize minRows={2} {...form.text('Description')} />
      <Select label="Runs" data={SCOPES} {...form.option('EnvironmentScope')} />
      {form.draft.EnvironmentScope === 'Specified' && (
        <EnvironmentsField label="Environments" required {...form.field('Environments')} />
      )}
      {(project.TenantedDeploymentMode !== 'Untenanted' || MultiTenancyMode !== 'Untenanted') && (
        <Select label="For tenants" data={[...TENANTED_MODES]} {...form.option('MultiTenancyMode')} />
      )}
    </FormDialog>
  )
}
