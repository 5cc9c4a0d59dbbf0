import { listSpaces } from '@flotilla/api'
import { Button, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { server } from '../../api/session.ts'
import { useSpace } from '../../api/space.tsx'

/** The space that is shown, and the others. */
export function SpaceMenu() {
  const here = useSpace()
  const go = useNavigate()
  const spaces = useQuery({ queryKey: ['spaces'], queryFn: () => listSpaces(server), staleTime: 60_000 })
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          rightSection={<IconChevronDown size={15} aria-hidden />}
        >
          {here.Name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Spaces</Menu.Label>
        {(spaces.data ?? []).map(({ Id, Name }) => (
          <Menu.Item
            key={Id}
            onClick={() => void go(`/${Id}`)}
            rightSection={Id === here.Id ? <IconCheck size={15} aria-label="shown" /> : undefined}
          >
            {Name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
