import { changeTrigger, createTrigger, type Project, type Trigger } from '@flotilla/api'
import { Divider, Textarea, TextInput } from '@mantine/core'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'
import { ActionFields } from './action-fields.tsx'
import { AnswerFields } from './answer-fields.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { TargetFields } from './target-fields.tsx'
import { type Action, type Filter, WEEKDAYS } from './trigger-words.ts'

type Draft = Pick<Trigger, 'Name' | 'Description' | 'Filter' | 'Action'>

export const NEW_TARGET_TRIGGER: Draft = {
  Name: '',
  Description: '',
  Filter: {
    FilterType: 'MachineFilter',
    EventGroups: ['MachineAvailableForDeployment'],
    EnvironmentIds: [],
    Roles: [],
  },
  Action: { ActionType: 'AutoDeploy' },
}

/** What every kind of times begins with; the server keeps what belongs to the kind that is chosen. */
const TIMES: Filter = {
  FilterType: 'OnceDailySchedule',
  StartTime: '06:00',
  DaysOfWeek: [...WEEKDAYS],
  RunAfter: '08:00',
  RunUntil: '18:00',
  Interval: 'OnceHourly',
  HourInterval: 1,
  MonthlyScheduleType: 'DateOfMonth',
  DateOfMonth: '1',
  Timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
}

export const NEW_SCHEDULE: Draft = {
  Name: '',
  Description: '',
  Filter: TIMES,
  Action: { ActionType: 'DeployLatestRelease', ShouldRedeployWhenReleaseIsCurrent: false },
}

/** Said at the fields of its parts. */
const SHOWN_AT = [
  ...[
    ...['EventGroups', 'EventCategories', 'EnvironmentIds', 'Roles'],
    ...['FilterType', 'Timezone', 'CronExpression', 'DaysOfWeek', 'Monday', 'StartTime', 'RunAfter', 'RunUntil'],
    ...['HourInterval', 'MinuteInterval', 'DateOfMonth', 'DayNumberOfMonth', 'DayOfWeek'],
  ].map((name) => `Filter.${name}`),
  ...[
    ...['ActionType', 'RunbookId', 'EnvironmentId', 'EnvironmentIds', 'SourceEnvironmentIds', 'ChannelId'],
    ...['DestinationEnvironmentId', 'TenantIds', 'TenantTags'],
  ].map((name) => `Action.${name}`),
]

/** A trigger to be made, or one that is stored. */
export function TriggerForm({
  project,
  trigger,
  onClose,
}: {
  readonly project: Project
  readonly trigger: Draft | Trigger
  readonly onClose: () => void
}) {
  const saving = useChange((client, given: Draft) =>
    'Id' in trigger
      ? changeTrigger(client, trigger, given)
      : createTrigger(client, { ...given, ProjectId: project.Id }),
  )
  const form = useForm<Draft>({ ...trigger, Filter: withTimes(trigger.Filter) }, saving)
  const { Filter: filter, Action: action } = form.draft
  const { error } = saving
  const onFilter = (change: Partial<Filter>) => form.change({ Filter: { ...filter, ...change } })
  const onAction = (change: Partial<Action>) => form.change({ Action: { ...action, ...change } })
  return (
    <FormDialog
      title={'Id' in trigger ? trigger.Name : 'A new trigger'}
      verb="Save"
      size="xl"
      form={form}
      shownAt={SHOWN_AT}
      onClose={onClose}
    >
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      {filter.FilterType === 'MachineFilter' ? (
        <TargetFields filter={filter} action={action} error={error} onFilter={onFilter} onAction={onAction} />
      ) : (
        <>
          <Divider label="When" labelPosition="left" />
          <ScheduleFields filter={filter} error={error} onFilter={onFilter} />
          <Divider label="What" labelPosition="left" />
          <ActionFields project={project} action={action} error={error} onAction={onAction} />
          <AnswerFields project={project} action={action} error={error} onAction={onAction} />
        </>
      )}
      <Textarea label="About" autosize {...form.text('Description')} />
    </FormDialog>
  )
}

/** A schedule with something for each way of saying times, so that another one can be chosen. */
const withTimes = (filter: Filter): Filter =>
  filter.FilterType === 'MachineFilter'
    ? filter
    : ({ ...TIMES, ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null)) } as Filter)
