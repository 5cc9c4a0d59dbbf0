import { Fieldset, Group, SegmentedControl, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldsOf } from '../../ui/fields.ts'
import { fieldProblem } from '../../ui/problem.tsx'
import { SpanField } from '../../ui/span-field.tsx'
import { TimeZoneField } from '../triggers/time-zone-field.tsx'
import { type MachinePolicy, parseSpan, writeSpan } from './policy-words.ts'

type Checks = MachinePolicy['MachineHealthCheckPolicy']
type When = 'interval' | 'cron' | 'never'

const PREFIX = 'MachineHealthCheckPolicy'
/** What of a refusal stands at these fields. */
export const HEALTH_CHECK_FIELDS = ['HealthCheckInterval', 'HealthCheckCron', 'HealthCheckCronTimezone'].map(
  (field) => `${PREFIX}.${field}`,
)
const HOUR = '01:00:00'

/** When machines are checked, and how. */
export function HealthChecks({
  value,
  onChange,
  error,
}: {
  readonly value: Checks
  readonly onChange: (value: Checks) => void
  readonly error: unknown
}) {
  const change = (part: Partial<Checks>) => onChange({ ...value, ...part })
  const { text, field, option } = fieldsOf(value, change, error, `${PREFIX}.`)
  const minutes = parseSpan(value.HealthCheckInterval)?.minutes ?? 0
  const [when, setWhen] = useState<When>(value.HealthCheckCron ? 'cron' : minutes === 0 ? 'never' : 'interval')
  const choose = (next: When) => {
    setWhen(next)
    if (next === 'interval')
      change({ HealthCheckCron: '', HealthCheckInterval: minutes === 0 ? HOUR : value.HealthCheckInterval })
    if (next === 'never') change({ HealthCheckCron: '', HealthCheckInterval: '00:00:00' })
  }
  const script = value.BashHealthCheckPolicy
  return (
    <Fieldset legend={<strong>Health checks</strong>}>
      <Stack>
        <div>
          <Text component="span" size="sm" fw={600} id="when-label">
            When
          </Text>
          <div>
            <SegmentedControl
              aria-labelledby="when-label"
              transitionDuration={0}
              value={when}
              onChange={(next) => choose(next as When)}
              data={[
                { value: 'interval', label: 'Every so often' },
                { value: 'cron', label: 'At set times' },
                { value: 'never', label: 'Never automatically' },
              ]}
            />
          </div>
        </div>
        {when === 'interval' && (
          <SpanField
            label="Every"
            minutes={minutes}
            onChange={(next) => change({ HealthCheckInterval: writeSpan(next) })}
            error={fieldProblem(error, `${PREFIX}.HealthCheckInterval`)}
          />
        )}
        {when === 'cron' && (
          <Group grow align="flex-start">
            <TextInput
              label="Cron expression"
              description="Six fields, seconds first"
              placeholder="0 0 6 * * *"
              classNames={{ input: 'mono' }}
              required
              {...text('HealthCheckCron')}
            />
            <TimeZoneField {...field('HealthCheckCronTimezone')} />
          </Group>
        )}
        <Select
          label="How"
          data={[
            { value: 'RunScript', label: 'by a script that runs there' },
            { value: 'OnlyConnectivity', label: 'only whether it answers' },
          ]}
          {...option('HealthCheckType')}
        />
        {value.HealthCheckType === 'RunScript' && (
          <Textarea
            label="Script (Bash)"
            description="Left empty, that of the default policy"
            placeholder={
              'free=$(df --output=avail -k / | tail -1)\n[ "$free" -gt 1048576 ] || fail_step "less than 1 GB left on /"'
            }
            autosize
            minRows={3}
            maxRows={14}
            spellCheck={false}
            classNames={{ input: 'mono' }}
            value={script.RunType === 'Inline' ? (script.ScriptBody ?? '') : ''}
            onChange={({ currentTarget: { value: body } }) =>
              change({
                BashHealthCheckPolicy:
                  body === ''
                    ? { RunType: 'InheritFromDefault', ScriptBody: null }
                    : { RunType: 'Inline', ScriptBody: body },
              })
            }
          />
        )}
      </Stack>
    </Fieldset>
  )
}
