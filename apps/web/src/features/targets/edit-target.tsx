import { changeMachine, type Machine, type NewMachine } from '@flotilla/api'
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { fieldProblem, Problem } from '../../ui/problem.tsx'
import { PolicyField } from '../machine-policies/policy-field.tsx'
import { PLACE_FIELDS, type Place, PlaceFields } from './place-fields.tsx'

/** A target's name, place and policy. */
export function EditTarget({ machine, onClose }: { readonly machine: Machine; readonly onClose: () => void }) {
  const [name, setName] = useState(machine.Name)
  const [policyId, setPolicyId] = useState(machine.MachinePolicyId)
  const [place, setPlace] = useState<Place>(machine)
  // As it was when the form was opened: what others change meanwhile is told when this is saved.
  const [from] = useState(machine)
  const saving = useChange((client, change: Partial<NewMachine>) => changeMachine(client, from, change))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const { EnvironmentIds, Roles, TenantIds } = place
    const isSame = TenantIds.join() === from.TenantIds.join()
    await saving.mutateAsync({
      Name: name,
      EnvironmentIds,
      Roles,
      MachinePolicyId: policyId,
      ...(isSame ? {} : { TenantIds }),
    })
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={`Change ${machine.Name}`} size="lg">
      <Stack component="form" onSubmit={(event) => void submit(event).catch(() => {})}>
        {saving.error && <Problem error={saving.error} shownAt={[...PLACE_FIELDS, 'Name', 'MachinePolicyId']} />}
        <TextInput
          label="Name"
          required
          value={name}
          error={fieldProblem(saving.error, 'Name')}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-autofocus
        />
        <PlaceFields value={place} onChange={setPlace} error={saving.error} />
        <PolicyField value={policyId} onChange={setPolicyId} error={fieldProblem(saving.error, 'MachinePolicyId')} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={saving.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
