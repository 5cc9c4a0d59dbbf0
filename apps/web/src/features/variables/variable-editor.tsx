import { loadVariableSet, type Variable, type VariableSet } from '@flotilla/api'
import { Badge, Button, Group, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconSearch, IconVariable } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Empty } from '../../ui/empty.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { VariableForm } from './variable-form.tsx'

/** The variables of a set, to be looked at and changed. */
export function VariableEditor({ setId }: { readonly setId: string }) {
  const set = useRead(['variables', setId], (client) => loadVariableSet(client, setId))
  return <Loaded of={set}>{(found) => <Editor stored={found} readAgain={set.refetch} />}</Loaded>
}

/** A value that is being changed, and the set as it was when that began: what others did meanwhile shows when it is saved. */
interface Edited {
  readonly at: number
  readonly variable: Variable
  readonly from: VariableSet
}

export const NEW_VARIABLE: Variable = {
  Id: '',
  Name: '',
  Value: '',
  Description: '',
  Type: 'String',
  IsSensitive: false,
  IsEditable: true,
  Prompt: null,
  Scope: {},
}

function Editor({ stored, readAgain }: { readonly stored: VariableSet; readonly readAgain: () => Promise<unknown> }) {
  const [edited, setEdited] = useState<Edited>()
  const [words, setWords] = useState('')
  // The version of the draft tells the server whether somebody was faster.
  const saving = useChange((client, set: VariableSet) => client.put<VariableSet>(`~/variables/${set.Id}`, set))
  const draft = useDraft(stored, readAgain, saving)
  const variables = draft.value.Variables
  const filter = words.trim().toLowerCase()
  const shown = variables
    .map((variable, at) => ({ variable, at }))
    .filter(({ variable }) => variable.Name.toLowerCase().includes(filter))
    .toSorted((a, b) => a.variable.Name.localeCompare(b.variable.Name))
  return (
    <Stack>
      <Group justify="space-between">
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconPlus size={17} aria-hidden />}
            onClick={() => setEdited({ at: variables.length, variable: NEW_VARIABLE, from: draft.value })}
          >
            Add a value
          </Button>
          <TextInput
            aria-label="Filter by name"
            placeholder="Filter by name"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={words}
            onChange={({ currentTarget }) => setWords(currentTarget.value)}
          />
        </Group>
        <DraftButtons draft={draft} />
      </Group>
      {saving.error && <Problem error={saving.error} />}
      {variables.length === 0 ? (
        <Empty icon={IconVariable} title="No variables yet">
          A variable can have many values, each for some environments, targets, roles, steps or tenants. Steps read them
          as <code>{'#{Name}'}</code>.
        </Empty>
      ) : (
        <Table label="Variables" columns={['Name', 'Value', 'Where it holds']} doing="Change">
          {shown.map(({ variable, at }, index) => (
            <tr key={variable.Id || `new-${at}`}>
              <td className="mono">
                {shown[index - 1]?.variable.Name === variable.Name ? (
                  <span className="visually-hidden">{variable.Name}</span>
                ) : (
                  variable.Name
                )}
              </td>
              <td>
                {variable.IsSensitive ? (
                  <span className="faint">••••••• (hidden)</span>
                ) : (
                  <span className="mono">{variable.Value}</span>
                )}
                {variable.Prompt && (
                  <Badge ml="xs" variant="light" tt="none">
                    prompted
                  </Badge>
                )}
              </td>
              <td>
                <Scope variable={variable} set={stored} />
              </td>
              <Doing>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  onClick={() => setEdited({ at, variable, from: draft.value })}
                >
                  Change
                </Button>
              </Doing>
            </tr>
          ))}
        </Table>
      )}
      {edited && (
        <VariableForm
          variable={edited.variable}
          set={stored}
          names={[...new Set(variables.map(({ Name }) => Name))]}
          onClose={() => setEdited(undefined)}
          onDone={(next) => {
            const { at, from } = edited
            const Variables = next
              ? [...from.Variables.slice(0, at), next, ...from.Variables.slice(at + 1)]
              : from.Variables.filter((_, index) => index !== at)
            draft.change({ ...from, Variables })
            setEdited(undefined)
          }}
        />
      )}
    </Stack>
  )
}

/** Where a value holds, in names. */
function Scope({ variable, set }: { readonly variable: Variable; readonly set: VariableSet }) {
  const parts = Object.entries(variable.Scope).filter(([, ids]) => ids.length > 0)
  if (parts.length === 0) return <span className="faint">everywhere</span>
  const all = Object.values(set.ScopeValues).flat()
  return (
    <Group gap={4}>
      {parts.flatMap(([kind, ids]) =>
        ids.map((id) => (
          <Badge key={`${kind} ${id}`} variant="default" tt="none" fw={500} title={kind}>
            {nameIn(all, id)}
          </Badge>
        )),
      )}
    </Group>
  )
}
