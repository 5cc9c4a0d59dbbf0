import { err, ok, type Result } from '@flotilla/kit'
import type { TargetId } from '../ids.ts'
import type { DeploymentPreview } from './preview-deployment.ts'

export type MachineSelectionRefusal =
  | { readonly kind: 'unknown-machines'; readonly targetIds: readonly TargetId[] }
  /** Names of the actions that need machines: none of them has one. */
  | { readonly kind: 'no-machines'; readonly actionNames: readonly string[] }

/**
 * Whether a deployment may be created with these machines.
 *
 * Shape: `preview` is that of the deployment, with its selection; `knownIds` all machines that the selection may name,
 * in whatever environment.
 * Errors: ids that no machine has; and no machine for any action that needs one, unless the project allows that.
 * Machines left out by their health count as there: they may be well again when the deployment runs.
 * Source: domain reference 1.3 (`AllowDeploymentsToNoTargets`), 3.1, 3.2.
 */
export function judgeMachineSelection(ask: {
  readonly preview: DeploymentPreview
  readonly specific: readonly TargetId[]
  readonly excluded: readonly TargetId[]
  readonly knownIds: ReadonlySet<TargetId>
  readonly allowNoTargets: boolean
}): Result<void, MachineSelectionRefusal> {
  const unknown = [...new Set([...ask.specific, ...ask.excluded])].filter((id) => !ask.knownIds.has(id))
  if (unknown.length > 0) return err({ kind: 'unknown-machines', targetIds: unknown })
  const needy = ask.preview.steps.filter(({ roles, isDisabled }) => roles.length > 0 && !isDisabled)
  const hasMachines = needy.some(({ machines, unavailable }) => machines.length + unavailable.length > 0)
  if (needy.length === 0 || hasMachines || ask.allowNoTargets) return ok()
  return err({ kind: 'no-machines', actionNames: needy.map(({ actionName }) => actionName) })
}
