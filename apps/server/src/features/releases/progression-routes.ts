import { deployableByTenant, deployableEnvironments, describeProgression } from '@flotilla/domain/lifecycles'
import { matchesTags } from '@flotilla/domain/tenants'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { notFound } from '../../http/errors.ts'
import { type AppRoute, type Caller, type Deps, route, type Space, spaceAddress } from '../context.ts'
import { presentDeployment } from '../deployments/present-deployment.ts'
import { type DeploymentRow, deploymentsSeenBy } from '../deployments/queries.ts'
import { presentTask } from '../tasks/present-task.ts'
import { findTasks } from '../tasks/queries.ts'
import { DeploymentTemplateAnswer, ReleaseProgressionAnswer } from './answers.ts'
import {
  connectionOf,
  loadEnvironments,
  loadReleaseWorld,
  loadTenantsOfProject,
  maySeeTenant,
  type ReleaseWorld,
} from './release-world.ts'
import { requireRelease } from './routes.ts'
import { haveSnapshotsChanged } from './snapshot-changes.ts'

/** Where a release may go: the deployment template and the progression of API reference 5.7. */
export function releaseProgressionRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: ['Releases'] } as const
  const requireWorld = async (caller: Caller, space: Space, id: string): Promise<ReleaseWorld> => {
    const release = await requireRelease(database, caller, space, id)
    const world = await loadReleaseWorld(database, release.id)
    // It may have been deleted between the two readings.
    if (!world) throw notFound('Release', id)
    return world
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/releases/:id/deployments/template',
      summary: 'Where a release may be deployed, without and with tenants',
      access: 'ReleaseView',
      response: DeploymentTemplateAnswer,
      handler: async ({ space, params, caller }) => {
        const world = await requireWorld(caller, space, params.id)
        const environments = new Map((await loadEnvironments(database, space.id)).map((each) => [each.id, each.name]))
        const target = (id: string, tenantId?: string) => ({
          Id: id,
          Name: environments.get(id as never) ?? id,
          Links: {
            Preview: `${spaceAddress(space.id)}/releases/${world.release.id}/deployments/preview/${id}${tenantId ? `/${tenantId}` : ''}{?includeDisabledSteps}`,
          },
        })
        const tenants =
          world.mode === 'Untenanted'
            ? []
            : (await loadTenantsOfProject(database, world.project.Id)).filter(
                (tenant) =>
                  !tenant.isDisabled &&
                  matchesTags(world.channelTenantTags, tenant.tags) &&
                  maySeeTenant(caller, world.project, tenant),
              )
        const promotions = deployableByTenant({
          ...world,
          connections: tenants.map((tenant) => connectionOf(tenant, world.project.Id)),
        })
        return {
          Id: `deploymenttemplate-${world.release.id}`,
          ...(await haveSnapshotsChanged(database, [world]))[0]!,
          IsGitResourceModified: false,
          DeploymentNotes: null,
          PromoteTo:
            world.mode === 'Tenanted' ? [] : deployableEnvironments({ ...world, tenant: null }).map((id) => target(id)),
          TenantPromotions: tenants.flatMap((tenant) => {
            const promoteTo = promotions.get(tenant.id)
            return promoteTo
              ? [{ Id: tenant.id, Name: tenant.name, PromoteTo: promoteTo.map((id) => target(id, tenant.id)) }]
              : []
          }),
          Links: {},
        }
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/releases/:id/progression',
      summary: 'How far a release has come through its lifecycle',
      access: 'ReleaseView',
      query: Type.Object({}),
      response: ReleaseProgressionAnswer,
      handler: async ({ space, params, caller }) => {
        const world = await requireWorld(caller, space, params.id)
        const overview = describeProgression({ ...world, tenant: null })
        const { rows } = await sql<DeploymentRow>`
          select distinct on (environment_id, coalesce(tenant_id, '')) * from deployment
          where release_id = ${world.release.id} and ${deploymentsSeenBy(caller)} order by environment_id, coalesce(tenant_id, ''), number desc`.execute(
          database,
        )
        const tasks = await findTasks(
          database,
          rows.map((row) => row.task_id),
        )
        return {
          Phases: overview.phases.map(({ phase, progress, isBlocked }) => ({
            Id: phase.id,
            Name: phase.name,
            Blocked: isBlocked,
            Progress: progress,
            Deployments: rows
              .filter((row) => [...phase.automatic, ...phase.manual].includes(row.environment_id as never))
              .flatMap((row) => {
                const task = tasks.get(row.task_id)
                return task ? [{ Task: presentTask(task), Deployment: presentDeployment(row) }] : []
              }),
            AutomaticDeploymentTargets: phase.automatic,
            OptionalDeploymentTargets: phase.manual,
            MinimumEnvironmentsBeforePromotion: phase.minimumEnvironments,
            IsOptionalPhase: phase.isOptional,
            IsPriorityPhase: phase.isPriority,
          })),
          NextDeployments: overview.nextDeployments,
          NextDeploymentsMinimumRequired: overview.nextDeploymentsMinimumRequired,
        }
      },
    }),
  ]
}
