import { listItems } from '@flotilla/api'
import { Badge, Button, Group } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { Deletion } from '../../ui/deletion.tsx'
import { Loaded } from '../../ui/page.tsx'
import { InfrastructureFrame } from '../infrastructure/infrastructure-frame.tsx'
import { PolicyForm } from './policy-form.tsx'
import { CONNECTIVITY, cleanUpInWords, healthChecksInWords, type MachinePolicy } from './policy-words.ts'

type Open = { readonly what: 'new' } | { readonly what: 'change' | 'delete'; readonly policy: MachinePolicy }

/** How targets and workers are checked, reached and cleaned up. */
export function PoliciesPage() {
  const policies = useRead(['machine-policies'], (client) => listItems<MachinePolicy>(client, '~/machinepolicies'))
  const template = useRead(['machine-policies', 'template'], (client) =>
    client.get<Omit<MachinePolicy, 'Id'>>('~/machinepolicies/template'),
  )
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  return (
    <InfrastructureFrame
      part="machine-policies"
      about="When targets and workers are checked, and what becomes of those that do not answer."
      actions={
        <Button
          disabled={!template.data}
          onClick={() => setOpen({ what: 'new' })}
          leftSection={<IconPlus size={17} aria-hidden />}
        >
          Add a policy
        </Button>
      }
    >
      <Loaded of={policies}>{(all) => <Table policies={all} onOpen={setOpen} />}</Loaded>
      {open?.what === 'new' && template.data && <PolicyForm from={template.data} onClose={close} />}
      {open?.what === 'change' && <PolicyForm from={open.policy} id={open.policy.Id} onClose={close} />}
      {open?.what === 'delete' && <DeletePolicy policy={open.policy} onClose={close} />}
    </InfrastructureFrame>
  )
}

function Table({
  policies,
  onOpen,
}: {
  readonly policies: readonly MachinePolicy[]
  readonly onOpen: (open: Open) => void
}) {
  return (
    <div className="scroll-x">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Health checks</th>
            <th scope="col">Out of reach</th>
            <th scope="col">Clean-up</th>
            <th scope="col">
              <span className="visually-hidden">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {policies.map((policy) => (
            <tr key={policy.Id}>
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
              <td>
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    onClick={() => onOpen({ what: 'change', policy })}
                    aria-label={`Change: ${policy.Name}`}
                  >
                    Change
                  </Button>
                  {!policy.IsDefault && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="red"
                      onClick={() => onOpen({ what: 'delete', policy })}
                      aria-label={`Delete: ${policy.Name}`}
                    >
                      Delete
                    </Button>
                  )}
                </Group>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function DeletePolicy({ policy, onClose }: { readonly policy: MachinePolicy; readonly onClose: () => void }) {
  const deleting = useChange((client, id: string) => client.delete(`~/machinepolicies/${id}`))
  const remove = async () => {
    await deleting.mutateAsync(policy.Id)
    onClose()
  }
  return (
    <Deletion title={`Delete ${policy.Name}?`} deleting={deleting} onConfirm={remove} onClose={onClose}>
      Targets and workers that still have it must be given another policy first.
    </Deletion>
  )
}
