import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { useTo } from '../../api/space.tsx'
import { Page } from '../../ui/page.tsx'
import { INFRASTRUCTURE } from './parts.ts'

/** The frame around the pages of what deployments run on. */
export function InfrastructureFrame({
  part,
  about,
  actions,
  children,
}: {
  readonly part: (typeof INFRASTRUCTURE)[number]['path']
  readonly about?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  const to = useTo()
  const go = useNavigate()
  const title = INFRASTRUCTURE.find(({ path }) => path === part)!.name
  return (
    <Page title={title} about={about} actions={actions}>
      <Tabs value={part} onChange={(path) => void go(to(path ?? 'targets'))} activateTabWithKeyboard={false}>
        <Tabs.List>
          {INFRASTRUCTURE.map(({ name, path }) => (
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
