import { changeDocument, deleteDocument, loadDocument, type Tenant } from '@flotilla/api'
import { Group, Paper, Stack, Switch, Textarea, TextInput, Title } from '@mantine/core'
import { useNavigate, useParams } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { ConnectionsField } from './connections-field.tsx'
import { TenantValues } from './tenant-values.tsx'
import { TenantTagsField } from './tenants-field.tsx'

/** One tenant: where it takes part, and its own values. */
export function TenantPage() {
  const { id = '' } = useParams()
  const tenant = useRead(['tenants', 'one', id], (client) => loadDocument(client, 'tenants', id))
  return <Loaded of={tenant}>{(found) => <Details stored={found} readAgain={tenant.refetch} />}</Loaded>
}

function Details({ stored, readAgain }: { readonly stored: Tenant; readonly readAgain: () => Promise<unknown> }) {
  const to = useTo()
  const go = useNavigate()
  const deleting = useChange((client, _: undefined) => deleteDocument(client, 'tenants', stored.Id))
  return (
    <Page
      title={stored.Name}
      crumbs={[{ name: 'Tenants', to: to('tenants') }]}
      actions={
        <DeleteButton what={`the tenant ${stored.Name}`} deleting={deleting} onDone={() => void go(to('tenants'))}>
          Its values go with it. Targets that are only for this tenant are for nobody then.
        </DeleteButton>
      }
    >
      <General stored={stored} readAgain={readAgain} />
      <TenantValues tenantId={stored.Id} />
    </Page>
  )
}

function General({ stored, readAgain }: { readonly stored: Tenant; readonly readAgain: () => Promise<unknown> }) {
  const draft = useDraft(stored, readAgain)
  const saving = useChange((client, given: Tenant) => changeDocument(client, 'tenants', stored, given))
  const { value } = draft
  const change = (part: Partial<Tenant>) => draft.change({ ...value, ...part })
  const save = async () => {
    await saving.mutateAsync(value)
    await draft.end()
  }
  const discard = async () => {
    saving.reset()
    await draft.end()
  }
  return (
    <Paper withBorder p="lg" component="section" aria-label="General">
      <Stack>
        <Group justify="space-between">
          <Title order={2}>General</Title>
          <DraftButtons isChanged={draft.isChanged} isSaving={saving.isPending} onSave={save} onDiscard={discard} />
        </Group>
        {saving.error && <Problem error={saving.error} />}
        <Group grow align="flex-start">
          <TextInput
            label="Name"
            required
            value={value.Name}
            error={fieldProblem(saving.error, 'Name')}
            onChange={({ currentTarget }) => change({ Name: currentTarget.value })}
          />
          <TenantTagsField
            label="Tags"
            whenNone="none"
            value={value.TenantTags}
            error={fieldProblem(saving.error, 'TenantTags')}
            onChange={(TenantTags) => change({ TenantTags })}
          />
        </Group>
        <Textarea
          label="About"
          description="Markdown"
          autosize
          value={value.Description}
          onChange={({ currentTarget }) => change({ Description: currentTarget.value })}
        />
        <Switch
          label="Enabled"
          description="Nothing is deployed for a disabled tenant."
          checked={!value.IsDisabled}
          onChange={({ currentTarget }) => change({ IsDisabled: !currentTarget.checked })}
        />
        <ConnectionsField
          connections={value.ProjectEnvironments}
          error={saving.error}
          onChange={(ProjectEnvironments) => change({ ProjectEnvironments })}
        />
      </Stack>
    </Paper>
  )
}
