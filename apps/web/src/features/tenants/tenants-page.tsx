import { createDocument, listDocuments, type Tenant } from '@flotilla/api'
import { Badge, Button, Group, Textarea, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconSearch, IconTags, IconUsersGroup } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Empty } from '../../ui/empty.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { State } from '../../ui/state.tsx'
import { useEnvironments } from '../environments/environments-field.tsx'

/** Whom releases are deployed for, and where each takes part. */
export function TenantsPage() {
  const to = useTo()
  const [words, setWords] = useState('')
  const filter = useDeferredValue(words.trim().toLowerCase())
  const [isOpen, { open, close }] = useDisclosure()
  const tenants = useRead(['tenants'], (client) => listDocuments(client, 'tenants'))
  const fits = ({ Name, TenantTags }: Tenant) =>
    [Name, ...TenantTags].some((text) => text.toLowerCase().includes(filter))
  return (
    <Page
      title="Tenants"
      about="Customers, regions or sites that get deployments of their own."
      actions={
        <>
          <TextInput
            aria-label="Filter by name or tag"
            placeholder="Name or tag"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
          />
          <Button
            component={Link}
            to={to('tenants', 'tag-sets')}
            variant="default"
            leftSection={<IconTags size={17} aria-hidden />}
          >
            Tag sets
          </Button>
          <Button onClick={open} leftSection={<IconPlus size={17} aria-hidden />}>
            Add a tenant
          </Button>
        </>
      }
    >
      <Loaded of={tenants}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconUsersGroup} title="No tenants">
              A tenant gets its own deployments with its own values, and may run another release than the others.
            </Empty>
          ) : (
            <Tenants tenants={all.filter(fits)} />
          )
        }
      </Loaded>
      {isOpen && <NewTenant onClose={close} />}
    </Page>
  )
}

function Tenants({ tenants }: { readonly tenants: readonly Tenant[] }) {
  const to = useTo()
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Tags</th>
            <th scope="col">Takes part in</th>
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
    </div>
  )
}

function Connections({ tenant }: { readonly tenant: Tenant }) {
  const projects = useRead(['projects'], (client) => listDocuments(client, 'projects'))
  const environments = useEnvironments()
  const nameIn = (all: readonly { readonly Id: string; readonly Name: string }[] | undefined, id: string) =>
    all?.find(({ Id }) => Id === id)?.Name ?? id
  const connections = Object.entries(tenant.ProjectEnvironments)
  if (connections.length === 0) return <span className="faint">nothing yet</span>
  return connections.map(([projectId, environmentIds]) => (
    <div key={projectId}>
      {nameIn(projects.data, projectId)}{' '}
      <span className="faint">in {environmentIds.map((id) => nameIn(environments.data, id)).join(', ')}</span>
    </div>
  ))
}

function NewTenant({ onClose }: { readonly onClose: () => void }) {
  const to = useTo()
  const go = useNavigate()
  const [draft, setDraft] = useState({ Name: '', Description: '' })
  const saving = useChange(async (client, given: typeof draft) => {
    const made = await createDocument(client, 'tenants', given)
    void go(to('tenants', made.Id))
  })
  return (
    <FormDialog title="A new tenant" verb="Add" value={draft} saving={saving} onClose={onClose}>
      <TextInput
        label="Name"
        required
        value={draft.Name}
        error={fieldProblem(saving.error, 'Name')}
        onChange={({ currentTarget }) => setDraft({ ...draft, Name: currentTarget.value })}
        data-autofocus
      />
      <Textarea
        label="About"
        description="Markdown"
        autosize
        value={draft.Description}
        onChange={({ currentTarget }) => setDraft({ ...draft, Description: currentTarget.value })}
      />
    </FormDialog>
  )
}
