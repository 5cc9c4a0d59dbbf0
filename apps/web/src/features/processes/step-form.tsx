import {
  Checkbox,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  Stack,
  TagsInput,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useDocuments, useRead } from '../../api/queries.ts'
import { CodeEditor } from '../../ui/code-editor.tsx'
import { useMachineRoles } from '../targets/machine-roles.ts'
import { ChildProjectForm } from './child-project-form.tsx'
import type { ProcessAction, ProcessStep } from './process.ts'

const ROLES = 'Octopus.Action.TargetRoles'
const WINDOW = 'Octopus.Action.MaxParallelism'

/** One step: when and where it runs, and what its action does. */
export function StepForm({
  step,
  isFirst,
  variables,
  onChange,
}: {
  readonly step: ProcessStep
  readonly isFirst: boolean
  readonly variables: readonly string[]
  readonly onChange: (step: ProcessStep) => void
}) {
  const roles = useMachineRoles()
  const textOf = (name: string) => (typeof step.Properties[name] === 'string' ? (step.Properties[name] as string) : '')
  const setProperty = (name: string, value: string) =>
    onChange({ ...step, Properties: { ...step.Properties, [name]: value } })
  const chosenRoles = textOf(ROLES)
    .split(',')
    .filter((role) => role !== '')
  const isSingle = step.Actions.length === 1
  const setRoles = (next: readonly string[]) => {
    // With its first role a script moves to the targets, with its last one back to a worker; what else was chosen stays.
    const moves = (next.length === 0) !== (chosenRoles.length === 0)
    onChange({
      ...step,
      Properties: { ...step.Properties, [ROLES]: next.join(',') },
      Actions: step.Actions.map((action) =>
        moves && action.ActionType === 'Octopus.Script'
          ? { ...action, Properties: { ...action.Properties, 'Octopus.Action.RunOnServer': String(next.length === 0) } }
          : action,
      ),
    })
  }
  return (
    <Stack>
      <TextInput
        label="Name"
        required
        value={step.Name}
        onChange={({ currentTarget: { value } }) =>
          onChange({
            ...step,
            Name: value,
            Actions: isSingle ? step.Actions.map((action) => ({ ...action, Name: value })) : step.Actions,
          })
        }
      />
      <Group grow align="flex-start">
        <TagsInput
          label="Runs on targets with these roles"
          description="Without a role it runs once, on a worker"
          data={[...(roles.data ?? [])]}
          value={chosenRoles}
          onChange={setRoles}
        />
        <NumberInput
          label="Rolling: targets at once"
          description="Empty: all together"
          min={1}
          disabled={chosenRoles.length === 0}
          value={textOf(WINDOW)}
          onChange={(value) => setProperty(WINDOW, String(value))}
        />
      </Group>
      <Group grow align="flex-start">
        <Select
          label="Runs when"
          data={[
            { value: 'Success', label: 'nothing has failed so far' },
            { value: 'Failure', label: 'something has failed' },
            { value: 'Always', label: 'always' },
            { value: 'Variable', label: 'an expression is true' },
          ]}
          value={step.Condition}
          allowDeselect={false}
          onChange={(value) => onChange({ ...step, Condition: value as ProcessStep['Condition'] })}
        />
        <Select
          label="Starts"
          data={[
            { value: 'StartAfterPrevious', label: 'after the step before' },
            { value: 'StartWithPrevious', label: 'together with the step before' },
          ]}
          value={step.StartTrigger}
          allowDeselect={false}
          disabled={isFirst}
          onChange={(value) => onChange({ ...step, StartTrigger: value as ProcessStep['StartTrigger'] })}
        />
      </Group>
      {step.Condition === 'Variable' && (
        <TextInput
          label="Expression"
          className="mono-input"
          placeholder="#{unless Octopus.Deployment.Error}true#{/unless}"
          value={textOf('Octopus.Step.ConditionVariableExpression')}
          onChange={({ currentTarget }) => setProperty('Octopus.Step.ConditionVariableExpression', currentTarget.value)}
        />
      )}
      {step.Actions.map((action, at) => (
        <ActionForm
          key={action.Id ?? at}
          action={action}
          showsName={!isSingle}
          variables={variables}
          onChange={(next) =>
            onChange({ ...step, Actions: step.Actions.map((each, index) => (index === at ? next : each)) })
          }
        />
      ))}
    </Stack>
  )
}

