import { Checkbox, Group, MultiSelect, TagsInput } from '@mantine/core'
import { fieldsOf } from '../../ui/fields.ts'
import { fieldProblem } from '../../ui/problem.tsx'
import { EnvironmentsField } from '../environments/environments-field.tsx'
import { useMachineRoles } from '../targets/machine-roles.ts'
import { type Action, EVENT_CATEGORIES, EVENT_GROUPS, type Filter } from './trigger-words.ts'

const optionsOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** Which targets a trigger watches, what must happen to them, and what they get. */
export function TargetFields({
  filter,
  action,
  error,
  onFilter,
  onAction,
}: {
  readonly filter: Filter
  readonly action: Action
  readonly error: unknown
  readonly onFilter: (change: Partial<Filter>) => void
  readonly onAction: (change: Partial<Action>) => void
}) {
  const roles = useMachineRoles()
  const { field } = fieldsOf(filter, onFilter, error, 'Filter.')
  const { check } = fieldsOf(action, onAction, error, 'Action.')
  return (
    <>
      <MultiSelect
        label="When a target"
        required
        data={[
          { group: 'In general', items: optionsOf(EVENT_GROUPS) },
          { group: 'In particular', items: optionsOf(EVENT_CATEGORIES) },
        ]}
        value={[...(filter.EventGroups ?? []), ...(filter.EventCategories ?? [])]}
        error={fieldProblem(error, 'Filter.EventGroups') ?? fieldProblem(error, 'Filter.EventCategories')}
        onChange={(names) =>
          onFilter({
            EventGroups: names.filter((name) => name in EVENT_GROUPS),
            EventCategories: names.filter((name) => name in EVENT_CATEGORIES),
          })
        }
      />
      <Group grow align="flex-start">
        <EnvironmentsField
          label="In these environments"
          whenNone="any"
          {...field('EnvironmentIds')}
          value={filter.EnvironmentIds ?? []}
        />
        <TagsInput
          label="With one of these roles"
          placeholder={filter.Roles?.length ? undefined : 'any'}
          data={[...(roles.data ?? [])]}
          {...field('Roles')}
          value={[...(filter.Roles ?? [])]}
        />
      </Group>
      <Checkbox
        label="Deploy only what is missing"
        description="The target gets what it lacks of the releases its environment should run, and no more."
        {...check('ShouldDeployOnlyMissing')}
      />
      <Checkbox
        label="Deploy again to a target that has the release already"
        description="For machines that are rebuilt under the same name."
        {...check('ShouldRedeployWhenMachineHasBeenDeployedTo')}
      />
    </>
  )
}
