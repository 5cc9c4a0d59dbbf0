import { Checkbox, Group, NumberInput, Paper, Stack, TextInput } from '@mantine/core'
import { fieldsOf } from '../../ui/fields.ts'
import { MoveButtons } from '../../ui/move-buttons.tsx'
import { EnvironmentsField } from '../environments/environments-field.tsx'
import type { Phase } from './phases.tsx'
import { RetentionField } from './retention-field.tsx'

/** What the server calls the fields of so many phases. */
export const phaseFields = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) =>
    ['Name', 'OptionalDeploymentTargets', 'AutomaticDeploymentTargets', 'MinimumEnvironmentsBeforePromotion'].map(
      (name) => `Phases[${at}].${name}`,
    ),
  ).flat()

/** One phase. `onChange` with nothing: it is removed. */
export function PhaseForm({
  phase,
  at,
  count,
  error,
  onChange,
  onMove,
}: {
  readonly phase: Phase
  readonly at: number
  readonly count: number
  readonly error: unknown
  readonly onChange: (phase: Phase | undefined) => void
  readonly onMove: (to: number) => void
}) {
  const change = (part: Partial<Phase>) => onChange({ ...phase, ...part })
  const { text, check, field } = fieldsOf(phase, change, error, `Phases[${at}].`)
  return (
    <Paper withBorder p="lg" component="section" aria-label={`Phase ${phase.Name}`}>
      <Stack>
        <MoveButtons at={at} count={count} onMove={onMove} onRemove={() => onChange(undefined)} />
        <TextInput label="Name" required {...text('Name')} />
        <Group grow align="flex-start">
          <EnvironmentsField label="Deployed to by hand" {...field('OptionalDeploymentTargets')} />
          <EnvironmentsField label="Deployed to automatically" {...field('AutomaticDeploymentTargets')} />
        </Group>
        <NumberInput
          label="Must succeed before the next phase"
          description="How many of its environments; 0: all of them"
          min={0}
          maw={420}
          allowDecimal={false}
          {...field('MinimumEnvironmentsBeforePromotion')}
          onChange={(minimum) => change({ MinimumEnvironmentsBeforePromotion: Number(minimum) || 0 })}
        />
        <Checkbox label="Optional: releases may pass it by" {...check('IsOptionalPhase')} />
        <RetentionField
          label="Releases that have come this far are kept"
          whenNone="as the lifecycle says"
          value={phase.ReleaseRetentionPolicy}
          onChange={(ReleaseRetentionPolicy) => change({ ReleaseRetentionPolicy })}
        />
      </Stack>
    </Paper>
  )
}
