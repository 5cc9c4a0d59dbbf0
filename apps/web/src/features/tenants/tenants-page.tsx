import { createDocument, type Tenant } from '@flotilla/api'
import { Badge, Button, Group, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTags, IconUsersGroup } from '@tabler/icons-react'
import { Link, useNavigate } from 'react-router'
import { useChange, useDocuments, usePage } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { AddButton } from '../../ui/add-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { ListFilter } from '../../ui/list-filter.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Page } from '../../ui/page.tsx'
import { Paged } from '../../ui/paged.tsx'
import { State } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { useForm } from '../../ui/use-form.ts'
import { useListAddress } from '../../ui/use-list-address.ts'
import { TenantTagsField } from './tenants-field.tsx'

const PAGE = 50

/** Whom releases are deployed for, and where each takes part. */
export function TenantsPage() {
  const to = useTo()
  const list = useListAddress()
  const tags = list.chosen('tags')?.split(',') ?? []
  const filter = { partialName: list.chosen('name') ?? undefined, tags: tags.length > 0 ? tags : undefined }
  const [isOpen, { open, close }] = useDisclosure()
  const tenants = usePage<Tenant>('~/tenants', filter, { page: list.page, size: PAGE })
  return (
    <Page
      title="Tenants"
      about="Customers, regions or sites that get deployments of their own."
      actions={
        <>
          <Button
            component={Link}
            to={to('tenants', 'tag-sets')}
            variant="default"
            leftSection={<IconTags size={17} aria-hidden />}
          >
            Tag sets
          </Button>
          <AddButton onClick={open}>Add a tenant</AddButton>
        </>
      }
    >
      <Paged
        of={tenants}
        list={list}
        size={PAGE}
        filters={
          <>
            <ListFilter list={list} label="Filter by name" placeholder="Name" />
            <TenantTagsField
              aria-label="Filter by tag"
              whenNone="Any tag"
              value={tags}
              onChange={(chosen) => list.choose('tags', chosen.join(',') || null)}
            />
          </>
        }
        isNarrowed={filter.partialName !== undefined || tags.length > 0}
        none="No tenant is like that."
        empty={
          <Empty icon={IconUsersGroup} title="No tenants">
            A tenant gets its own deployments with its own values, and may run another release than the others.
          </Empty>
        }
      >
        {(all) => <Tenants tenants={all} />}
      </Paged>
      {isOpen && <NewTenant onClose={close} />}
    </Page>
  )
}

function Tenants({ tenants }: { readonly tenants: readonly Tenant[] }) {
  const to = useTo()
  return (
    <Table label="Tenants" columns={['Name', 'Tags', 'Takes part in']}>
      {tenants.map((tenant) => (
        <tr key={tenant.Id}>
          <td>
            <Link to={to('tenants', tenant.Id)}>{tenant.Name}</Link>{' '}
            {tenant.IsDisabled && <State tone="stopped" word="Disabled" />}
          </td>
          <td>
            <Group gap={4}>
              {tenant.TenantTags.map((tag) => (
                <Badge key={tag} variant="default" tt="none" fw={500}>
                  {tag}
                </Badge>
              ))}
            </Group>
          </td>
          <td>
            <Connections tenant={tenant} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

function Connections({ tenant }: { readonly tenant: Tenant }) {
  const projects = useDocuments('projects')
  const environments = useDocuments('environments')
  const connections = Object.entries(tenant.ProjectEnvironments)
  if (connections.length === 0) return <span className="faint">nothing yet</span>
  return connections.map(([projectId, environmentIds]) => (
    <div key={projectId}>
      {nameIn(projects.data, projectId)}{' '}
      <span className="faint">in {environmentIds.map((id) => nameIn(environments.data, id)).join(', ')}</span>
    </div>
  ))
}

const NEW_TENANT = { Name: '', Description: '' }

function NewTenant({ onClose }: { readonly onClose: () => void }) {
  const to = useTo()
  const go = useNavigate()
  const saving = useChange(async (client, given: typeof NEW_TENANT) => {
    const made = await createDocument(client, 'tenants', given)
    void go(to('tenants', made.Id))
  })
  const form = useForm(NEW_TENANT, saving)
  return (
    <FormDialog title="A new tenant" verb="Add" form={form} onClose={onClose}>
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <Textarea label="About" description="Markdown" autosize {...form.text('Description')} />
    </FormDialog>
  )
}