function ActionForm({
  action,
  showsName,
  variables,
  onChange,
}: {
  readonly action: ProcessAction
  readonly showsName: boolean
  readonly variables: readonly string[]
  readonly onChange: (action: ProcessAction) => void
}) {
  const environments = useDocuments('environments')
  const textOf = (name: string) =>
    typeof action.Properties[name] === 'string' ? (action.Properties[name] as string) : ''
  const setProperty = (name: string, value: string) =>
    onChange({ ...action, Properties: { ...action.Properties, [name]: value } })
  const options = (environments.data ?? []).map(({ Id, Name }) => ({ value: Id, label: Name }))
  return (
    <Stack component="section" aria-label={action.Name}>
      {showsName && <Title order={3}>{action.Name}</Title>}
      {action.ActionType === 'Octopus.Script' && (
        <>
          <Select
            label="Language"
            data={['Bash', 'PowerShell', 'Python', 'JavaScript']}
            value={textOf('Octopus.Action.Script.Syntax') || 'PowerShell'}
            allowDeselect={false}
            maw={220}
            onChange={(value) => setProperty('Octopus.Action.Script.Syntax', value ?? 'Bash')}
          />
          <CodeEditor
            label="Script"
            language={textOf('Octopus.Action.Script.Syntax') || 'PowerShell'}
            value={textOf('Octopus.Action.Script.ScriptBody')}
            variables={variables}
            onChange={(value) => setProperty('Octopus.Action.Script.ScriptBody', value)}
          />
        </>
      )}
      {action.ActionType === 'Octopus.Manual' && (
        <>
          <Textarea
            label="Instructions"
            description="Markdown, with variables"
            autosize
            minRows={3}
            value={textOf('Octopus.Action.Manual.Instructions')}
            onChange={({ currentTarget }) => setProperty('Octopus.Action.Manual.Instructions', currentTarget.value)}
          />
          <TeamsField
            value={textOf('Octopus.Action.Manual.ResponsibleTeamIds')}
            onChange={(value) => setProperty('Octopus.Action.Manual.ResponsibleTeamIds', value)}
          />
        </>
      )}
      {'ChildProject.Project.Name' in action.Properties && <ChildProjectForm action={action} onChange={onChange} />}
      <Group grow align="flex-start">
        <MultiSelect
          label="Only in these environments"
          data={options}
          value={[...(action.Environments ?? [])]}
          onChange={(Environments) => onChange({ ...action, Environments })}
          clearable
        />
        <MultiSelect
          label="Not in these environments"
          data={options}
          value={[...(action.ExcludedEnvironments ?? [])]}
          onChange={(ExcludedEnvironments) => onChange({ ...action, ExcludedEnvironments })}
          clearable
        />
      </Group>
      <Checkbox
        label="Disabled"
        checked={action.IsDisabled ?? false}
        onChange={({ currentTarget }) => onChange({ ...action, IsDisabled: currentTarget.checked })}
      />
    </Stack>
  )
}

/** The teams that may answer; ids with commas between them. */
function TeamsField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const teams = useRead(['teams'], (client) => client.get<readonly { Id: string; Name: string }[]>('/api/teams/all'))
  return (
    <MultiSelect
      label="Teams that may answer"
      description="Empty: whoever may submit interruptions"
      data={(teams.data ?? []).map(({ Id, Name }) => ({ value: Id, label: Name }))}
      value={value.split(',').filter((id) => id !== '')}
      onChange={(ids) => onChange(ids.join(','))}
      clearable
    />
  )
}
