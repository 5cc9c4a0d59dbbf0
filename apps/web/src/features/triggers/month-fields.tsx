import { Group, Select } from '@mantine/core'
import { fieldsOf } from '../../ui/fields.ts'
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
  const { field } = fieldsOf(filter, onFilter, error, 'Filter.')
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
        <Select label="Date" required data={DATES} {...field('DateOfMonth')} value={filter.DateOfMonth || null} />
      ) : (
        <>
          <Select
            label="Which one"
            required
            data={NUMBERS}
            {...field('DayNumberOfMonth')}
            value={filter.DayNumberOfMonth || null}
          />
          <Select label="Day" required data={[...WEEKDAYS]} {...field('DayOfWeek')} value={filter.DayOfWeek || null} />
        </>
      )}
    </Group>
  )
}
