import { listSpaces, type Schema } from '@flotilla/api'
import { Accordion, Badge, Group, Title } from '@mantine/core'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Loaded } from '../../ui/page.tsx'

type Permissions = Schema<'UserPermissions'>
type Vocabulary = Readonly<Record<string, { readonly Description: string } | undefined>>

/** The teams of a user, and what they let him do. */
export function UserRights({ userId }: { readonly userId: string }) {
  const to = useTo()
  const teams = useRead(['users', userId, 'teams'], (client) =>
    client.get<readonly Schema<'UserTeam'>[]>(`/api/users/${userId}/teams`, { includeSystem: true }),
  )
  const spaces = useRead(['spaces'], listSpaces)
  const nameOf = (id: string) => nameIn(spaces.data, id)
  const rights = useRead(['users', userId, 'permissions'], (client) =>
    client.get<Permissions>(`/api/users/${userId}/permissions`, { includeSystem: true }),
  )
  return (
    <section aria-label="Teams and rights">
      <Title order={2} mb="xs">
        Teams
      </Title>
      <Loaded of={teams} rows={1}>
        {(all) =>
          all.length === 0 ? (
            <p className="faint">In no team yet. Rights come with teams.</p>
          ) : (
            <Group gap={6} mb="md">
              {all.map(({ Id, Name, SpaceId }) => (
                <Badge
                  key={Id}
                  component={Link}
                  to={to('settings', 'teams', Id)}
                  variant="default"
                  tt="none"
                  fw={500}
                  size="lg"
                  style={{ cursor: 'pointer' }}
                >
                  {Name}
                  {SpaceId && <span className="faint"> of {nameOf(SpaceId)}</span>}
                </Badge>
              ))}
            </Group>
          )
        }
      </Loaded>
      <Loaded of={rights} rows={1}>
        {(found) => <Rights rights={found} />}
      </Loaded>
    </section>
  )
}

function Rights({ rights }: { readonly rights: Permissions }) {
  const words = useRead(['permissions'], (client) => client.get<Vocabulary>('/api/permissions/all'))
  const nameOf = (name: string) => words.data?.[name]?.Description ?? name
  const inSpaces = Object.entries(rights.SpacePermissions).filter(([, places]) => places.length > 0)
  const parts = [
    {
      name: 'In spaces',
      list: inSpaces.map(([name, places]) => `${nameOf(name)}${places.every(isRestricted) ? ' (not everywhere)' : ''}`),
    },
    { name: 'Over the server', list: rights.SystemPermissions.map(nameOf) },
  ]
  return (
    <Accordion variant="contained" chevronPosition="left">
      {parts.map(({ name, list }) => (
        <Accordion.Item key={name} value={name}>
          <Accordion.Control>
            {name} <span className="faint">{list.length === 0 ? 'nothing' : `${list.length} rights`}</span>
          </Accordion.Control>
          <Accordion.Panel>
            <ul className="columns">
              {list.toSorted().map((right) => (
                <li key={right}>{right}</li>
              ))}
            </ul>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  )
}

/** Whether a right holds only for some projects, environments or tenants. */
const isRestricted = (place: Permissions['SpacePermissions'][string][number]): boolean =>
  [
    place.RestrictedToEnvironmentIds,
    place.RestrictedToProjectGroupIds,
    place.RestrictedToProjectIds,
    place.RestrictedToTenantIds,
  ].some((ids) => ids.length > 0)
