import type { EnvironmentId, TenantId } from '@flotilla/domain'
import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { crashPoint } from '../../crash-point.ts'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { CollectionOf } from '../../http/answers.ts'
import { parseWireDate, WireDate } from '../../http/dates.ts'
import { badRequest, forbidden, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, Paging, pageOf } from '../../http/paging.ts'
import { type AppRoute, type Caller, type Deps, require, route, type Space, spaceAddress } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { loadProjectScope, scopeOfProject } from '../projects/scope.ts'
import { loadReleaseWorld, type ReleaseWorld } from '../releases/release-world.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import { loadVariables } from '../variables/to-domain.ts'
import { DeploymentAnswer, DeploymentPreviewAnswer } from './answers.ts'
import { createDeployment, DEPLOYMENT_DEFAULTS, type DeploymentAsk } from './create-deployment.ts'
import { deleteDeployment } from './delete-deployment.ts'
import { type Place, snapshotsOf } from './deployment-world.ts'
import { answerOnce, idempotencyOf } from './idempotency.ts'
import { loadOwnChanges } from './load-own-changes.ts'
import { presentDeployment } from './present-deployment.ts'
import { presentPreview } from './present-preview.ts'
import { type DeploymentRow, deploymentsSeenBy, listDeployments } from './queries.ts'

const Ids = () => Type.Optional(Type.Array(Type.String(), { default: [], maxItems: 10_000 }))

const DeploymentBody = Type.Object({
  ReleaseId: Type.String({ minLength: 1 }),
  EnvironmentId: Type.String({ minLength: 1 }),
  TenantId: Type.Optional(Type.String()),
  SpecificMachineIds: Ids(),
  ExcludedMachineIds: Ids(),
  SkipActions: Ids(),
  FormValues: Type.Optional(Type.Record(Type.String(), Type.String(), { default: {} })),
  UseGuidedFailure: Type.Optional(Type.Boolean({ default: false })),
  ForcePackageDownload: Type.Optional(Type.Boolean({ default: false })),
  ForcePackageRedeployment: Type.Optional(Type.Boolean({ default: false })),
  QueueTime: Type.Optional(WireDate()),
  QueueTimeExpiry: Type.Optional(WireDate()),
  Comments: Type.Optional(Type.String({ default: '', maxLength: 1_000_000 })),
  Priority: Type.Optional(
    Type.Union([Type.Literal('LifecycleDefault'), Type.Literal('On'), Type.Literal('Off')], {
      default: 'LifecycleDefault',
    }),
  ),
})

const OverrideBody = Type.Object({
  CreateDeploymentCommand: DeploymentBody,
  FreezeIds: Ids(),
  Reason: Type.Optional(Type.String({ default: '', maxLength: 1_000_000 })),
})

const askOf = (body: Static<typeof DeploymentBody>): DeploymentAsk => ({
  ...DEPLOYMENT_DEFAULTS,
  releaseId: body.ReleaseId,
  environmentId: body.EnvironmentId,
  tenantId: body.TenantId || null,
  specificMachineIds: body.SpecificMachineIds ?? [],
  excludedMachineIds: body.ExcludedMachineIds ?? [],
  skipActions: body.SkipActions ?? [],
  formValues: body.FormValues ?? {},
  useGuidedFailure: body.UseGuidedFailure ?? false,
  comments: body.Comments ?? '',
  priority: body.Priority ?? 'LifecycleDefault',
  forcePackageDownload: body.ForcePackageDownload ?? false,
  forcePackageRedeployment: body.ForcePackageRedeployment ?? false,
  queueTime: dateOf('QueueTime', body.QueueTime),
  queueTimeExpiry: dateOf('QueueTimeExpiry', body.QueueTimeExpiry),
})

/**
 * An answer to nothing that the release knows would be lost without a word. One to a question that is not asked in this place
 * is left out: clients send what they were shown elsewhere.
 */
async function refuseUnknownAnswers(
  db: Queryable,
  release: ReleaseWorld,
  answers: Readonly<Record<string, string>>,
): Promise<void> {
  if (Object.keys(answers).length === 0) return
  const known = new Set<string>((await loadVariables(db, snapshotsOf(release).variableSetIds)).map(({ id }) => id))
  const unknown = Object.keys(answers).filter((id) => !known.has(id))
  if (unknown.length > 0)
    throw badRequest(
      ...unknown.map(
        (id) =>
          `FormValues: the release has no variable with the id '${id}'. Take the names of the elements of a preview's Form.`,
      ),
    )
}

