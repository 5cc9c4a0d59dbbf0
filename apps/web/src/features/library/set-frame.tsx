import type { LibraryVariableSet } from '@flotilla/api'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useDeletion, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Page } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { useSavedSet } from './load-set.ts'
import { SetForm } from './set-form.tsx'

interface Usages {
  readonly Projects: readonly { readonly ProjectName: string; readonly ProjectSlug: string }[]
}

/** The frame around one set: its name, who uses it. */
export function SetFrame({
  set,
  part,
  children,
}: {
  readonly set: LibraryVariableSet
  readonly part: { readonly path: string; readonly name: string }
  readonly children: ReactNode
}) {
  const to = useTo()
  const [isOpen, { open, close }] = useDisclosure()
  const saving = useSavedSet(set)
  const deleting = useDeletion(`~/libraryvariablesets/${set.Id}`)
  const usages = useRead(['library-variable-sets', set.Id, 'usages'], (client) =>
    client.get<Usages>(`~/libraryvariablesets/${set.Id}/usages`),
  )
  const users = usages.data?.Projects ?? []
  const list = to('library', part.path)
  return (
    <Page
      title={set.Name}
      crumbs={[
        { name: 'Library', to: to('library') },
        { name: part.name, to: list },
      ]}
      about={
        <>
          <Prose text={set.Description} />
          {users.length === 0
            ? usages.data && 'No project uses it yet.'
            : users.map(({ ProjectName, ProjectSlug }, at) => (
                <span key={ProjectSlug}>
                  {at === 0 ? 'Used by ' : ', '}
                  <Link to={to('projects', ProjectSlug)}>{ProjectName}</Link>
                </span>
              ))}
        </>
      }
      actions={
        <>
          <DeleteButton what={set.Name} deleting={deleting} leadsTo={list} />
          <Button variant="default" onClick={open}>
            Change
          </Button>
        </>
      }
    >
      {children}
      {isOpen && <SetForm title={set.Name} set={set} saving={saving} onClose={close} />}
    </Page>
  )
}
