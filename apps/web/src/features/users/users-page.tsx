import type { User } from '@flotilla/api'
import { Button, Menu, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconRobot, IconSearch, IconUser } from '@tabler/icons-react'
import { useDeferredValue, useState } from 'react'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { Loaded } from '../../ui/page.tsx'
import { State } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { SettingsFrame } from '../settings/settings-frame.tsx'
import { NEW_PERSON, NEW_SERVICE_ACCOUNT, type UserDraft, UserForm } from './user-form.tsx'

/** Everybody of the server. */
export const useUsers = () => useRead(['users'], (client) => client.all<User>('/api/users'))

/** People and service accounts. */
export function UsersPage() {
  const users = useUsers()
  const [added, setAdded] = useState<UserDraft>()
  return (
    <SettingsFrame
      part="users"
      actions={
        <Menu position="bottom-end">
          <Menu.Target>
            <Button leftSection={<IconPlus size={17} aria-hidden />}>Add a user</Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconUser size={16} aria-hidden />} onClick={() => setAdded(NEW_PERSON)}>
              A person
            </Menu.Item>
            <Menu.Item leftSection={<IconRobot size={16} aria-hidden />} onClick={() => setAdded(NEW_SERVICE_ACCOUNT)}>
              A service account, for programs
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      }
    >
      <Loaded of={users}>{(all) => <Users users={all} />}</Loaded>
      {added && <UserForm user={added} onClose={() => setAdded(undefined)} />}
    </SettingsFrame>
  )
}

function Users({ users }: { readonly users: readonly User[] }) {
  const to = useTo()
  const [words, setWords] = useState('')
  const filter = useDeferredValue(words.trim().toLowerCase())
  const fits = ({ DisplayName, Username, EmailAddress }: User) =>
    [DisplayName, Username, EmailAddress].some((text) => text.toLowerCase().includes(filter))
  return (
    <Stack>
      <TextInput
        aria-label="Filter users"
        placeholder="Filter users"
        maw={320}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={words}
        onChange={({ currentTarget }) => setWords(currentTarget.value)}
      />
      <Table columns={['Name', 'User name', 'E-mail', 'Kind', 'State']}>
        {users.filter(fits).map((user) => (
          <tr key={user.Id}>
            <td>
              <Link to={to('settings', 'users', user.Id)}>{user.DisplayName}</Link>
            </td>
            <td className="mono">{user.Username}</td>
            <td>{user.EmailAddress}</td>
            <td>{user.IsService ? 'service account' : 'person'}</td>
            <td>{user.IsActive ? <State tone="good" word="Enabled" /> : <State tone="stopped" word="Disabled" />}</td>
          </tr>
        ))}
      </Table>
    </Stack>
  )
}