export function deploymentRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: ['Deployments'] } as const
  const deploy = async (space: Space, caller: Caller, raw: FastifyRequest, body: Static<typeof DeploymentBody>) => {
    const once = idempotencyOf(database, 'POST /deployments', { caller, raw }, body)
    const { answer, isNew } = await inTransaction(database, async (tx) => {
      const answered = await answerOnce(tx, once, async () => {
        const release = await loadReleaseWorld(tx, body.ReleaseId)
        if (release && release.release.space_id !== space.id)
          throw badRequest(`ReleaseId: the release '${body.ReleaseId}' does not exist.`)
        if (release) await refuseUnknownAnswers(tx, release, body.FormValues ?? {})
        const created = await createDeployment(tx, caller, askOf(body), deps.clock.now())
        if (!created.ok)
          throw created.error.kind === 'forbidden'
            ? forbidden(created.error.permission)
            : badRequest(...created.error.errors)
        return presentDeployment(created.value.deployment)
      })
      await crashPoint('accept.before')
      return answered
    })
    await crashPoint('accept.after')
    if (isNew) deps.tasks.begin(answer.TaskId)
    return answer
  }
  return [
    route({
      ...common,
      method: 'POST',
      path: '/deployments',
      summary: 'Deploy a release',
      access: 'DeploymentCreate',
      status: 201,
      body: DeploymentBody,
      response: DeploymentAnswer,
      handler: ({ space, body, caller, raw }) => deploy(space, caller, raw, body),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/deployments/override',
      summary: 'Deploy a release in spite of deployment freezes, of which there are none',
      access: 'DeploymentCreate',
      status: 201,
      body: OverrideBody,
      response: Type.Object({ Deployment: DeploymentAnswer }),
      handler: async ({ space, body, caller, raw }) => {
        const { CreateDeploymentCommand, FreezeIds = [] } = body
        if (FreezeIds.length > 0)
          throw badRequest(...FreezeIds.map((id) => `FreezeIds: the deployment freeze '${id}' does not exist.`))
        return { Deployment: await deploy(space, caller, raw, CreateDeploymentCommand) }
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/deployments',
      summary: 'List deployments, newest first',
      access: 'DeploymentView',
      query: Type.Object({
        ...Paging,
        ids: ListParameter(),
        projects: ListParameter(),
        environments: ListParameter(),
        tenants: ListParameter(),
        channels: ListParameter(),
        taskState: ListParameter(),
        partialName: Type.Optional(Type.String()),
      }),
      response: CollectionOf(DeploymentAnswer),
      handler: async ({ space, query, caller }) => {
        const page = pageOf(query)
        const { items, total } = await listDeployments(
          database,
          {
            spaceId: space.id,
            visible: deploymentsSeenBy(caller),
            ...(query.partialName ? { partialName: query.partialName } : {}),
            ...definedLists({
              ids: listOf(query.ids),
              projects: listOf(query.projects),
              environments: listOf(query.environments),
              tenants: listOf(query.tenants),
              channels: listOf(query.channels),
              taskStates: listOf(query.taskState),
            }),
          },
          page,
        )
        return collection(
          'Deployment',
          items.map(presentDeployment),
          total,
          page,
          `${spaceAddress(space.id)}/deployments`,
          query,
        )
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/deployments/:id',
      summary: 'Read a deployment',
      access: 'DeploymentView',
      response: DeploymentAnswer,
      handler: async ({ space, params, caller }) => {
        const deployment = await requireDeployment(database, caller, space, params.id)
        return { ...presentDeployment(deployment), ...(await loadOwnChanges(database, deployment)) }
      },
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/deployments/:id',
      summary: 'Delete a deployment that has ended, with its log and artifacts',
      access: 'DeploymentDelete',
      response: DeploymentAnswer,
      handler: ({ space, params, caller }) =>
        inTransaction(database, async (tx) => {
          const deployment = await requireDeployment(tx, caller, space, params.id)
          require(caller, 'DeploymentDelete', {
            ...(await loadProjectScope(tx, deployment.project_id))!,
            environmentId: deployment.environment_id as EnvironmentId,
            tenantId: deployment.tenant_id as TenantId | null,
          })
          await deleteDeployment(tx, caller, deployment)
          return presentDeployment(deployment)
        }),
    }),
    ...previewRoutes(deps),
  ]
}

function previewRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: ['Deployments'], access: 'DeploymentView' } as const
  const Query = Type.Object({ includeDisabledSteps: Type.Optional(Type.String()) })
  const preview = async (
    {
      caller,
      space,
      params,
    }: { readonly caller: Caller; readonly space: Space; readonly params: { readonly id: string } },
    at: { readonly environmentId: string; readonly tenantId?: string | undefined },
    includeDisabled: boolean,
  ) => {
    const world = await loadReleaseWorld(database, params.id)
    if (!world || world.release.space_id !== space.id) throw notFound('Release', params.id)
    const place = await requirePlace(database, space, at.environmentId, at.tenantId)
    require(caller, 'DeploymentView', {
      ...scopeOfProject(world.project),
      environmentId: place.environment.id as EnvironmentId,
      tenantId: place.tenant?.id ?? null,
    })
    return presentPreview(database, world, place, includeDisabled)
  }
  const includesDisabled = (query: { readonly includeDisabledSteps?: string }) =>
    query.includeDisabledSteps?.toLowerCase() === 'true'
  return [
    route({
      ...common,
      method: 'GET',
      path: '/releases/:id/deployments/preview/:environment',
      summary: 'What a deployment would do: steps, machines and questions',
      query: Query,
      response: DeploymentPreviewAnswer,
      handler: (asked) => preview(asked, { environmentId: asked.params.environment }, includesDisabled(asked.query)),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/releases/:id/deployments/preview/:environment/:tenant',
      summary: 'What a deployment for a tenant would do',
      query: Query,
      response: DeploymentPreviewAnswer,
      handler: (asked) => {
        const { environment, tenant } = asked.params
        return preview(asked, { environmentId: environment, tenantId: tenant }, includesDisabled(asked.query))
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/releases/:id/deployments/previews',
      summary: 'Several previews at once, in the order asked for',
      body: Type.Object({
        DeploymentPreviews: Type.Array(
          Type.Object({ EnvironmentId: Type.String(), TenantId: Type.Optional(Type.String()) }),
          { maxItems: 1_000 },
        ),
        IncludeDisabledSteps: Type.Optional(Type.Boolean({ default: false })),
      }),
      response: Type.Array(DeploymentPreviewAnswer),
      handler: async (asked) => {
        const { DeploymentPreviews, IncludeDisabledSteps = false } = asked.body
        const previews = []
        for (const { EnvironmentId, TenantId } of DeploymentPreviews) {
          const at = { environmentId: EnvironmentId, tenantId: TenantId || undefined }
          previews.push(await preview(asked, at, IncludeDisabledSteps))
        }
        return previews
      },
    }),
  ]
}

