import { changeMachine, type Machine } from '@flotilla/api'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'
import { PolicyField } from '../machine-policies/policy-field.tsx'
import { portOf, reachOf } from './look-at-host.ts'
import { PLACE_FIELDS, type Place, PlaceFields } from './place-fields.tsx'
import { SSH_FIELDS, SshFields, type SshPlace } from './ssh-fields.tsx'

type Draft = Place & SshPlace & Pick<Machine, 'Name' | 'MachinePolicyId'>

/** A target's name, place and policy, and how a host over SSH is reached. */
export function EditTarget({ machine, onClose }: { readonly machine: Machine; readonly onClose: () => void }) {
  // As it was when the form was opened: what others change meanwhile is told when this is saved.
  const [from] = useState(machine)
  const isSsh = from.Endpoint.CommunicationStyle === 'Ssh'
  const saving = useChange((client, draft: Draft) => {
    const { Name, MachinePolicyId, EnvironmentIds, Roles, TenantIds } = draft
    const { Host, JumpHostMachineId, ProxyId, AccountId } = draft
    const isSame = TenantIds.join() === from.TenantIds.join()
    return changeMachine(client, from, {
      Name,
      MachinePolicyId,
      EnvironmentIds: [...EnvironmentIds],
      Roles: [...Roles],
      ...(isSame ? {} : { TenantIds: [...TenantIds] }),
      ...(isSsh
        ? {
            Endpoint: {
              ...from.Endpoint,
              CommunicationStyle: 'Ssh',
              Host,
              Port: portOf(draft),
              JumpHostMachineId: JumpHostMachineId ?? '',
              ProxyId: ProxyId ?? '',
              AccountId,
            },
          }
        : {}),
    })
  })
  const { Name, MachinePolicyId, EnvironmentIds, Roles, TenantIds } = machine
  const AccountId = String(machine.Endpoint.AccountId ?? '')
  const form = useForm<Draft>(
    { Name, MachinePolicyId, EnvironmentIds, Roles, TenantIds, ...reachOf(machine), AccountId },
    saving,
  )
  return (
    <FormDialog
      title={`Change ${machine.Name}`}
      verb="Save"
      form={form}
      shownAt={[...PLACE_FIELDS, ...SSH_FIELDS]}
      onClose={onClose}
    >
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      {isSsh && <SshFields value={form.draft} machineId={machine.Id} onChange={form.change} error={saving.error} />}
      <PlaceFields value={form.draft} onChange={form.change} error={saving.error} />
      <PolicyField {...form.field('MachinePolicyId')} />
    </FormDialog>
  )
}
