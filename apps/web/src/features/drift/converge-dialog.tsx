import { type ComponentDrift, type Converge, convergeProject, previewDeployment } from '@flotilla/api'
import { Button, Group, Modal, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { useOnceKey } from '../../api/once-key.ts'
import { useChange, useRead } from '../../api/queries.ts'
import { useTo } from '../../api/space.tsx'
import { newId } from '../../ui/new-id.ts'
import { Notice } from '../../ui/notice.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Table } from '../../ui/table.tsx'
import { PlannedChildren } from '../deployments/plan-view.tsx'
import { plannedValues } from '../deployments/planned-values.ts'
import { PromptedFields } from '../deployments/prompted-fields.tsx'

/** Where something is brought that is missing. */
export type ConvergePlace = Pick<
  ComponentDrift,
  'ProjectId' | 'ProjectName' | 'EnvironmentId' | 'EnvironmentName' | 'TenantId' | 'TenantName' | 'ReleaseId'
> & {
  /** Only this target; without, all that lack something. */
  readonly only?: { readonly MachineId: string; readonly MachineName: string }
}

/** The server's own plan of what is missing, what the release asks for, and the deployment that brings it. */
export function ConvergeDialog({ place, onClose }: { readonly place: ConvergePlace; readonly onClose: () => void }) {
  const to = useTo()
  const go = useNavigate()
  const onceKey = useOnceKey()
  const [isNeedless, setNeedless] = useState(false)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [settled] = useDebouncedValue(typed, 250)
  const choice = { EnvironmentId: place.EnvironmentId, ...(place.TenantId ? { TenantId: place.TenantId } : {}) }
  const missing = { ...choice, ...(place.only ? { MachineIds: [place.only.MachineId] } : {}) }
  const asked = useRead(
    ['preview', place.ReleaseId, place.EnvironmentId, place.TenantId],
    (client) => previewDeployment(client, place.ReleaseId!, choice),
    { isSkipped: !place.ReleaseId },
  )
  const form = asked.data?.Form
  const planned = form && plannedValues(form, { ...form.Values, ...settled })
  const plan = useRead(
    ['converge', place.ProjectId, missing, planned],
    (client) =>
      convergeProject(client, place.ProjectId, { ...missing, FormValues: planned ?? {}, WhatIf: true }, newId()),
    // What has a release is planned with the defaults of what that asks for.
    { keepsOld: true, isSkipped: place.ReleaseId !== null && !planned },
  )
  const count = plan.data ? targetsOf(plan.data) : 0
  const values = { ...form?.Values, ...typed }
  const converging = useChange((client, _: undefined) =>
    convergeProject(client, place.ProjectId, { ...missing, FormValues: values }, onceKey),
  )
  const converge = async () => {
    const { Deployment } = await converging.mutateAsync(undefined)
    if (Deployment) await go(to('deployments', Deployment.Id))
    else setNeedless(true)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void converge().catch(() => {})
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      closeOnClickOutside={false}
      title={`Converge ${place.ProjectName} in ${place.EnvironmentName}${place.TenantName ? ` for ${place.TenantName}` : ''}${place.only ? ` on ${place.only.MachineName}` : ''}`}
    >
      <Stack component="form" onSubmit={submit}>
        {asked.error ? (
          <Problem error={asked.error} retry={() => void asked.refetch()} />
        ) : (
          <Loaded of={plan}>{(data) => <Plan plan={data} isNeedless={isNeedless} />}</Loaded>
        )}
        {form && (
          <PromptedFields
            form={form}
            values={values}
            error={converging.error}
            onChange={(name, value) => setTyped({ ...typed, [name]: value })}
          />
        )}
        {converging.error && <Problem error={converging.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!asked.data || count === 0} loading={converging.isPending} data-autofocus>
            {count === 1 ? 'Deploy to 1 target' : `Deploy to ${count} targets`}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Of more than so many it is enough to say how many. */
const SHOWN = 50

const targetsOf = ({ Components }: Converge): number =>
  new Set(Components.flatMap(({ Machines }) => Machines.map(({ MachineId }) => MachineId))).size

function Plan({ plan, isNeedless }: { readonly plan: Converge; readonly isNeedless: boolean }) {
  if (isNeedless || plan.Components.length === 0) return <p>Nothing is missing there any more.</p>
  const rows = plan.Components.flatMap((component) => component.Machines.map((machine) => ({ component, machine })))
  return (
    <>
      <p className="faint" style={{ margin: 0 }}>
        A deployment of {plan.ProjectName} {plan.ReleaseVersion} that reaches only the targets which lack something.
      </p>
      {plan.Errors.length > 0 && (
        <Notice title="It would be refused as it is">
          {plan.Errors.map((sentence) => (
            <div key={sentence}>{sentence}</div>
          ))}
        </Notice>
      )}
      {plan.Children.length > 0 && <PlannedChildren all={plan.Children} />}
      <Table label="What each target gets" columns={['Target', 'Gets', 'Why']}>
        {rows.slice(0, SHOWN).map(({ component, machine }) => (
          <tr key={`${component.ProjectId} ${machine.MachineId}`}>
            <td className="nowrap">{machine.MachineName}</td>
            <td>
              {component.ProjectName} <span className="mono">{component.ReleaseVersion}</span>
            </td>
            <td className="faint">{machine.Reason}</td>
          </tr>
        ))}
      </Table>
      {rows.length > SHOWN && <p className="faint">and {rows.length - SHOWN} more</p>}
    </>
  )
}
