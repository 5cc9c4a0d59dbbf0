import { changeMachine, type Machine } from '@flotilla/api'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'
import { PolicyField } from '../machine-policies/policy-field.tsx'
import { PLACE_FIELDS, type Place, PlaceFields } from './place-fields.tsx'

type Draft = Place & Pick<Machine, 'Name' | 'MachinePolicyId'>

/** A target's name, place and policy. */
export function EditTarget({ machine, onClose }: { readonly machine: Machine; readonly onClose: () => void }) {
  // As it was when the form was opened: what others change meanwhile is told when this is saved.
  const [from] = useState(machine)
  const saving = useChange((client, { TenantIds, ...draft }: Draft) => {
    const isSame = TenantIds.join() === from.TenantIds.join()
    return changeMachine(client, from, { ...draft, ...(isSame ? {} : { TenantIds }) })
  })
  const { Name, MachinePolicyId, EnvironmentIds, Roles, TenantIds } = machine
  const form = useForm<Draft>({ Name, MachinePolicyId, EnvironmentIds, Roles, TenantIds }, saving)
  return (
    <FormDialog title={`Change ${machine.Name}`} verb="Save" form={form} shownAt={PLACE_FIELDS} onClose={onClose}>
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <PlaceFields value={form.draft} onChange={form.change} error={saving.error} />
      <PolicyField {...form.field('MachinePolicyId')} />
    </FormDialog>
  )
}
