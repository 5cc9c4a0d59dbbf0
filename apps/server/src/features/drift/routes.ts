import type { EnvironmentId, ProjectId } from '@flotilla/domain'
import { isDrifting } from '@flotilla/domain/drift'
import { Type } from 'typebox'
import { inTransaction } from '../../database/connection.ts'
import { canonicalId } from '../../database/ids.ts'
import { CollectionOf } from '../../http/answers.ts'
import {
  BooleanParameter,
  collection,
  isTrue,
  ListParameter,
  listOf,
  type Page,
  Paging,
  pageOf,
} from '../../http/paging.ts'
import { type AppRoute, type Deps, require, route, spaceAddress } from '../context.ts'
import { deploymentProblems } from '../deployments/create-deployment.ts'
import { answerOnce, idempotencyOf } from '../deployments/idempotency.ts'
import { presentDeployment } from '../deployments/present-deployment.ts'
import { requirePlace } from '../deployments/routes.ts'
import { machineResource } from '../machines/resource.ts'
import { projectResource } from '../projects/resource.ts'
import { scopeOfProject } from '../projects/scope.ts'
import { requireVisible } from '../standard-routes.ts'
import { presentPlannedChild, requireMachines } from '../suites/routes.ts'
import { ComponentDriftAnswer, ConvergeAnswer, InstallationAnswer, SuiteDriftAnswer } from './answers.ts'
import { type ConvergeAsk, type ConvergePlan, converge, planConverging } from './converge.ts'
import { type ComponentPlace, findPlaces } from './find-places.ts'
import { listInstallations } from './list-installations.ts'
import { loadDrift } from './load-drift.ts'
import { linksOf, presentComponent, presentPlace } from './present-drift.ts'
import { loadSuiteDrifts, machinesSeenBy, type SuiteDrift } from './suite-drift.ts'

/** A page holds at most so many places: each stands for all its machines. */
const MOST_PLACES = 100
const MOST_SUITES = 20

const Query = {
  ...Paging,
  environments: ListParameter(),
  tenants: ListParameter(),
  machines: ListParameter(),
  includeUpToDate: BooleanParameter(),
}

const ConvergeBody = Type.Object(
  {
    EnvironmentId: Type.String({ minLength: 1 }),
    TenantId: Type.Optional(Type.String()),
    MachineIds: Type.Optional(
      Type.Array(Type.String(), {
        maxItems: 10_000,
        description: 'Only these machines; left out, all that lack something.',
      }),
    ),
    FormValues: Type.Optional(Type.Record(Type.String(), Type.String(), { default: {} })),
    WhatIf: Type.Optional(Type.Boolean({ default: false })),
  },
  { title: 'ConvergeBody' },
)

