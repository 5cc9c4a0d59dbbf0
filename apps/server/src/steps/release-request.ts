import { type ChildPlan, DEPLOY_RELEASE_PROPERTIES, type DeployReleaseSettings } from '@flotilla/domain/suites'
import type { PassedValue } from '@flotilla/domain/variables'
import { err, ok, type Result } from '@flotilla/kit'
import type { Queryable } from '../database/connection.ts'
import { asDeployment } from '../features/deployments/execution.ts'
import { missingComponentsOf } from '../features/deployments/queries.ts'
import { readDeployRelease } from '../features/processes/deploy-release-actions.ts'
import { findFixedVersion, planDeployRelease } from '../features/suites/plan-deploy-release.ts'
import type { ActionRun } from './step-type.ts'

/** A "Deploy a Release" action where it runs, or would run. */
export type ReleasePlace = Pick<ActionRun, 'run' | 'step' | 'action' | 'target' | 'scope'>

export interface ReleaseRequest extends Omit<DeployReleaseSettings, 'variables'> {
  /** With their values of this moment; what is made of a secret of the parent is one. */
  readonly passed: readonly PassedValue[]
}

/** Reads what a "Deploy a Release" step asks for. Errors: sentences for people. Source: domain reference 4.10. */
export function readReleaseRequest({
  action,
  run,
  scope,
}: Pick<ReleasePlace, 'action' | 'run' | 'scope'>): Result<ReleaseRequest, readonly string[]> {
  const secretOf = (name: string) => run.actionSecret(action.id, name)
  const read = readDeployRelease(action, secretOf)
  if (!read.ok) return err(read.error.map(({ property, message }) => `${property}: ${message}`))
  const { variables, ...settings } = read.value
  const areSecret = secretOf(DEPLOY_RELEASE_PROPERTIES.variables) !== undefined
  const passed = variables.map(({ variableName, value: written }) => {
    const value = scope.evaluate(written)
    return { name: variableName, value, isSensitive: areSecret || run.mask(value) !== value }
  })
  return ok({ ...settings, passed })
}

/** The plan of such a step. */
export async function planReleaseStep(
  db: Queryable,
  { run, step, action, target }: ReleasePlace,
  { projectId, condition, passed }: ReleaseRequest,
): Promise<ChildPlan> {
  const deployment = asDeployment(run.execution)
  const { release_id, environment_id, tenant_id } = deployment
  return planDeployRelease(
    db,
    {
      projectId,
      condition,
      version: await findFixedVersion(db, release_id, { step, action }),
      variables: passed.map(({ name, value }) => ({ variableName: name, value })),
      machine: target && { id: target.id, name: target.name },
      missing: missingComponentsOf(deployment),
    },
    { environmentId: environment_id, tenantId: tenant_id },
  )
}
