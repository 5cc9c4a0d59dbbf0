import type { ReactNode } from 'react'
import { useTo } from '../../api/space.tsx'
import { Page } from '../../ui/page.tsx'
import { PartTabs } from '../../ui/part-tabs.tsx'
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
  const title = INFRASTRUCTURE.find(({ path }) => path === part)!.name
  return (
    <Page title={title} about={about} actions={actions}>
      <PartTabs parts={INFRASTRUCTURE} part={part} address={(path) => to(path)}>
        {children}
      </PartTabs>
    </Page>
  )
}
