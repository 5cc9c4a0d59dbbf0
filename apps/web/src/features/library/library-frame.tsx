import type { ReactNode } from 'react'
import { useTo } from '../../api/space.tsx'
import { Page } from '../../ui/page.tsx'
import { PartTabs } from '../../ui/part-tabs.tsx'

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
  return (
    <Page title="Library" about="What projects share." actions={actions}>
      <PartTabs parts={PARTS} part={part} address={(path) => to('library', path)}>
        {children}
      </PartTabs>
    </Page>
  )
}
