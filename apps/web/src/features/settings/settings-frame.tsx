import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Page } from '../../ui/page.tsx'

const PARTS = [
  { path: 'users', name: 'Users' },
  { path: 'teams', name: 'Teams' },
  { path: 'roles', name: 'Roles' },
  { path: 'server', name: 'Server' },
] as const

/** The frame around what administrators set up. */
export function SettingsFrame({
  part,
  actions,
  children,
}: {
  readonly part: (typeof PARTS)[number]['path']
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  const to = useTo()
  const go = useNavigate()
  return (
    <Page title="Settings" about="Who may do what, and how the server is." actions={actions}>
      <Tabs value={part} onChange={(path) => void go(to('settings', path ?? ''))} activateTabWithKeyboard={false}>
        <Tabs.List>
          {PARTS.map(({ path, name }) => (
            <Tabs.Tab key={path} value={path}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={part} pt="lg">
          {children}
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
