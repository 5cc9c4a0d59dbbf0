import { changeDocument, loadDocument, type Tenant } from '@flotilla/api'
import { Group, Paper, Stack, Switch, Textarea, TextInput, Title } from '@mantine/core'
import { useParams } from 'react-router'
import { useChange, useDeletion, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { ConnectionsField, connectionFields } from './connections-field.tsx'
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
  const deleting = useDeletion(`~/tenants/${stored.Id}`)
  return (
    <Page
      title={stored.Name}
      crumbs={[{ name: 'Tenants', to: to('tenants') }]}
      actions={
        <DeleteButton what={`the tenant ${stored.Name}`} deleting={deleting} leadsTo={to('tenants')}>
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
  const saving = useChange((client, given: Tenant) => changeDocument(client, 'tenants', stored, given))
  const draft = useDraft(stored, readAgain, saving)
  const { value, change } = draft
  return (
    <Paper withBorder p="lg" maw={1180} component="section" aria-label="General">
      <Stack>
        <Group justify="space-between">
          <Title order={2}>General</Title>
          <DraftButtons draft={draft} />
        </Group>
        {draft.error && (
          <Problem
            error={draft.error}
            shownAt={['Name', 'TenantTags', ...connectionFields(value.ProjectEnvironments)]}
          />
        )}
        <Group grow align="flex-start">
          <TextInput label="Name" required {...draft.text('Name')} />
          <TenantTagsField label="Tags" whenNone="none" {...draft.field('TenantTags')} />
        </Group>
        <Textarea label="About" description="Markdown" autosize {...draft.text('Description')} />
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
