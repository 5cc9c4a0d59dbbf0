import { Group, Select } from '@mantine/core'
import { fieldProblem } from '../../ui/problem.tsx'
import type { FilterFields } from './schedule-fields.tsx'
import { WEEKDAYS } from './trigger-words.ts'

const DATES = [
  ...Array.from({ length: 31 }, (_, index) => ({ value: String(index + 1), label: `day ${index + 1}` })),
  { value: 'L', label: 'the last day' },
]
const NUMBERS = [
  { value: '1', label: 'the first' },
  { value: '2', label: 'the second' },
  { value: '3', label: 'the third' },
  { value: '4', label: 'the fourth' },
  { value: 'L', label: 'the last' },
]

/** The day of a month: a date, or a day of one of its weeks. */
export function MonthFields({ filter, error, onFilter }: FilterFields) {
  const isDate = filter.MonthlyScheduleType !== 'DayOfMonth'
  return (
    <Group grow align="flex-start">
      <Select
        label="The day is"
        data={[
          { value: 'DateOfMonth', label: 'a date' },
          { value: 'DayOfMonth', label: 'a day of the week' },
        ]}
        value={isDate ? 'DateOfMonth' : 'DayOfMonth'}
        allowDeselect={false}
        onChange={(MonthlyScheduleType) => onFilter({ MonthlyScheduleType })}
      />
      {isDate ? (
        <Select
          label="Date"
          required
          data={DATES}
          value={filter.DateOfMonth || null}
          error={fieldProblem(error, 'Filter.DateOfMonth')}
          onChange={(DateOfMonth) => onFilter({ DateOfMonth })}
        />
      ) : (
        <>
          <Select
            label="Which one"
            required
            data={NUMBERS}
            value={filter.DayNumberOfMonth || null}
            error={fieldProblem(error, 'Filter.DayNumberOfMonth')}
            onChange={(DayNumberOfMonth) => onFilter({ DayNumberOfMonth })}
          />
          <Select
            label="Day"
            required
            data={[...WEEKDAYS]}
            value={filter.DayOfWeek || null}
            error={fieldProblem(error, 'Filter.DayOfWeek')}
            onChange={(DayOfWeek) => onFilter({ DayOfWeek })}
          />
        </>
      )}
    </Group>
  )
}
