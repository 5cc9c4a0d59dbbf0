import type { EnvironmentId, TenantId } from '@flotilla/domain'
import { guidedFailureDefault } from '@flotilla/domain/deployments'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { crashPoint } from '../../crash-point.ts'
import { inTransaction, type Queryable } from '../../database/connection.ts'
import { findDocument } from '../../database/documents.ts'
import { type RequestKey, requestHash } from '../../database/keyed-hashes.ts'
import { parseWireDate, WireDate } from '../../http/dates.ts'
import { badRequest, conflict, forbidden, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, Paging, pageOf } from '../../http/paging.ts'
import { type AppRoute, type Caller, type Deps, require, route, type Space, spaceAddress } from '../context.ts'
import { KINDS } from '../kinds.ts'
import { loadProjectScope, scopeOfProject } from '../projects/scope.ts'
import { loadChanges } from '../releases/load-changes.ts'
import { loadReleaseWorld, type ReleaseWorld } from '../releases/release-world.ts'
import { tenantOf } from '../tenants/to-domain.ts'
import { loadTemplateValues } from '../variables/template-values.ts'
import { createDeployment, DEPLOYMENT_DEFAULTS } from './create-deployment.ts'
import { deleteDeployment } from './delete-deployment.ts'
import { formOf, loadDeploymentWorld, NO_CHOICE, type Place, previewOf, snapshotsOf } from './deployment-world.ts'
import { loadOwnChanges } from './load-own-changes.ts'
import { presentDeployment } from './present-deployment.ts'
import { type DeploymentRow, deploymentsSeenBy, findCurrent, listDeployments } from './queries.ts'

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

export function deploymentRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const common = { scope: 'space', tags: ['Deployments'] } as const
  return [
    route({
      ...common,
      method: 'POST',
      path: '/deployments',
      summary: 'Deploy a release',
      access: 'DeploymentCreate',
      status: 201,
      body: DeploymentBody,
      handler: async ({ space, body, caller, raw }) => {
        const once = idempotencyOf(database, caller.userId, raw.headers['idempotency-key'], body)
        const { answer, taskId } = await inTransaction(database, async (tx) => {
          const repeated = once && (await findAnswer(tx, once))
          if (repeated) return { answer: repeated, taskId: undefined }
          const release = await loadReleaseWorld(tx, body.ReleaseId)
          if (release && release.release.space_id !== space.id)
            throw badRequest(`ReleaseId: the release '${body.ReleaseId}' does not exist.`)
          const created = await createDeployment(
            tx,
            caller,
            {
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
            },
            deps.clock.now(),
          )
          if (!created.ok)
            throw created.error.kind === 'forbidden'
              ? forbidden(created.error.permission)
              : badRequest(...created.error.errors)
          const document = presentDeployment(created.value.deployment)
          if (once) await keepAnswer(tx, once, document)
          await crashPoint('accept.before')
          return { answer: document, taskId: created.value.deployment.task_id }
        })
        await crashPoint('accept.after')
        if (taskId) deps.tasks.begin(taskId)
        return answer
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
      handler: (asked) => preview(asked, { environmentId: asked.params.environment }, includesDisabled(asked.query)),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/releases/:id/deployments/preview/:environment/:tenant',
      summary: 'What a deployment for a tenant would do',
      query: Query,
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

async function presentPreview(db: Queryable, world: ReleaseWorld, place: Place, includeDisabled: boolean) {
  const snapshot = await loadDeploymentWorld(db, snapshotsOf(world), place.environment.id)
  const templates = await loadTemplateValues(db, world.project, {
    environmentId: place.environment.id,
    tenantId: place.tenant?.id ?? null,
  })
  const deployment = { ...snapshot, variables: [...snapshot.variables, ...templates.variables] }
  const { steps } = previewOf(world, deployment, place, NO_CHOICE, includeDisabled)
  const form = formOf(world, deployment, place)
  const current = await findCurrent(db, {
    projectId: world.project.Id,
    environmentId: place.environment.id,
    tenantId: place.tenant?.id ?? null,
  })
  const { changes, markdown } = await loadChanges(db, world, current?.releaseId ?? null)
  const environment = await findDocument(db, KINDS.environment, place.environment.id)
  const named = ({ id, name }: { readonly id: string; readonly name: string }) => ({ Id: id, Name: name })
  return {
    StepsToExecute: steps.map((step) => ({
      ActionId: step.actionId,
      ActionName: step.actionName,
      ActionNumber: step.actionNumber,
      Roles: step.roles,
      MachineNames: step.machines.map(({ name }) => name),
      Machines: step.machines.map((machine) => ({
        ...named(machine),
        HasLatestCalamari: true,
        HealthStatus: machine.health,
      })),
      CanBeSkipped: step.canBeSkipped,
      IsDisabled: step.isDisabled,
      HasNoApplicableMachines: step.hasNoApplicableMachines,
      UnavailableMachines: step.unavailable.map(named),
      ExcludedMachines: step.excluded.map(named),
    })),
    Form: {
      Values: Object.fromEntries(form.values),
      Elements: form.elements.map((element) => ({
        Name: element.name,
        Control: {
          Type: 'VariableValue',
          Name: element.variableName,
          Label: element.label,
          Description: element.description,
          Required: element.isRequired,
          IsSecure: element.isSecure,
          DisplaySettings: element.displaySettings,
        },
        IsValueRequired: element.isRequired,
      })),
    },
    Changes: changes,
    ChangesMarkdown: markdown,
    UseGuidedFailureModeByDefault: guidedFailureDefault(
      world.project.DefaultGuidedFailureMode as 'EnvironmentDefault',
      environment?.UseGuidedFailure === true,
    ),
    DeploymentFreezes: [],
    Links: {},
  }
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

interface Once extends RequestKey {
  readonly hash: string
}
const ROUTE = 'POST /deployments'

/** A repeated request is not doubled: with the same key the first answer is given again for 24 h (reliability A3). */
function idempotencyOf(
  db: Queryable,
  userId: string,
  header: string | readonly string[] | undefined,
  body: unknown,
): Once | undefined {
  const key = (typeof header === 'string' ? header : header?.[0])?.trim()
  if (!key) return undefined
  if (key.length > 255) throw badRequest('Idempotency-Key: must have at most 255 characters.')
  const request = { userId, route: ROUTE, key }
  return { ...request, hash: requestHash(db, request, body) }
}

async function findAnswer(db: Queryable, once: Once): Promise<unknown> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${once.userId} ${once.route} ${once.key}`}, 0))`.execute(
    db,
  )
  const row = await db
    .selectFrom('idempotency_key')
    .selectAll()
    .where('user_id', '=', once.userId)
    .where('route', '=', once.route)
    .where('key', '=', once.key)
    .where('created_at', '>', sql<Date>`now() - interval '24 hours'`)
    .executeTakeFirst()
  if (!row) return undefined
  if (row.request_hash !== once.hash)
    throw conflict('Idempotency-Key: this key was used with another body. Use a new key for a new request.')
  return row.answer
}

async function keepAnswer(db: Queryable, once: Once, answer: unknown): Promise<void> {
  const row = { request_hash: once.hash, status: 201, answer: JSON.stringify(answer), created_at: new Date() }
  await db
    .insertInto('idempotency_key')
    .values({ user_id: once.userId, route: once.route, key: once.key, ...row })
    .onConflict((conflicted) => conflicted.columns(['user_id', 'route', 'key']).doUpdateSet(row))
    .execute()
}
