import type { LibraryVariableSet } from '@flotilla/api'
import { useDisclosure } from '@mantine/hooks'
import { IconFileCode, IconVariable } from '@tabler/icons-react'
import { Link, useNavigate } from 'react-router'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { AddButton } from '../../ui/add-button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Prose } from '../../ui/prose.tsx'
import { Table } from '../../ui/table.tsx'
import { LibraryFrame } from './library-frame.tsx'
import { NEW_SET, SetForm } from './set-form.tsx'

/** The two kinds of sets that the library has. */
const KINDS = {
  Variables: {
    path: 'variable-sets',
    name: 'Variable sets',
    add: 'Add a variable set',
    icon: IconVariable,
    none: 'No variable sets yet',
    about: 'Variables that many projects use, changed in one place. A project takes a set in with its settings.',
  },
  ScriptModule: {
    path: 'script-modules',
    name: 'Script modules',
    add: 'Add a script module',
    icon: IconFileCode,
    none: 'No script modules yet',
    about: 'Functions that the scripts of many projects use. A project takes a module in with its settings.',
  },
} as const

export const VariableSetsPage = () => <Sets kind="Variables" />
export const ScriptModulesPage = () => <Sets kind="ScriptModule" />

function Sets({ kind }: { readonly kind: keyof typeof KINDS }) {
  const to = useTo()
  const go = useNavigate()
  const [isOpen, { open, close }] = useDisclosure()
  const { path, name, add, icon, none, about } = KINDS[kind]
  const sets = useRead(['library-variable-sets', 'of', kind], (client) =>
    client.all<LibraryVariableSet>('~/libraryvariablesets', { contentType: kind }),
  )
  const adding = useChange(async (client, given: object) => {
    const made = await client.post<LibraryVariableSet>('~/libraryvariablesets', { ...given, ContentType: kind })
    void go(to('library', path, made.Id))
  })
  return (
    <LibraryFrame part={path} actions={<AddButton onClick={open}>{add}</AddButton>}>
      <Loaded of={sets}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={icon} title={none}>
              {about}
            </Empty>
          ) : (
            <Table label={name} columns={['Name', 'About']}>
              {all.map((set) => (
                <tr key={set.Id}>
                  <td>
                    <Link to={to('library', path, set.Id)}>{set.Name}</Link>
                  </td>
                  <td className="faint">
                    <Prose text={set.Description} />
                  </td>
                </tr>
              ))}
            </Table>
          )
        }
      </Loaded>
      {isOpen && <SetForm title={add} set={NEW_SET} saving={adding} onClose={close} />}
    </LibraryFrame>
  )
}
