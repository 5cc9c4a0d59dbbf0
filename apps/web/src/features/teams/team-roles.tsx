import type { Schema } from '@flotilla/api'
import { Badge, Group, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useDeletion, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Loaded } from '../../ui/page.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { RoleForm } from './role-form.tsx'
import { RESTRICTIONS, type Role, usePlaces } from './role-places.ts'

type Team = Schema<'Team'>
/** The roles of a team, each with where it holds. */
export function TeamRoles({ team }: { readonly team: Team }) {
  const places = usePlaces()
  const [isOpen, { open, close }] = useDisclosure()
  const roles = useRead(['teams', team.Id, 'roles'], (client) =>
    client.all<Role>(`/api/teams/${team.Id}/scopeduserroles`),
  )
  return (
    <section aria-label="Roles">
      <Group justify="space-between" mb="xs">
        <Title order={2}>Roles</Title>
        {team.CanChangeRoles && (
          <AddButton variant="default" onClick={open}>
            Give a role
          </AddButton>
        )}
      </Group>
      <Loaded of={roles} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <p className="faint">No roles yet: members get no rights by this team.</p>
          ) : (
            <Table label="Roles" columns={['Role', 'Space', 'Only for']} doing="Take away">
              {all.map((role) => (
                <tr key={role.Id}>
                  <td>{nameIn(places.roles, role.UserRoleId)}</td>
                  <td>{role.SpaceId ? nameIn(places.spaces, role.SpaceId) : 'every space, and the server'}</td>
                  <td>
                    <Restrictions
                      names={RESTRICTIONS.flatMap(({ field }) => role[field].map((id) => nameIn(places[field], id)))}
                    />
                  </td>
                  <Doing>
                    {team.CanChangeRoles && <Removal role={role} name={nameIn(places.roles, role.UserRoleId)} />}
                  </Doing>
                </tr>
              ))}
            </Table>
          )
        }
      </Loaded>
      {isOpen && <RoleForm team={team} onClose={close} />}
    </section>
  )
}

function Restrictions({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <span className="faint">everything</span>
  return (
    <Group gap={4}>
      {names.map((name) => (
        <Badge key={name} variant="default" tt="none" fw={500}>
          {name}
        </Badge>
      ))}
    </Group>
  )
}

function Removal({ role, name }: { readonly role: Role; readonly name: string }) {
  const removing = useDeletion(`/api/scopeduserroles/${role.Id}`)
  return (
    <DeleteButton size="compact-sm" verb="Take away" what={name} deleting={removing}>
      The members of the team lose what this role lets them do.
    </DeleteButton>
  )
}
