import { Tabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useNavigate } from 'react-router'

/** One part of a page that has several, each with an address of its own, behind tabs. */
export function PartTabs<Path extends string>({
  parts,
  part,
  address,
  children,
}: {
  readonly parts: readonly { readonly path: Path; readonly name: string }[]
  readonly part: Path
  readonly address: (path: Path) => string
  readonly children: ReactNode
}) {
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
