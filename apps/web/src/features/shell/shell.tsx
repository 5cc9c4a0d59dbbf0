import { listSpaces } from '@flotilla/api'
import { AppShell, Box, Burger, Group, Image, Kbd, NavLink, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useParams } from 'react-router'
import { useRead } from '../../api/queries.ts'
import { server } from '../../api/session.ts'
import { SpaceProvider, useTo } from '../../api/space.tsx'
import mark from '../../ui/flotilla.svg'
import { Loaded } from '../../ui/page.tsx'
import { AccountMenu } from './account-menu.tsx'
import { CommandPalette } from './command-palette.tsx'
import { ConnectionNotice } from './connection-notice.tsx'
import { SECTIONS } from './sections.ts'
import { SpaceMenu } from './space-menu.tsx'
import { useArrival } from './use-arrival.ts'
import './shell.css'

/** The frame around every page of a space. */
export function Shell() {
  const { space: wanted = '' } = useParams()
  const spaces = useQuery({ queryKey: ['spaces'], queryFn: () => listSpaces(server), staleTime: 60_000 })
  return (
    <Loaded of={spaces}>
      {(all) => {
        const isWanted = (text: string) => text.toLowerCase() === wanted.toLowerCase()
        const space = all.find(({ Id, Slug }) => isWanted(Id) || isWanted(Slug)) ?? all[0]!
        return (
          <SpaceProvider space={space}>
            <Frame />
          </SpaceProvider>
        )
      }}
    </Loaded>
  )
}

function Frame() {
  const [isOpen, { toggle, close }] = useDisclosure()
  const [isSearching, palette] = useDisclosure()
  const { pathname } = useLocation()
  const to = useTo()
  useArrival('content')
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 228, breakpoint: 'md', collapsed: { mobile: !isOpen } }}
      padding="lg"
    >
      <UnstyledButton className="skip-link" onClick={() => document.getElementById('content')?.focus()}>
        Skip to the content
      </UnstyledButton>
      <AppShell.Header>
        <Group h="100%" px="md" gap="md" wrap="nowrap">
          <Box pos="relative" hiddenFrom="md">
            <Burger opened={isOpen} onClick={toggle} size="sm" aria-label="Navigation" />
            {!isOpen && <PendingCount />}
          </Box>
          <Link to={to()} className="brand" aria-label="Flotilla, dashboard">
            <Image src={mark} w={28} h={28} alt="" />
            <Text fw={700} visibleFrom="sm">
              Flotilla
            </Text>
          </Link>
          <SpaceMenu />
          <UnstyledButton className="search-button" onClick={palette.open}>
            <IconSearch size={16} aria-hidden />
            <span className="search-words">Search or jump to …</span>
            <Kbd size="xs">Ctrl K</Kbd>
          </UnstyledButton>
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm">
        <ScrollArea>
          <nav aria-label="Main">
            {SECTIONS.map(({ name, path, icon: Icon, also = [] }) => {
              const address = to(...path)
              const isHere =
                path.length === 0
                  ? pathname.replace(/\/$/, '') === address
                  : [address, ...also.map((each) => to(each))].some((each) => pathname.startsWith(each))
              return (
                <NavLink
                  key={name}
                  component={Link}
                  to={address}
                  onClick={close}
                  active={isHere}
                  aria-current={isHere ? 'page' : undefined}
                  label={name}
                  leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
                  rightSection={name === 'Approvals' ? <PendingCount /> : undefined}
                />
              )
            })}
          </nav>
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <ConnectionNotice />
        <Outlet />
      </AppShell.Main>
      <CommandPalette isOpen={isSearching} onOpen={palette.open} onClose={palette.close} />
    </AppShell>
  )
}

/** How many questions wait for somebody. */
function PendingCount() {
  const pending = useRead(['interruptions', 'pending', 'count'], (client) =>
    client.get<{ TotalResults: number }>('~/interruptions', { pendingOnly: true, take: 1 }),
  )
  const count = pending.data?.TotalResults ?? 0
  return count > 0 ? (
    <span className="count">
      {count}
      <span className="visually-hidden"> waiting</span>
    </span>
  ) : null
}
