import type { Variable, VariableSet } from '@flotilla/api'
import {
  Autocomplete,
  Button,
  Checkbox,
  Group,
  Modal,
  MultiSelect,
  PasswordInput,
  Select,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core'
import { type FormEvent, useState } from 'react'

/** Kinds of scope, and the list of what they can be. */
const KINDS = [
  { kind: 'Environment', list: 'Environments', label: 'Environments' },
  { kind: 'Machine', list: 'Machines', label: 'Targets' },
  { kind: 'Role', list: 'Roles', label: 'Roles' },
  { kind: 'Action', list: 'Actions', label: 'Steps' },
  { kind: 'Channel', list: 'Channels', label: 'Channels' },
  { kind: 'TenantTag', list: 'TenantTags', label: 'Tenant tags' },
] as const

/** One value of a variable. `onDone` with nothing: it is removed. */
export function VariableForm({
  variable,
  set,
  names,
  onClose,
  onDone,
}: {
  readonly variable: Variable
  readonly set: VariableSet
  readonly names: readonly string[]
  readonly onClose: () => void
  readonly onDone: (variable: Variable | undefined) => void
}) {
  const [given, setGiven] = useState(variable)
  const change = (part: Partial<Variable>) => setGiven({ ...given, ...part })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onDone(given)
  }
  const { Prompt: prompt } = given
  return (
    <Modal opened onClose={onClose} title={variable.Name === '' ? 'A new value' : variable.Name} size="lg">
      <Stack component="form" onSubmit={submit}>
        <Autocomplete
          label="Name"
          required
          data={[...names]}
          value={given.Name}
          onChange={(Name) => change({ Name })}
          data-autofocus
        />
        {given.IsSensitive ? (
          <PasswordInput
            label="Value"
            description={variable.IsSensitive ? 'Left empty, the stored one stays' : undefined}
            value={given.Value ?? ''}
            onChange={({ currentTarget }) => change({ Value: currentTarget.value === '' ? null : currentTarget.value })}
          />
        ) : (
          <Textarea
            label="Value"
            autosize
            value={given.Value ?? ''}
            onChange={({ currentTarget }) => change({ Value: currentTarget.value })}
          />
        )}
        <Checkbox
          label="Sensitive: stored sealed, hidden in logs, never shown again"
          checked={given.IsSensitive}
          disabled={variable.IsSensitive}
          onChange={({ currentTarget: { checked } }) =>
            change({ IsSensitive: checked, Type: checked ? 'Sensitive' : 'String' })
          }
        />
        <Group grow align="flex-start" gap="sm">
          {KINDS.slice(0, 2).map((each) => (
            <ScopeField key={each.kind} {...each} given={given} set={set} onChange={change} />
          ))}
        </Group>
        <Group grow align="flex-start" gap="sm">
          {KINDS.slice(2, 4).map((each) => (
            <ScopeField key={each.kind} {...each} given={given} set={set} onChange={change} />
          ))}
        </Group>
        <Group grow align="flex-start" gap="sm">
          {KINDS.slice(4).map((each) => (
            <ScopeField key={each.kind} {...each} given={given} set={set} onChange={change} />
          ))}
        </Group>
        <Checkbox
          label="Ask for it at each deployment; the value is the default"
          checked={prompt !== null}
          onChange={({ currentTarget: { checked } }) =>
            change({
              Prompt: checked ? { Label: '', Description: '', Required: false, DisplaySettings: {} } : null,
            })
          }
        />
        {prompt && (
          <>
            <Group grow align="flex-start" gap="sm">
              <TextInput
                label="Label"
                value={prompt.Label}
                onChange={({ currentTarget }) => change({ Prompt: { ...prompt, Label: currentTarget.value } })}
              />
              <Select
                label="Field"
                data={[
                  { value: 'SingleLineText', label: 'a line of text' },
                  { value: 'MultiLineText', label: 'text' },
                  { value: 'Checkbox', label: 'a checkbox' },
                  { value: 'Select', label: 'a choice' },
                ]}
                value={prompt.DisplaySettings['Octopus.ControlType'] ?? 'SingleLineText'}
                allowDeselect={false}
                onChange={(type) =>
                  change({
                    Prompt: {
                      ...prompt,
                      DisplaySettings: { ...prompt.DisplaySettings, 'Octopus.ControlType': type ?? 'SingleLineText' },
                    },
                  })
                }
              />
            </Group>
            {prompt.DisplaySettings['Octopus.ControlType'] === 'Select' && (
              <Textarea
                label="Choices"
                description="A line each: value|what people read"
                autosize
                minRows={2}
                value={prompt.DisplaySettings['Octopus.SelectOptions'] ?? ''}
                onChange={({ currentTarget }) =>
                  change({
                    Prompt: {
                      ...prompt,
                      DisplaySettings: { ...prompt.DisplaySettings, 'Octopus.SelectOptions': currentTarget.value },
                    },
                  })
                }
              />
            )}
            <TextInput
              label="Explanation"
              value={prompt.Description}
              onChange={({ currentTarget }) => change({ Prompt: { ...prompt, Description: currentTarget.value } })}
            />
            <Checkbox
              label="An answer is required"
              checked={prompt.Required}
              onChange={({ currentTarget }) => change({ Prompt: { ...prompt, Required: currentTarget.checked } })}
            />
          </>
        )}
        <Group justify="space-between">
          <Button variant="subtle" color="red" onClick={() => onDone(undefined)}>
            Remove
          </Button>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit">Done</Button>
          </Group>
        </Group>
      </Stack>
    </Modal>
  )
}

function ScopeField({
  kind,
  list,
  label,
  given,
  set,
  onChange,
}: {
  readonly kind: string
  readonly list: string
  readonly label: string
  readonly given: Variable
  readonly set: VariableSet
  readonly onChange: (part: Partial<Variable>) => void
}) {
  return (
    <MultiSelect
      label={label}
      placeholder={(given.Scope[kind] ?? []).length === 0 ? 'any' : undefined}
      data={(set.ScopeValues[list] ?? []).map(({ Id, Name }) => ({ value: Id, label: Name }))}
      value={[...(given.Scope[kind] ?? [])]}
      onChange={(ids) => {
        const { [kind]: _, ...others } = given.Scope
        onChange({ Scope: ids.length === 0 ? others : { ...others, [kind]: ids } })
      }}
      limit={100}
      searchable
      clearable
    />
  )
}
