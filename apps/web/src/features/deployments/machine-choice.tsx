import { listMachines } from '@flotilla/api'
import { Input, SegmentedControl, Stack } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { ChooseMany } from '../../ui/choose.tsx'
import { fieldProblem } from '../../ui/problem.tsx'

export interface MachineSelection {
  readonly mode: 'all' | 'only' | 'without'
  readonly ids: readonly string[]
}
export const ALL_MACHINES: MachineSelection = { mode: 'all', ids: [] }

/** Nothing chosen would mean all on the wire: it is no choice yet, and nothing is planned or deployed for it. */
export const isChosen = ({ mode, ids }: MachineSelection): boolean => mode === 'all' || ids.length > 0

/** The machines of a request; of a choice that is made. */
export const machineIdsOf = ({ mode, ids }: MachineSelection) => ({
  SpecificMachineIds: mode === 'only' ? [...ids] : [],
  ExcludedMachineIds: mode === 'without' ? [...ids] : [],
})

/** All targets of the environment, only some, or all but some. */
export function MachineChoice({
  environmentId,
  value,
  onChange,
  error,
}: {
  readonly environmentId: string
  readonly value: MachineSelection
  readonly onChange: (value: MachineSelection) => void
  readonly error: unknown
}) {
  // Of all tenants: a target may belong to one by its tags.
  const machines = useRead(['machines', 'of', environmentId], (client) =>
    listMachines(client, { environmentIds: [environmentId] }),
  )
  return (
    <Stack gap={6}>
      <Input.Label component="span" labelElement="div" id="targets-label">
        Targets
      </Input.Label>
      <SegmentedControl
        aria-labelledby="targets-label"
        value={value.mode}
        onChange={(mode) => onChange({ mode: mode as MachineSelection['mode'], ids: value.ids })}
        data={[
          { value: 'all', label: 'All' },
          { value: 'only', label: 'Only …' },
          { value: 'without', label: 'All but …' },
        ]}
      />
      {value.mode !== 'all' && (
        <ChooseMany
          aria-label={value.mode === 'only' ? 'Only these targets' : 'All but these targets'}
          whenNone="Choose targets"
          from={machines.data}
          value={value.ids}
          onChange={(ids) => onChange({ ...value, ids })}
          required={value.mode === 'only'}
          limit={100}
          error={
            (!isChosen(value) && 'Choose at least one target.') ||
            fieldProblem(error, value.mode === 'only' ? 'SpecificMachineIds' : 'ExcludedMachineIds')
          }
        />
      )}
    </Stack>
  )
}
