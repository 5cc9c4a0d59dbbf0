import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Page } from '../../ui/page.tsx'

const PARTS = [
  { path: 'variable-sets', name: 'Variable sets' },
  { path: 'script-modules', name: 'Script modules' },
  { path: 'packages', name: 'Packages' },
  { path: 'feeds', name: 'Feeds' },
] as const

/** The frame around what projects share. */
export function LibraryFrame({
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
    <Page title="Library" about="What projects share." actions={actions}>
      <Tabs value={part} onChange={(path) => void go(to('library', path ?? ''))} activateTabWithKeyboard={false}>
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
