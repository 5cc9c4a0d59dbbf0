import type { Project, Runbook } from '@flotilla/api'
import { Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FormDialog, type Saving } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { EnvironmentsField } from '../environments/environments-field.tsx'

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
const TENANTED = [
  { value: 'Untenanted', label: 'never for a tenant' },
  { value: 'TenantedOrUntenanted', label: 'with or without a tenant' },
  { value: 'Tenanted', label: 'always for a tenant' },
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
  const [draft, setDraft] = useState<RunbookDraft>({
    Name,
    Description,
    EnvironmentScope,
    Environments,
    MultiTenancyMode,
  })
  const change = (part: Partial<RunbookDraft>) => setDraft({ ...draft, ...part })
  return (
    <FormDialog title={title} verb="Save" value={draft} saving={saving} onClose={onClose}>
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
        minRows={2}
        value={draft.Description}
        onChange={({ currentTarget }) => change({ Description: currentTarget.value })}
      />
      <Select
        label="Runs"
        data={SCOPES}
        value={draft.EnvironmentScope}
        allowDeselect={false}
        onChange={(scope) => change({ EnvironmentScope: scope as Runbook['EnvironmentScope'] })}
      />
      {draft.EnvironmentScope === 'Specified' && (
        <EnvironmentsField
          label="Environments"
          required
          value={draft.Environments}
          error={fieldProblem(saving.error, 'Environments')}
          onChange={(ids) => change({ Environments: ids })}
        />
      )}
      {(project.TenantedDeploymentMode !== 'Untenanted' || MultiTenancyMode !== 'Untenanted') && (
        <Select
          label="For tenants"
          data={TENANTED}
          value={draft.MultiTenancyMode}
          allowDeselect={false}
          error={fieldProblem(saving.error, 'MultiTenancyMode')}
          onChange={(mode) => change({ MultiTenancyMode: mode as Runbook['MultiTenancyMode'] })}
        />
      )}
    </FormDialog>
  )
}
