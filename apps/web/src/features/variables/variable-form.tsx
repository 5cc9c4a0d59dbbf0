import type { Variable, VariableSet } from '@flotilla/api'
import { Autocomplete, PasswordInput, Select, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { ChooseMany } from '../../ui/choose.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { SECRET_STAYS } from '../../ui/stored-secret.tsx'
import { useForm } from '../../ui/use-form.ts'
import { isPointing, POINTED_KINDS, PointedField } from './pointed.tsx'
import { displayOf, PromptFields } from './prompt-fields.tsx'
import { MOST_SHOWN, SCOPE_KINDS } from './scope-kinds.ts'

const KINDS: readonly { readonly value: Variable['Type']; readonly label: string }[] = [
  { value: 'String', label: 'text' },
  { value: 'Sensitive', label: 'a secret: stored sealed, hidden in logs, never shown again' },
  ...POINTED_KINDS,
]

/** One value of a variable. It becomes part of the set's draft; `error` is why the server did not take that. */
export function VariableForm({
  variable,
  set,
  names,
  error,
  onClose,
  onDone,
}: {
  readonly variable: Variable
  readonly set: VariableSet
  readonly names: readonly string[]
  readonly error: Error | null
  readonly onClose: () => void
  readonly onDone: (variable: Variable) => void
}) {
  const saving = { error, isPending: false, mutateAsync: async (given: Variable) => onDone(given) }
  const form = useForm(variable, saving, `Variables[${variable.Name}].`)
  const { draft, change } = form
  const value = form.text('Value')
  return (
    <FormDialog
      title={variable.Name === '' ? 'A new value' : variable.Name}
      verb="Done"
      // What else stands against the set is said beside it.
      form={{ ...form, saving: { ...saving, error: null } }}
      onClose={onClose}
    >
      <Autocomplete
        label="Name"
        required
        data={[...names]}
        {...form.field('Name')}
        {...(variable.Name === '' ? { 'data-autofocus': true } : {})}
      />
      <Select
        label="Kind"
        data={kindsFor(variable.Type)}
        disabled={variable.IsSensitive && variable.Id !== ''}
        {...form.option('Type')}
        onChange={(kind) => kind !== null && change(ofKind(draft, kind as Variable['Type']))}
      />
      {isPointing(draft.Type) ? (
        <PointedField label="Value" whenNone="Choose one" {...form.field('Value')} kind={draft.Type} />
      ) : draft.IsSensitive ? (
        <PasswordInput
          label="Value"
          description={variable.IsSensitive && variable.Id ? SECRET_STAYS : undefined}
          autoComplete="new-password"
          {...value}
          onChange={({ currentTarget }) => change({ Value: currentTarget.value || null })}
          data-autofocus
        />
      ) : (
        <Textarea label="Value" autosize {...value} {...(variable.Name === '' ? {} : { 'data-autofocus': true })} />
      )}
      <TextInput label="About" {...form.text('Description')} />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {SCOPE_KINDS.map(({ kind, list, many }) => {
          const { [kind]: chosen = [], ...others } = draft.Scope
          const from = set.ScopeValues[list] ?? []
          if (from.length === 0 && chosen.length === 0) return null
          return (
            <ChooseMany
              key={kind}
              label={many}
              whenNone="any"
              from={from}
              value={chosen}
              limit={MOST_SHOWN}
              error={
                fieldProblem(error, `Variables[${variable.Name}].Scope.${kind}`) ??
                fieldProblem(error, `Variables.Scope.${kind}`)
              }
              onChange={(ids) => change({ Scope: ids.length === 0 ? others : { ...others, [kind]: ids } })}
            />
          )
        })}
      </SimpleGrid>
      <PromptFields kind={draft.Type} prompt={draft.Prompt} onChange={(Prompt) => change({ Prompt })} />
    </FormDialog>
  )
}

/** The kinds to choose from, with the one it has, which may be one that is not offered here. */
const kindsFor = (kind: Variable['Type']) =>
  KINDS.some(({ value }) => value === kind) ? [...KINDS] : [...KINDS, { value: kind, label: kind }]

/** The same value as another kind. What was written stays between text and secret; it is no id of anything. */
const ofKind = (variable: Variable, Type: Variable['Type']): Variable => ({
  ...variable,
  Type,
  IsSensitive: Type === 'Sensitive',
  Value: isPointing(Type) || isPointing(variable.Type) ? '' : variable.Value,
  Prompt: variable.Prompt && { ...variable.Prompt, DisplaySettings: displayOf(Type, variable.Prompt.DisplaySettings) },
})
