import { explainDroppedMachine } from '@flotilla/domain/suites'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { badRequest } from '../../http/errors.ts'
import { type AppRoute, type Deps, type PlannedChild, route, type Space } from '../context.ts'
import { requirePlace } from '../deployments/routes.ts'
import { processStep, type StepDocument } from '../processes/schema.ts'
import { settleSteps } from '../processes/settle-steps.ts'
import { requireInProject } from '../projects/scope.ts'
import { requireRelease } from '../releases/routes.ts'
import { SuitePlanAnswer } from './answers.ts'

/** Suites: what a deployment of an orchestration project would do to its children. */
export function suiteRoutes(deps: Deps): AppRoute[] {
  return [
    route({
      scope: 'space',
      tags: ['Suites'],
      method: 'POST',
      path: '/releases/:id/deployments/plan',
      summary: 'What a suite deployment would do: per child the release, the machines, or the reason it is skipped',
      access: 'DeploymentView',
      body: Type.Object({
        EnvironmentId: Type.String({ minLength: 1 }),
        TenantId: Type.Optional(Type.String()),
        SpecificMachineIds: Type.Optional(Type.Array(Type.String(), { default: [], maxItems: 10_000 })),
        ExcludedMachineIds: Type.Optional(Type.Array(Type.String(), { default: [], maxItems: 10_000 })),
        FormValues: Type.Optional(Type.Record(Type.String(), Type.String(), { default: {} })),
        Steps: Type.Optional(
          Type.Array(processStep, {
            maxItems: 500,
            description: 'In place of the steps of the release: what comes of a process that is not saved yet.',
          }),
        ),
      }),
      response: SuitePlanAnswer,
      handler: async ({ space, params, body, caller }) => {
        const release = await requireRelease(deps.database, caller, space, params.id)
        if (body.Steps) {
          const ask = { projectId: release.project_id, view: 'ProcessView', permission: 'ProcessEdit' } as const
          await requireInProject(deps.database, caller, { ...ask, itemType: 'Release', id: release.id })
        }
        const { environment, tenant } = await requirePlace(
          deps.database,
          space,
          body.EnvironmentId,
          body.TenantId || undefined,
        )
        const specific = (body.SpecificMachineIds ?? []).map(canonicalId)
        const excluded = (body.ExcludedMachineIds ?? []).map(canonicalId)
        await requireMachines(deps.database, space, { SpecificMachineIds: specific, ExcludedMachineIds: excluded })
        const ask = {
          releaseId: release.id,
          environmentId: environment.id,
          tenantId: tenant?.id ?? null,
          specificMachineIds: specific,
          excludedMachineIds: excluded,
          formValues: body.FormValues ?? {},
          missing: null,
          steps: body.Steps && settleSteps(body.Steps as unknown as readonly StepDocument[]),
        }
        const [planned] = await deps.planSuites(caller, [ask])
        return {
          ReleaseId: release.id,
          EnvironmentId: environment.id,
          TenantId: tenant?.id ?? null,
          Children: planned!.map(presentPlannedChild),
          Links: {},
        }
      },
    }),
  ]
}

/** Refuses a plan for machines that do not exist, as the deployment itself would be refused; `asked` by field of the body. */
export async function requireMachines(
  db: Queryable,
  space: Space,
  asked: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const ids = Object.values(asked).flat()
  if (ids.length === 0) return
  const rows = await db
    .selectFrom('machine')
    .select('id')
    .where('space_id', '=', space.id)
    .where('id', 'in', ids)
    .execute()
  const known = new Set(rows.map(({ id }) => id))
  const problems = Object.entries(asked).flatMap(([field, list]) =>
    list.filter((id) => !known.has(id)).map((id) => `${field}: the machine '${id}' does not exist.`),
  )
  if (problems.length > 0) throw badRequest(...problems)
}

/** What one step of a suite would do. */
export function presentPlannedChild({ actionId, actionName, stepName, projectName, plan, reasons }: PlannedChild) {
  return {
    ActionId: actionId,
    ActionName: actionName,
    StepName: stepName,
    ProjectName: projectName,
    Outcome: plan?.kind ?? 'not-run',
    IsWhatIf: plan?.isWhatIf ?? false,
    ReleaseId: plan?.release?.id ?? null,
    ReleaseVersion: plan?.release?.version ?? null,
    Machines: {
      Scope: plan?.machines.scope ?? 'undecided',
      Kept: (plan?.machines.kept ?? []).map(({ id, name }) => ({ Id: id, Name: name })),
      Dropped: (plan?.machines.dropped ?? []).map((machine) => ({
        Id: machine.id,
        Name: machine.name,
        Reason: explainDroppedMachine(machine),
      })),
    },
    Reason: reasons.at(-1) ?? '',
    Reasons: reasons,
    Plan: plan,
  }
}
