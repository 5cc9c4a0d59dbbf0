import type { DeploymentPreview } from '@flotilla/api'

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
  if (preview.StepsToExecute.length === 0) return <p className="faint">No step would run there.</p>
  const isIn = (id: string) => (chosenIds.length === 0 || chosenIds.includes(id)) && !excludedIds.includes(id)
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Runs on</th>
        </tr>
      </thead>
      <tbody>
        {preview.StepsToExecute.map((step) => (
          <tr key={step.ActionId}>
            <td>
              {step.ActionNumber}. {step.ActionName}
              {step.IsDisabled && <span className="faint"> (disabled)</span>}
            </td>
            <td>
              {step.Roles.length === 0 && <span className="faint">once, on a worker</span>}
              {step.Roles.length > 0 && step.Machines.length === 0 && (
                <span className="warn">no target with {step.Roles.join(' or ')}</span>
              )}
              {step.Machines.map(({ Id, Name }) => (
                <span key={Id} className={isIn(Id) ? 'machine' : 'machine dropped'}>
                  {Name}
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
