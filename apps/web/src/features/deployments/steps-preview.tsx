import type { DeploymentPreview } from '@flotilla/api'
import { Title } from '@mantine/core'
import { Table } from '../../ui/table.tsx'
import { MachineName } from './machine-name.tsx'

type Step = DeploymentPreview['StepsToExecute'][number]

/** The steps that would run, and on which targets. */
export function StepsPreview({
  preview,
  chosenIds,
  excludedIds,
}: {
  readonly preview: DeploymentPreview
  readonly chosenIds: readonly string[]
  readonly excludedIds: readonly string[]
}) {
  const isIn = (id: string) => (chosenIds.length === 0 || chosenIds.includes(id)) && !excludedIds.includes(id)
  return (
    <section aria-labelledby="steps-to-run">
      <Title order={2} mb="xs" id="steps-to-run">
        Steps
      </Title>
      {preview.StepsToExecute.length === 0 ? (
        <p className="faint">No step would run there.</p>
      ) : (
        <Table label="Steps" columns={['Step', 'Runs on']}>
          {preview.StepsToExecute.map((step) => (
            <tr key={step.ActionId}>
              <td>
                {step.ActionNumber}. {step.ActionName}
                {step.IsDisabled && <span className="faint"> (disabled)</span>}
              </td>
              <td>
                <Places step={step} isIn={isIn} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  )
}

function Places({ step, isIn }: { readonly step: Step; readonly isIn: (machineId: string) => boolean }) {
  if (step.Roles.length === 0) return <span className="faint">once, without a target</span>
  if (step.Machines.length === 0) return <span className="warn">no target with {step.Roles.join(' or ')}</span>
  return step.Machines.map(({ Id, Name }) => <MachineName key={Id} name={Name} isDropped={!isIn(Id)} />)
}
