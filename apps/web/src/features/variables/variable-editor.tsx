import { loadVariableSet, type Variable, type VariableSet } from '@flotilla/api'
import { Badge, Button, Group, Stack, TextInput } from '@mantine/core'
import { IconSearch, IconVariable } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Loaded } from '../../ui/page.tsx'
import { otherProblems, Problem } from '../../ui/problem.tsx'
import { RemoveButton } from '../../ui/remove-button.tsx'
import { State } from '../../ui/state.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { Scope } from './scope.tsx'
import { VariableForm } from './variable-form.tsx'
import { VariableValue } from './variable-value.tsx'

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
  readonly since: VariableSet
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
  const edit = (at: number, variable: Variable) => setEdited({ at, variable, from: draft.value, since: stored })
  const addValue = (variable: Variable) => edit(variables.length, variable)
  const filter = words.trim().toLowerCase()
  const shown = variables
    .map((variable, at) => ({ variable, at }))
    .filter(({ variable }) => variable.Name.toLowerCase().includes(filter))
    .toSorted((a, b) => a.variable.Name.localeCompare(b.variable.Name))
  /** Of the values of its name. */
  const isFirst = (index: number) => shown[index - 1]?.variable.Name !== shown[index]?.variable.Name
  return (
    <Stack>
      <Group justify="space-between">
        <Group gap="xs">
          <AddButton variant="default" onClick={() => addValue(NEW_VARIABLE)}>
            Add a value
          </AddButton>
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
      {saving.error && <Problem error={saving.error} shownWithin={variables.map(({ Name }) => pathOf(Name))} />}
      {saving.data?.Warnings && (
        <Notice title="Saved, but look at this">
          {saving.data.Warnings.map((warning) => (
            <div key={warning}>{warning}</div>
          ))}
        </Notice>
      )}
      {variables.length === 0 ? (
        <Empty icon={IconVariable} title="No variables yet">
          A variable can have many values, each for some environments, targets, roles, steps or tenants. Steps read them
          as <code>{'#{Name}'}</code>.
        </Empty>
      ) : (
        <Table label="Variables" columns={['Name', 'Value', 'Where it holds']} doing="Add, change or remove">
          {shown.map(({ variable, at }, index) => (
            <tr key={variable.Id || `new-${at}`}>
              <td className="mono">
                {isFirst(index) ? variable.Name : <span className="visually-hidden">{variable.Name}</span>}
                {isFirst(index) &&
                  otherProblems(saving.error, pathOf(variable.Name), []).map((problem) => (
                    <div key={problem}>
                      <State tone="bad" word={problem} size={15} />
                    </div>
                  ))}
              </td>
              <td>
                <VariableValue of={variable.Value} kind={variable.Type} />
                {variable.Prompt && (
                  <Badge ml="xs" variant="light" tt="none">
                    prompted
                  </Badge>
                )}
                {variable.Description && <div className="faint small">{variable.Description}</div>}
              </td>
              <td>
                <Scope of={variable.Scope} set={stored} />
              </td>
              <Doing>
                {isFirst(index) && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    aria-label={`Add a value of ${variable.Name}`}
                    onClick={() => addValue({ ...NEW_VARIABLE, Name: variable.Name, Prompt: variable.Prompt })}
                  >
                    Add a value
                  </Button>
                )}
                <ChangeButton what={variable.Name} onClick={() => edit(at, variable)} />
                <RemoveButton
                  mt={0}
                  what={variable.Name}
                  onClick={() => draft.change({ Variables: variables.toSpliced(at, 1) })}
                />
              </Doing>
            </tr>
          ))}
        </Table>
      )}
      {edited && (
        <VariableForm
          variable={edited.variable}
          set={stored}
          error={saving.error}
          names={[...new Set(variables.map(({ Name }) => Name))]}
          onClose={() => setEdited(undefined)}
          onDone={(next) => {
            const { at, from, since } = edited
            draft.change({ ...from, Variables: from.Variables.toSpliced(at, 1, next) }, since)
            setEdited(undefined)
          }}
        />
      )}
    </Stack>
  )
}

/** What the server calls the values of a name. */
const pathOf = (name: string): string => `Variables[${name}]`