/** What is installed on machines, which of them have not what their places should run, and deploying just that. */
export function driftRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: ['Drift'] } as const
  return [
    route({
      ...common,
      method: 'GET',
      path: '/machines/:id/installations',
      summary: 'What is installed on a machine, by which deployment, since when',
      access: 'MachineView',
      query: Type.Object(Paging),
      response: CollectionOf(InstallationAnswer),
      handler: async ({ space, caller, params, query }) => {
        const machine = await requireVisible(database, machineResource, caller, space.id, params.id)
        const page = pageOf(query)
        const { items, total } = await listInstallations(database, caller, machine.Id, page)
        const address = `${spaceAddress(space.id)}/machines/${machine.Id}/installations`
        return collection('Installation', items, total, page, address, query)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/drift',
      summary: 'Per project, environment and tenant: the machines that have not what they should',
      access: 'DeploymentView',
      query: Type.Object({ ...Query, projects: ListParameter() }),
      response: CollectionOf(ComponentDriftAnswer),
      handler: async ({ space, caller, query }) => {
        const page = shortPage(query, MOST_PLACES)
        const filter = { ...placesOf(query), projects: listOf(query.projects) }
        const { places, total } = await findPlaces(database, caller, space.id, filter, page)
        const drifts = await loadDrift(database, places, machinesSeenBy(caller))
        const items = drifts.map((drift) => presentComponent(drift, wantedOf(query)))
        return collection('ComponentDrift', items, total, page, `${spaceAddress(space.id)}/drift`, query)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/drift',
      summary: 'The same for a project and the children that it deploys, in the order of its steps',
      access: 'DeploymentView',
      query: Type.Object(Query),
      response: CollectionOf(SuiteDriftAnswer),
      handler: async ({ space, caller, params, query }) => {
        const project = await requireVisible(database, projectResource, caller, space.id, params.id)
        const page = shortPage(query, MOST_SUITES)
        const filter = { ...placesOf(query), projects: [project.Id] }
        const { places, total } = await findPlaces(database, caller, space.id, filter, page)
        const items = await loadSuiteDrifts(deps, caller, places)
        const address = `${spaceAddress(space.id)}/projects/${project.Id}/drift`
        return collection(
          'SuiteDrift',
          items.flatMap((item) => presentSuite(item, query)),
          total,
          page,
          address,
          query,
        )
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/projects/:id/converge',
      operationId: 'convergeProject',
      summary: 'Deploy what is missing, in the order of the steps, to the machines that lack it and to no other',
      access: 'DeploymentView',
      body: ConvergeBody,
      response: ConvergeAnswer,
      handler: async ({ space, caller, params, body, raw }) => {
        const project = await requireVisible(database, projectResource, caller, space.id, params.id)
        const { environment, tenant } = await requirePlace(
          database,
          space,
          body.EnvironmentId,
          body.TenantId || undefined,
        )
        const place: ComponentPlace = {
          projectId: project.Id as ProjectId,
          environmentId: environment.id as EnvironmentId,
          tenantId: tenant?.id ?? null,
        }
        const scope = { ...scopeOfProject(project), environmentId: place.environmentId, tenantId: place.tenantId }
        require(caller, 'DeploymentView', scope)
        const machineIds = body.MachineIds?.map(canonicalId) ?? null
        await requireMachines(database, space, { MachineIds: machineIds ?? [] })
        const ask: ConvergeAsk = {
          project,
          place,
          environmentName: environment.name,
          machineIds,
          formValues: body.FormValues ?? {},
        }
        const told = { project, environment: { Id: environment.id, Name: environment.name }, tenant }
        if (body.WhatIf) {
          const plan = await planConverging(deps, caller, ask)
          const [[children = []], Errors] = plan.ask
            ? await Promise.all([
                deps.planSuites(caller, [{ ...plan.ask, takesDefaults: true }]),
                deploymentProblems(database, plan.ask, deps.clock.now()),
              ])
            : [[], []]
          const Children = children.map(presentPlannedChild)
          return { ...presentConverge(told, plan, machineIds), WhatIf: true, Children, Errors, Deployment: null }
        }
        require(caller, 'DeploymentCreate', scope)
        const once = idempotencyOf(
          database,
          'POST /projects/converge',
          { caller, raw },
          { ...body, project: project.Id },
        )
        // Planned on connections of its own: inside the transaction, many at once would wait for one another's.
        const plan = await planConverging(deps, caller, ask)
        const { answer, isNew } = await inTransaction(database, (tx) =>
          answerOnce(tx, once, async () => {
            const { current, ask: wanted } = plan
            const made = wanted && (await converge(tx, caller, { current, ask: wanted, place }, deps.clock.now()))
            return {
              ...presentConverge(told, plan, machineIds),
              WhatIf: false,
              Children: [],
              Errors: [],
              Deployment: made && presentDeployment(made),
            }
          }),
        )
        if (isNew && answer.Deployment) deps.tasks.begin(answer.Deployment.TaskId)
        return answer
      },
    }),
  ]
}

type Asked = Readonly<Partial<Record<'environments' | 'tenants' | 'machines', string | string[]>>> & {
  readonly includeUpToDate?: string
  readonly skip?: number
  readonly take?: number
}

function shortPage(query: Asked, most: number): Page {
  const { skip, take } = pageOf(query)
  return { skip, take: Math.min(take, most) }
}

const placesOf = (query: Asked) => ({
  environments: listOf(query.environments),
  tenants: listOf(query.tenants),
  machines: listOf(query.machines),
})

const wantedOf = (query: Asked) => ({
  machineIds: listOf(query.machines)?.map(canonicalId) ?? null,
  includesUpToDate: isTrue(query.includeUpToDate) === true,
})

function presentSuite({ current, own, components }: SuiteDrift, query: Asked) {
  // It may have gone since the page was read.
  if (!own) return []
  return [
    {
      ...presentPlace(own),
      ReleaseId: current?.releaseId ?? null,
      ReleaseVersion: current?.version ?? null,
      Components: components.map((component) => presentComponent(component, wantedOf(query))),
      Links: linksOf(own),
    },
  ]
}

function presentConverge(
  told: Parameters<typeof presentPlace>[0],
  { current, components }: ConvergePlan,
  machineIds: readonly string[] | null,
) {
  const wanted = machineIds && new Set<string>(machineIds)
  const lacking = components.filter(({ machines }) =>
    machines.some((drift) => isDrifting(drift) && (wanted?.has(drift.machine.id) ?? true)),
  )
  return {
    ...presentPlace(told),
    ReleaseId: current.releaseId,
    ReleaseVersion: current.version,
    Components: lacking.map((component) => presentComponent(component, { machineIds, includesUpToDate: false })),
    Links: linksOf(told),
  }
}
