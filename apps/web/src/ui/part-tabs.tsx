import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { Page } from './page.tsx'

interface Parts<Path extends string> {
  readonly parts: readonly { readonly path: Path; readonly name: string }[]
  readonly part: Path
  readonly address: (path: Path) => string
}

/** One part of a page that has several, each with an address of its own, behind tabs. */
export function PartTabs<Path extends string>({
  parts,
  part,
  address,
  children,
}: Parts<Path> & { readonly children: ReactNode }) {
  const go = useNavigate()
  return (
    <Tabs value={part} onChange={(path) => void go(address(path as Path))} activateTabWithKeyboard={false}>
      <Tabs.List>
        {parts.map(({ path, name }) => (
          <Tabs.Tab key={path} value={path}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={part} pt="lg">
        {children}
      </Tabs.Panel>
    </Tabs>
  )
}

/** What is shown of one part within the page of all. */
export interface PartContent {
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page that has several parts. */
export function PartPage<Path extends string>({
  title,
  about,
  actions,
  children,
  ...parts
}: Parts<Path> & PartContent & { readonly title: string; readonly about?: ReactNode }) {
  return (
    <Page title={title} about={about} actions={actions}>
      <PartTabs {...parts}>{children}</PartTabs>
    </Page>
  )
}
