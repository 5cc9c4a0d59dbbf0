import { loadUser, type User } from '@flotilla/api'
import { Button, Group, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useParams } from 'react-router'
import { useChange, useDeletion, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { State } from '../../ui/state.tsx'
import { ApiKeys } from './api-keys.tsx'
import { OidcTrusts } from './oidc-trusts.tsx'
import { UserForm } from './user-form.tsx'
import { UserRights } from './user-rights.tsx'

/** One user: state, teams, rights, and the keys of programs that act as him. */
export function UserPage() {
  const { id = '' } = useParams()
  const user = useRead(['users', id], (client) => loadUser(client, id))
  return <Loaded of={user}>{(found) => <Details user={found} />}</Loaded>
}

function Details({ user }: { readonly user: User }) {
  const to = useTo()
  const [isOpen, { open, close }] = useDisclosure()
  const { Username, DisplayName, EmailAddress } = user
  const switching = useChange((client, IsActive: boolean) =>
    client.put<User>(`/api/users/${user.Id}`, { Username, DisplayName, EmailAddress, IsActive }),
  )
  const deleting = useDeletion(`/api/users/${user.Id}`)
  const list = to('settings', 'users')
  return (
    <Page
      title={DisplayName}
      crumbs={[
        { name: 'Settings', to: to('settings') },
        { name: 'Users', to: list },
      ]}
      about={
        <Group gap="0 1rem">
          {user.IsService && <span>Service account</span>}
          <span className="mono">{Username}</span>
          {EmailAddress && <span>{EmailAddress}</span>}
          {!user.IsActive && <State tone="stopped" word="Disabled" />}
        </Group>
      }
      actions={
        <>
          <DeleteButton what={Username} deleting={deleting} leadsTo={list}>
            API keys go with it. To keep somebody out for a while, disable the user instead.
          </DeleteButton>
          <Button variant="default" loading={switching.isPending} onClick={() => switching.mutate(!user.IsActive)}>
            {user.IsActive ? 'Disable' : 'Enable'}
          </Button>
          <Button variant="default" onClick={open}>
            Change
          </Button>
        </>
      }
    >
      {switching.error && <Problem error={switching.error} />}
      <UserRights userId={user.Id} />
      <section aria-label="API keys">
        <Title order={2} mb="xs">
          API keys
        </Title>
        <ApiKeys userId={user.Id} />
      </section>
      {user.IsService && (
        <section aria-label="Build servers">
          <Title order={2} mb="xs">
            Build servers
          </Title>
          <OidcTrusts accountId={user.Id} />
        </section>
      )}
      {isOpen && <UserForm user={user} onClose={close} />}
    </Page>
  )
}
