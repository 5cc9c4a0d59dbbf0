import type { Variable, VariableSet } from '@flotilla/api'
import { Autocomplete, Checkbox, PasswordInput, SimpleGrid, Textarea, TextInput } from '@mantine/core'
import { ChooseMany } from '../../ui/choose.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { SECRET_STAYS } from '../../ui/stored-secret.tsx'
import { useForm } from '../../ui/use-form.ts'
import { PromptFields } from './prompt-fields.tsx'
import { MOST_SHOWN, SCOPE_KINDS } from './scope-kinds.ts'

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
      {draft.IsSensitive ? (
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
      <Checkbox
        label="Sensitive: stored sealed, hidden in logs, never shown again"
        checked={draft.IsSensitive}
        disabled={variable.IsSensitive && variable.Id !== ''}
        onChange={({ currentTarget: { checked } }) =>
          change({ IsSensitive: checked, Type: checked ? 'Sensitive' : 'String' })
        }
      />
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
      <PromptFields prompt={draft.Prompt} onChange={(Prompt) => change({ Prompt })} />
    </FormDialog>
  )
}
