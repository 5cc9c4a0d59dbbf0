import { Checkbox, Group, NumberInput, Select, TextInput } from '@mantine/core'
import { fieldsOf } from '../../ui/fields.ts'
import { fieldProblem } from '../../ui/problem.tsx'
import { MonthFields } from './month-fields.tsx'
import { TimeZoneField } from './time-zone-field.tsx'
import { clockOf, daysOf, type Filter, SCHEDULES, WEEKDAYS } from './trigger-words.ts'

export interface FilterFields {
  readonly filter: Filter
  readonly error: unknown
  readonly onFilter: (change: Partial<Filter>) => void
}

/** The times of a trigger. */
export function ScheduleFields({ filter, error, onFilter }: FilterFields) {
  const { FilterType: kind } = filter
  const { text, field, option } = fieldsOf(filter, onFilter, error, 'Filter.')
  const hasFlags = kind === 'DailySchedule' || kind === 'DaysPerWeekSchedule'
  const isContinuous = kind === 'ContinuousDailySchedule' || (hasFlags && filter.RunType === 'Continuously')
  return (
    <>
      <Group grow align="flex-start">
        <Select
          label="Runs"
          data={Object.entries(SCHEDULES)
            .filter(([value]) => value === kind || !/^(Daily|DaysPerWeek)Schedule$/.test(value))
            .map(([value, label]) => ({ value, label }))}
          {...option('FilterType')}
        />
        <TimeZoneField {...field('Timezone')} />
      </Group>
      {kind === 'CronExpressionSchedule' && (
        <TextInput
          label="Cron expression"
          description="Second, minute, hour, day of the month, month, day of the week: 0 0 6 * * MON-FRI is six o'clock on working days"
          required
          className="mono-input"
          {...text('CronExpression')}
        />
      )}
      {kind === 'DaysPerMonthSchedule' && <MonthFields filter={filter} error={error} onFilter={onFilter} />}
      {(kind === 'OnceDailySchedule' || isContinuous || hasFlags) && (
        <DaysField filter={filter} error={error} onFilter={onFilter} />
      )}
      {kind === 'ContinuousDailySchedule' ? (
        <Group grow align="flex-start">
          <TimeField name="RunAfter" label="From" filter={filter} error={error} onFilter={onFilter} />
          <TimeField name="RunUntil" label="To" filter={filter} error={error} onFilter={onFilter} />
        </Group>
      ) : (
        kind !== 'CronExpressionSchedule' && (
          <TimeField name="StartTime" label="At" filter={filter} error={error} onFilter={onFilter} />
        )
      )}
      {isContinuous && <IntervalField filter={filter} error={error} onFilter={onFilter} />}
    </>
  )
}

function TimeField({
  name,
  label,
  filter,
  error,
  onFilter,
}: FilterFields & { readonly name: 'StartTime' | 'RunAfter' | 'RunUntil'; readonly label: string }) {
  return (
    <TextInput
      type="time"
      label={label}
      required
      maw={180}
      value={clockOf(filter[name])}
      error={fieldProblem(error, `Filter.${name}`)}
      onChange={({ currentTarget }) => onFilter({ [name]: currentTarget.value })}
    />
  )
}

function DaysField({ filter, error, onFilter }: FilterFields) {
  const hasFlags = filter.FilterType === 'DailySchedule' || filter.FilterType === 'DaysPerWeekSchedule'
  return (
    <Checkbox.Group
      label="On"
      value={[...daysOf(filter)]}
      error={fieldProblem(error, 'Filter.DaysOfWeek') ?? fieldProblem(error, 'Filter.Monday')}
      onChange={(days) =>
        onFilter(
          hasFlags
            ? Object.fromEntries(WEEKDAYS.map((day) => [day, days.includes(day)]))
            : { DaysOfWeek: WEEKDAYS.filter((day) => days.includes(day)) },
        )
      }
    >
      <Group gap="md" mt={6}>
        {WEEKDAYS.map((day) => (
          <Checkbox key={day} value={day} label={day} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

/** Every so many minutes or hours. */
function IntervalField({ filter, error, onFilter }: FilterFields) {
  const isHourly = filter.Interval !== 'OnceEveryMinute'
  const field = isHourly ? 'HourInterval' : 'MinuteInterval'
  return (
    <Group align="flex-start">
      <NumberInput
        label="Every"
        required
        min={1}
        max={isHourly ? 24 : 1440}
        allowDecimal={false}
        maw={120}
        value={filter[field] ?? 1}
        error={fieldProblem(error, `Filter.${field}`)}
        onChange={(count) => onFilter({ [field]: Number(count) || 1 })}
      />
      <Select
        label="Unit"
        data={[
          { value: 'OnceHourly', label: 'hours' },
          { value: 'OnceEveryMinute', label: 'minutes' },
        ]}
        maw={160}
        value={isHourly ? 'OnceHourly' : 'OnceEveryMinute'}
        allowDeselect={false}
        onChange={(Interval) => onFilter({ Interval })}
      />
    </Group>
  )
}
