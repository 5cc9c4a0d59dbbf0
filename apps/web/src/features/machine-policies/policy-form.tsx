import { Checkbox, Fieldset, Select, Stack, TextInput } from '@mantine/core'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { SpanField } from '../../ui/span-field.tsx'
import { useForm } from '../../ui/use-form.ts'
import { HEALTH_CHECK_FIELDS, HealthChecks } from './health-checks.tsx'
import { CONNECTIVITY, type MachinePolicy, parseSpan, writeSpan } from './policy-words.ts'

export type PolicyDraft = Omit<MachinePolicy, 'Id'>

const CLEAN_UP = 'MachineCleanupPolicy.DeleteMachinesElapsedTimeSpan'

/** A new policy, or with `id` one that is changed. */
export function PolicyForm({
  from,
  id,
  onClose,
}: {
  readonly from: PolicyDraft
  readonly id?: string
  readonly onClose: () => void
}) {
  const saving = useChange((client, body: PolicyDraft) =>
    id ? client.put(`~/machinepolicies/${id}`, body) : client.post('~/machinepolicies', { ...body, Id: undefined }),
  )
  const form = useForm<PolicyDraft>(from, saving)
  const cleanUp = form.draft.MachineCleanupPolicy
  const isCleaned = cleanUp.DeleteMachinesBehavior === 'DeleteUnavailableMachines'
  return (
    <FormDialog
      title={id ? from.Name : 'A new machine policy'}
      verb={id ? 'Save' : 'Add the policy'}
      form={form}
      shownAt={[CLEAN_UP, ...HEALTH_CHECK_FIELDS]}
      onClose={onClose}
    >
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <TextInput label="Description" {...form.text('Description')} />
      <Checkbox
        label="New targets and workers get it, unless they are given another one"
        {...form.check('IsDefault')}
        disabled={from.IsDefault}
      />
      <HealthChecks
        value={form.draft.MachineHealthCheckPolicy}
        onChange={(MachineHealthCheckPolicy) => form.change({ MachineHealthCheckPolicy })}
        error={saving.error}
      />
      <Fieldset legend={<strong>Machines out of reach</strong>}>
        <Stack>
          <Select
            label="When one does not answer"
            data={Object.entries(CONNECTIVITY).map(([value, label]) => ({ value, label }))}
            value={form.draft.MachineConnectivityPolicy.MachineConnectivityBehavior}
            allowDeselect={false}
            onChange={(value) =>
              form.change({
                MachineConnectivityPolicy: { MachineConnectivityBehavior: value as keyof typeof CONNECTIVITY },
              })
            }
          />
          <Checkbox
            label="Delete it after a while"
            checked={isCleaned}
            onChange={({ currentTarget: { checked } }) =>
              form.change({
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
                form.change({ MachineCleanupPolicy: { ...cleanUp, DeleteMachinesElapsedTimeSpan: writeSpan(minutes) } })
              }
              error={fieldProblem(saving.error, CLEAN_UP)}
            />
          )}
        </Stack>
      </Fieldset>
    </FormDialog>
  )
}
