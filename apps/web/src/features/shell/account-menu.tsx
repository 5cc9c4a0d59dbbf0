import type { Schema } from '@flotilla/api'
import { ActionIcon, Avatar, Menu, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconApi, IconKey, IconLogout, IconMoon, IconSettings, IconSun, IconUserCircle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { server, serverUrl } from '../../api/session.ts'
import { useTo } from '../../api/space.tsx'
import { useCaller } from '../sign-in/signed-in.tsx'

/** Light or dark, and who has signed in. */
export function AccountMenu() {
  const caller = useCaller()
  const queries = useQueryClient()
  const to = useTo()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const signOut = useMutation({
    mutationFn: () => server.post('/api/users/logout', {}),
    onSuccess: () => {
      queries.clear()
      window.location.reload()
    },
  })
  const mayAdminister = useMayAdminister()
  const name = caller.data?.DisplayName ?? ''
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={scheme === 'dark' ? 'Light colours' : 'Dark colours'}
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
      >
        {scheme === 'dark' ? <IconSun size={19} /> : <IconMoon size={19} />}
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <UnstyledButton>
            <Avatar name={name} size={34} color="sea" />
            <span className="visually-hidden"> Account of {name}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{name}</Menu.Label>
          <Menu.Item component={Link} to={to('profile')} leftSection={<IconUserCircle size={16} aria-hidden />}>
            Your profile
          </Menu.Item>
          <Menu.Item component={Link} to={to('api-keys')} leftSection={<IconKey size={16} aria-hidden />}>
            API keys
          </Menu.Item>
          {mayAdminister && (
            <Menu.Item component={Link} to={to('settings')} leftSection={<IconSettings size={16} aria-hidden />}>
              Settings
            </Menu.Item>
          )}
          <Menu.Item component="a" href={`${serverUrl}/api/docs`} leftSection={<IconApi size={16} aria-hidden />}>
            The HTTP API
          </Menu.Item>
          <Menu.Item onClick={() => signOut.mutate()} leftSection={<IconLogout size={16} aria-hidden />}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

/** Whether the server shows the users or the teams to whoever has signed in. */
function useMayAdminister(): boolean {
  const rights = useRead(['users', 'me', 'permissions'], (client) =>
    client.get<Schema<'UserPermissions'>>('/api/users/me/permissions', { includeSystem: true }),
  )
  const { SystemPermissions = [], SpacePermissions = {} } = rights.data ?? {}
  return SystemPermissions.includes('UserView') || (SpacePermissions.TeamView ?? []).length > 0
}
