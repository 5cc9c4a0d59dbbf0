import type { User } from '@flotilla/api'
import { Button, Menu } from '@mantine/core'
import { IconPlus, IconRobot, IconUser } from '@tabler/icons-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { usePage } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { ListFilter } from '../../ui/list-filter.tsx'
import { Paged } from '../../ui/paged.tsx'
import { State } from '../../ui/state.tsx'
import { Table } from '../../ui/table.tsx'
import { useListAddress } from '../../ui/use-list-address.ts'
import { SettingsFrame } from '../settings/settings-frame.tsx'
import { NEW_PERSON, NEW_SERVICE_ACCOUNT, type UserDraft, UserForm } from './user-form.tsx'

const PAGE = 50

/** People and service accounts. */
export function UsersPage() {
  const list = useListAddress()
  const filter = list.chosen('name') ?? undefined
  const users = usePage<User>('/api/users', { filter }, { page: list.page, size: PAGE })
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
      <Paged
        of={users}
        list={list}
        size={PAGE}
        filters={<ListFilter list={list} label="Filter users" placeholder="Name or e-mail" />}
        isNarrowed={filter !== undefined}
        none="Nobody is called that."
      >
        {(all) => <Users users={all} />}
      </Paged>
      {added && <UserForm user={added} onClose={() => setAdded(undefined)} />}
    </SettingsFrame>
  )
}

function Users({ users }: { readonly users: readonly User[] }) {
  const to = useTo()
  return (
    <Table label="Users" columns={['Name', 'User name', 'E-mail', 'Kind', 'State']}>
      {users.map((user) => (
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
  )
}
