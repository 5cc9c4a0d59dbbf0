import type { DeploymentPreview } from '@flotilla/domain/deployments'
import {
  isScopedTo,
  POINTING_TYPES,
  resolveVariables,
  type Variable,
  type VariableContext,
} from '@flotilla/domain/variables'
import type { Queryable } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { unusableAccounts } from '../accounts/pointed.ts'

/** Where variables are looked up; what the steps reach is asked for only when it matters. */
interface Looked {
  readonly context: VariableContext
  readonly preview: () => DeploymentPreview
}

/** Scopes that are judged only where a step runs. */
const OF_STEPS = ['Action', 'Machine', 'TargetRole', 'Role'] as const

/**
 * What stands against a deployment because a variable would point to an account that may not be used in the place: an
 * account limited to other environments or tenants, or one that is gone. Entries that lose to better ones harm nobody.
 */
export async function accountProblems(
  db: Queryable,
  variables: readonly Variable[],
  place: {
    readonly spaceId: string
    readonly environment: { readonly id: string; readonly name: string }
    readonly tenant: { readonly id: string; readonly tags: readonly string[] } | null
  },
  deployment: Looked,
): Promise<readonly string[]> {
  const unusable = await unusableAccounts(db, variables, place)
  if (unusable.size === 0) return []
  const reasonOf = ({ type, value }: Variable) =>
    POINTING_TYPES.has(type) ? unusable.get(canonicalId((value ?? '').trim())) : undefined
  const suspects = new Set(variables.filter(reasonOf).map(({ name }) => name.toLowerCase()))
  const concerned = variables.filter(({ name }) => suspects.has(name.toLowerCase()))
  const needsSteps = concerned.some(({ scope }) => OF_STEPS.some((kind) => isScopedTo(scope, kind)))
  const contexts = [deployment.context, ...(needsSteps ? contextsOfSteps(deployment) : [])]
  const problems = contexts.flatMap((context) =>
    [...resolveVariables(concerned, context).values.values()].flatMap(({ variable, name }) => {
      const reason = reasonOf(variable)
      return reason ? [`Variables[${name}]: ${reason} (${place.environment.name}).`] : []
    }),
  )
  return [...new Set(problems)]
}

const contextsOfSteps = ({ context, preview }: Looked): readonly VariableContext[] =>
  preview().steps.flatMap(({ actionId, roles, machines }) => {
    const inStep = { ...context, actionId, stepRoles: roles }
    return [inStep, ...machines.map(({ id, roles: targetRoles }) => ({ ...inStep, targetId: id, targetRoles }))]
  })