/** The deployment that an address names; 404 when there is none that the caller may see. */
async function requireDeployment(db: Queryable, caller: Caller, space: Space, id: string): Promise<DeploymentRow> {
  const filter = { spaceId: space.id, ids: [id], visible: deploymentsSeenBy(caller) }
  const { items } = await listDeployments(db, filter, { skip: 0, take: 1 })
  if (!items[0]) throw notFound('Deployment', id)
  return items[0]
}

/** The environment and tenant of a request, or a 404. */
export async function requirePlace(
  db: Queryable,
  space: Space,
  environmentId: string,
  tenantId: string | undefined,
): Promise<Place> {
  const environment = await findDocument(db, KINDS.environment, environmentId, { spaceId: space.id })
  if (!environment) throw notFound('Environment', environmentId)
  const tenant = tenantId ? await findDocument(db, KINDS.tenant, tenantId, { spaceId: space.id }) : undefined
  if (tenantId && !tenant) throw notFound('Tenant', tenantId)
  return { environment: { id: environment.Id, name: environment.Name }, tenant: tenant ? tenantOf(tenant) : null }
}

/** Reads a date of a body, or refuses and names the field. */
export function dateOf(field: string, text: string | undefined): Date | null {
  if (!text) return null
  const date = parseWireDate(text)
  if (!date) throw badRequest(`${field}: '${text}' is not a date. Write it like 2026-03-01T09:30:00+00:00.`)
  return date
}

const definedLists = <T extends Record<string, string[] | undefined>>(lists: T): { [K in keyof T]?: string[] } =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== undefined)) as { [K in keyof T]?: string[] }
