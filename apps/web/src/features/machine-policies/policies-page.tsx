import { listItems } from '@flotilla/api'
import { Badge } from '@mantine/core'
import { useState } from 'react'
import { useDeletion, useRead } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { ChangeButton } from '../../ui/change-button.tsx'
import { DeleteButton } from '../../ui/delete-button.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Doing, Table } from '../../ui/table.tsx'
import { InfrastructureFrame } from '../infrastructure/infrastructure-frame.tsx'
import { type PolicyDraft, PolicyForm } from './policy-form.tsx'
import { CONNECTIVITY, cleanUpInWords, healthChecksInWords, type MachinePolicy } from './policy-words.ts'

/** How targets and workers are checked, reached and cleaned up. */
export function PoliciesPage() {
  const policies = useRead(['machine-policies'], (client) => listItems<MachinePolicy>(client, '~/machinepolicies'))
  const template = useRead(['machine-policies', 'template'], (client) =>
    client.get<PolicyDraft>('~/machinepolicies/template'),
  )
  const [edited, setEdited] = useState<{ readonly from: PolicyDraft; readonly id?: string }>()
  return (
    <InfrastructureFrame
      part="machine-policies"
      about="When targets and workers are checked, and what becomes of those that do not answer."
      actions={
        <AddButton disabled={!template.data} onClick={() => setEdited({ from: template.data! })}>
          Add a policy
        </AddButton>
      }
    >
      <Loaded of={policies}>
        {(all) => (
          <Table
            label="Machine policies"
            columns={['Name', 'Health checks', 'Out of reach', 'Clean-up']}
            doing="Change or delete"
          >
            {all.map((policy) => (
              <One key={policy.Id} policy={policy} onChange={() => setEdited({ from: policy, id: policy.Id })} />
            ))}
          </Table>
        )}
      </Loaded>
      {edited && <PolicyForm {...edited} onClose={() => setEdited(undefined)} />}
    </InfrastructureFrame>
  )
}

function One({ policy, onChange }: { readonly policy: MachinePolicy; readonly onChange: () => void }) {
  const deleting = useDeletion(`~/machinepolicies/${policy.Id}`)
  return (
    <tr>
      <td>
        {policy.Name}{' '}
        {policy.IsDefault && (
          <Badge variant="default" tt="none" fw={500}>
            default
          </Badge>
        )}
        <div className="faint small">{policy.Description}</div>
      </td>
      <td>{healthChecksInWords(policy)}</td>
      <td>{CONNECTIVITY[policy.MachineConnectivityPolicy.MachineConnectivityBehavior]}</td>
      <td>{cleanUpInWords(policy)}</td>
      <Doing>
        <ChangeButton what={policy.Name} onClick={onChange} />
        {!policy.IsDefault && (
          <DeleteButton size="compact-sm" what={`the policy ${policy.Name}`} deleting={deleting}>
            Targets and workers that still have it must be given another policy first.
          </DeleteButton>
        )}
      </Doing>
    </tr>
  )
}
