import { Button, Checkbox, Fieldset, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { SpanField } from '../../ui/span-field.tsx'
import { HEALTH_CHECK_FIELDS, HealthChecks } from './health-checks.tsx'
import { CONNECTIVITY, type MachinePolicy, parseSpan, writeSpan } from './policy-words.ts'

type Fields = Omit<MachinePolicy, 'Id'>

const CLEAN_UP = 'MachineCleanupPolicy.DeleteMachinesElapsedTimeSpan'

/** A new policy, or with `id` one that is changed. */
export function PolicyForm({
  from,
  id,
  onClose,
}: {
  readonly from: Fields
  readonly id?: string
  readonly onClose: () => void
}) {
  const [policy, setPolicy] = useState(from)
  const change = (part: Partial<Fields>) => setPolicy({ ...policy, ...part })
  const saving = useChange((client, body: Fields) =>
    id ? client.put(`~/machinepolicies/${id}`, body) : client.post('~/machinepolicies', { ...body, Id: undefined }),
  )
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    await saving.mutateAsync(policy)
    onClose()
  }
  const cleanUp = policy.MachineCleanupPolicy
  const isCleaned = cleanUp.DeleteMachinesBehavior === 'DeleteUnavailableMachines'
  return (
    <Modal opened onClose={onClose} title={id ? from.Name : 'A new machine policy'} size="lg">
      <Stack component="form" onSubmit={(event) => void submit(event).catch(() => {})}>
        {saving.error && <Problem error={saving.error} shownAt={['Name', CLEAN_UP, ...HEALTH_CHECK_FIELDS]} />}
        <TextInput
          label="Name"
          required
          value={policy.Name}
          error={fieldProblem(saving.error, 'Name')}
          onChange={({ currentTarget }) => change({ Name: currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label="Description"
          value={policy.Description}
          onChange={({ currentTarget }) => change({ Description: currentTarget.value })}
        />
        <Checkbox
          label="New targets and workers get it, unless they are given another one"
          checked={policy.IsDefault}
          disabled={from.IsDefault}
          onChange={({ currentTarget }) => change({ IsDefault: currentTarget.checked })}
        />
        <HealthChecks
          value={policy.MachineHealthCheckPolicy}
          onChange={(MachineHealthCheckPolicy) => change({ MachineHealthCheckPolicy })}
          error={saving.error}
        />
        <Fieldset legend={<strong>Machines out of reach</strong>}>
          <Stack>
            <Select
              label="When one does not answer"
              data={Object.entries(CONNECTIVITY).map(([value, label]) => ({ value, label }))}
              value={policy.MachineConnectivityPolicy.MachineConnectivityBehavior}
              allowDeselect={false}
              onChange={(value) =>
                change({
                  MachineConnectivityPolicy: { MachineConnectivityBehavior: value as keyof typeof CONNECTIVITY },
                })
              }
            />
            <Checkbox
              label="Delete it after a while"
              checked={isCleaned}
              onChange={({ currentTarget: { checked } }) =>
                change({
                  MachineCleanupPolicy: {
                    ...cleanUp,
                    DeleteMachinesBehavior: checked ? 'DeleteUnavailableMachines' : 'DoNotDelete',
                  },
                })
              }
            />
            {isCleaned && (
              <SpanField
                label="Once it has been out of reach for"
                minutes={parseSpan(cleanUp.DeleteMachinesElapsedTimeSpan)?.minutes ?? 0}
                onChange={(minutes) =>
                  change({ MachineCleanupPolicy: { ...cleanUp, DeleteMachinesElapsedTimeSpan: writeSpan(minutes) } })
                }
                error={fieldProblem(saving.error, CLEAN_UP)}
              />
            )}
          </Stack>
        </Fieldset>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={saving.isPending}>
            {id ? 'Save' : 'Add the policy'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
