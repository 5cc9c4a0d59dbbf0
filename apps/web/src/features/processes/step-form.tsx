import { Button, Group, Input, Menu, NumberInput, Select, Stack, TagsInput, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { fieldsOf } from '../../ui/fields.ts'
import { fieldProblem, otherProblems } from '../../ui/problem.tsx'
import { useMachineRoles } from '../targets/machine-roles.ts'
import { ActionForm } from './action-form.tsx'
import { NewStepItems } from './new-step-items.tsx'
import type { ProcessAction, ProcessOwner, ProcessStep } from './process.ts'
import { propertyFields } from './property-fields.ts'

const ROLES = 'Octopus.Action.TargetRoles'
const WINDOW = 'Octopus.Action.MaxParallelism'
const EXPRESSION = 'Octopus.Step.ConditionVariableExpression'

const CONDITIONS = [
  { value: 'Success', label: 'nothing has failed so far' },
  { value: 'Failure', label: 'something has failed' },
  { value: 'Always', label: 'always' },
  { value: 'Variable', label: 'an expression is true' },
]
const STARTS = [
  { value: 'StartAfterPrevious', label: 'after the step before' },
  { value: 'StartWithPrevious', label: 'together with the step before' },
]

/** One step, the one at `at` of `steps`: when and where it runs, and what its actions do. */
export function StepForm({
  steps,
  at,
  owner,
  error,
  onChange,
}: {
  readonly steps: readonly ProcessStep[]
  readonly at: number
  readonly owner: ProcessOwner
  /** Why the server did not take the steps. */
  readonly error: unknown
  readonly onChange: (step: ProcessStep) => void
}) {
  const step = steps[at]!
  const path = `Steps[${at}]`
  const fields = fieldsOf(step, (part) => onChange({ ...step, ...part }), error, `${path}.`)
  const isSingle = step.Actions.length === 1
  const changeActions = (Actions: readonly ProcessAction[]) => onChange({ ...step, Actions: [...Actions] })
  return (
    <Stack>
      <TextInput
        label="Name"
        required
        {...fields.text('Name')}
        onChange={({ currentTarget: { value } }) =>
          onChange({
            ...step,
            Name: value,
            Actions: isSingle ? step.Actions.map((action) => ({ ...action, Name: value })) : step.Actions,
          })
        }
      />
      <Places step={step} path={path} error={error} onChange={onChange} />
      <Group grow align="flex-start">
        <Select label="Runs when" data={CONDITIONS} {...fields.option('Condition')} error={undefined} />
        <Select label="Starts" data={STARTS} disabled={at === 0} {...fields.option('StartTrigger')} />
      </Group>
      {step.Condition === 'Variable' && (
        <TextInput
          label="Expression"
          className="mono-input"
          placeholder="#{unless Octopus.Deployment.Error}true#{/unless}"
          {...propertyFields(step.Properties, (Properties) => onChange({ ...step, Properties }), error, path).text(
            EXPRESSION,
          )}
          error={fieldProblem(error, `${path}.Condition`)}
        />
      )}
      {otherProblems(error, `${path}.`, [...fields.shownAt, `${path}.Properties[${WINDOW}]`, `${path}.Actions[`]).map(
        (problem) => (
          <Input.Error key={problem}>{problem}</Input.Error>
        ),
      )}
      {step.Actions.map((action, index) => (
        <ActionForm
          key={action.Id}
          steps={steps}
          place={{ step: at, action: index }}
          owner={owner}
          error={error}
          onChange={(next) => changeActions(step.Actions.map((each, other) => (other === index ? next : each)))}
          onRemove={isSingle ? undefined : () => changeActions(step.Actions.toSpliced(index, 1))}
        />
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" size="compact-sm" mr="auto" leftSection={<IconPlus size={15} aria-hidden />}>
            Add an action to this step
          </Button>
        </Menu.Target>
        <NewStepItems
          owner={owner}
          onChoose={(make) => changeActions([...step.Actions, ...make(step.Actions.length + 1).Actions])}
        />
      </Menu>
    </Stack>
  )
}

/** The roles of the targets that a step runs on, and how many of them at once. */
function Places({
  step,
  path,
  error,
  onChange,
}: {
  readonly step: ProcessStep
  readonly path: string
  readonly error: unknown
  readonly onChange: (step: ProcessStep) => void
}) {
  const known = useMachineRoles()
  const properties = propertyFields(step.Properties, (Properties) => onChange({ ...step, Properties }), error, path)
  const roles = properties.list(ROLES)
  const setRoles = (next: readonly string[]) => {
    // With its first role a script moves to the targets, with its last one back to a worker; what else was chosen stays.
    const moves = (next.length === 0) !== (roles.value.length === 0)
    onChange({
      ...step,
      // A window without roles would be refused.
      Properties: { ...step.Properties, [ROLES]: next.join(','), ...(next.length === 0 ? { [WINDOW]: '' } : {}) },
      Actions: step.Actions.map((action) =>
        moves && action.ActionType === 'Octopus.Script'
          ? { ...action, Properties: { ...action.Properties, 'Octopus.Action.RunOnServer': String(next.length === 0) } }
          : action,
      ),
    })
  }
  return (
    <Group grow align="flex-start">
      <TagsInput
        label="Runs on targets with these roles"
        description="Without a role it runs once, on a worker"
        data={[...(known.data ?? [])]}
        {...roles}
        onChange={setRoles}
        acceptValueOnBlur
      />
      <NumberInput
        label="Rolling: targets at once"
        description="Empty: all together"
        disabled={roles.value.length === 0}
        {...properties.field(WINDOW)}
        onChange={(value) => properties.put(WINDOW, String(value))}
      />
    </Group>
  )
}
