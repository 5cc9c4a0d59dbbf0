import type { ReactNode } from 'react'
import { useTo } from '../../api/space.tsx'
import { Page } from '../../ui/page.tsx'
import { PartTabs } from '../../ui/part-tabs.tsx'

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
  return (
    <Page title="Settings" about="Who may do what, and how the server is." actions={actions}>
      <PartTabs parts={PARTS} part={part} address={(path) => to('settings', path)}>
        {children}
      </PartTabs>
    </Page>
  )
}
