import type { EnvironmentId } from '@flotilla/domain'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import { findDocuments } from '../../database/documents.ts'
import { type AppRoute, type Caller, type Deps, require, route, type Space } from '../context.ts'
import type { RunbookParts } from '../deployments/execution.ts'
import { presentPreview } from '../deployments/present-preview.ts'
import { requirePlace } from '../deployments/routes.ts'
import { environmentResource } from '../environments/resource.ts'
import { KINDS } from '../kinds.ts'
import { scopeOfProject } from '../projects/scope.ts'
import { connectionOf, loadTenantsOfProject, maySeeTenant } from '../releases/release-world.ts'
import { haveSnapshotsChanged } from '../releases/snapshot-changes.ts'
import { answerOf, presentDocument } from '../standard-routes.ts'
import { RunbookRunPreviewAnswer, RunbookRunTemplateAnswer } from './answers.ts'
import { loadRunbookEnvironments } from './create-run.ts'
import { requirePublished, requireRunbookOf, requireSnapshot } from './require-runbook.ts'

interface Asker {
  readonly caller: Caller
  readonly space: Space
}

/** What a run of a runbook would do, and where it may run. Source: API reference 5.7 (preview), 5.23. */
export function runbookPreviewRoutes({ database }: Deps): AppRoute[] {
  const common = { scope: 'space', tags: ['Runbooks'], access: 'RunbookRunView' } as const
  const one = { ...common, method: 'GET', response: RunbookRunPreviewAnswer } as const
  const many = {
    ...common,
    method: 'POST',
    body: Type.Object({
      DeploymentPreviews: Type.Array(
        Type.Object({ EnvironmentId: Type.String(), TenantId: Type.Optional(Type.String()) }),
        { maxItems: 1_000 },
      ),
      IncludeDisabledSteps: Type.Optional(Type.Boolean({ default: false })),
    }),
    response: Type.Array(RunbookRunPreviewAnswer),
  } as const
  const Query = Type.Object({ includeDisabledSteps: Type.Optional(Type.String()) })
  const includesDisabled = (query: { readonly includeDisabledSteps?: string }) =>
    query.includeDisabledSteps?.toLowerCase() === 'true'

  const preview = async (
    { caller, space }: Asker,
    parts: RunbookParts,
    at: { readonly environment: string; readonly tenant?: string | undefined },
    includeDisabled: boolean,
  ) => {
    const place = await requirePlace(database, space, at.environment, at.tenant)
    require(caller, 'RunbookRunView', {
      ...scopeOfProject(parts.project),
      environmentId: place.environment.id as EnvironmentId,
      tenantId: place.tenant?.id ?? null,
    })
    return presentPreview(database, parts, place, includeDisabled)
  }
  const previews = async (
    asker: Asker,
    parts: RunbookParts,
    body: {
      readonly DeploymentPreviews: readonly { readonly EnvironmentId: string; readonly TenantId?: string }[]
      readonly IncludeDisabledSteps?: boolean
    },
  ) => {
    const answers = []
    for (const { EnvironmentId: environment, TenantId } of body.DeploymentPreviews)
      answers.push(
        await preview(asker, parts, { environment, tenant: TenantId || undefined }, body.IncludeDisabledSteps ?? false),
      )
    return answers
  }
  const published = async ({ caller, space }: Asker, params: { readonly id: string; readonly runbook: string }) =>
    requirePublished(database, caller, space, await requireRunbookOf(database, caller, space, params))
  const named = ({ caller, space }: Asker, id: string) => requireSnapshot(database, caller, space, id)

  return [
    route({
      ...one,
      path: '/runbooksnapshots/:id/runbookruns/preview/:environment',
      summary: 'What a run of a snapshot would do: steps, machines and questions',
      query: Query,
      handler: async (asked) =>
        preview(asked, await named(asked, asked.params.id), asked.params, includesDisabled(asked.query)),
    }),
    route({
      ...one,
      path: '/runbooksnapshots/:id/runbookruns/preview/:environment/:tenant',
      summary: 'What a run of a snapshot for a tenant would do',
      query: Query,
      handler: async (asked) =>
        preview(asked, await named(asked, asked.params.id), asked.params, includesDisabled(asked.query)),
    }),
    route({
      ...many,
      path: '/runbooksnapshots/:id/runbookruns/previews',
      summary: 'Several previews of a snapshot at once, in the order asked for',
      handler: async (asked) => previews(asked, await named(asked, asked.params.id), asked.body),
    }),
    route({
      ...one,
      path: '/projects/:id/runbooks/:runbook/runbookruns/preview/:environment',
      summary: 'What a run of the published snapshot would do',
      query: Query,
      handler: async (asked) =>
        preview(asked, await published(asked, asked.params), asked.params, includesDisabled(asked.query)),
    }),
    route({
      ...one,
      path: '/projects/:id/runbooks/:runbook/runbookruns/preview/:environment/:tenant',
      summary: 'What a run of the published snapshot for a tenant would do',
      query: Query,
      handler: async (asked) =>
        preview(asked, await published(asked, asked.params), asked.params, includesDisabled(asked.query)),
    }),
    route({
      ...many,
      path: '/projects/:id/runbooks/:runbook/runbookruns/previews',
      summary: 'Several previews of the published snapshot at once',
      handler: async (asked) => previews(asked, await published(asked, asked.params), asked.body),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/runbooks/:runbook/runbookruntemplate',
      summary: 'Where the published snapshot of a runbook may run',
      access: 'RunbookView',
      response: RunbookRunTemplateAnswer,
      handler: async (asked) => runTemplate(database, asked.caller, await published(asked, asked.params)),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/runbooksnapshots/:id/runbookruns/template',
      summary: 'Where a snapshot of a runbook may run',
      access: 'RunbookView',
      response: RunbookRunTemplateAnswer,
      handler: async (asked) => runTemplate(database, asked.caller, await named(asked, asked.params.id)),
    }),
    route({
      ...common,
      method: 'GET',
      path: '/projects/:id/runbooks/:runbook/environments',
      summary: 'The environments that a runbook may run on',
      access: 'RunbookView',
      response: Type.Array(answerOf(environmentResource)),
      handler: async ({ space, params, caller }) => {
        const { project, runbook } = await requireRunbookOf(database, caller, space, params)
        const allowed = await loadRunbookEnvironments(database, project, runbook)
        const ids = allowed.map(({ id }) => id)
        const documents = await findDocuments(database, KINDS.environment, ids)
        return ids.flatMap((id) => {
          const document = documents.get(id)
          return document ? [presentDocument(environmentResource, document)] : []
        })
      },
    }),
  ]
}

async function runTemplate(db: Queryable, caller: Caller, { snapshot, runbook, project }: RunbookParts) {
  const [changes] = await haveSnapshotsChanged(db, [{ release: snapshot, project }])
  const environments = await loadRunbookEnvironments(db, project, runbook)
  const tenants =
    runbook.MultiTenancyMode === 'Untenanted'
      ? []
      : (await loadTenantsOfProject(db, project.Id)).filter((tenant) => maySeeTenant(caller, project, tenant))
  const preview = `/api/${snapshot.space_id}/runbookSnapshots/${snapshot.id}/runbookRuns/preview`
  const promotion = ({ id, name }: { readonly id: string; readonly name: string }, tenantId = '') => ({
    Id: id,
    Name: name,
    Links: { Preview: `${preview}/${id}${tenantId && `/${tenantId}`}{?includeDisabledSteps}` },
  })
  return {
    RunbookId: runbook.Id,
    RunbookSnapshotId: snapshot.id,
    IsRunbookProcessModified: changes!.IsDeploymentProcessModified,
    IsVariableSetModified: changes!.IsVariableSetModified,
    IsLibraryVariableSetModified: changes!.IsLibraryVariableSetModified,
    PromoteTo: runbook.MultiTenancyMode === 'Tenanted' ? [] : environments.map((each) => promotion(each)),
    TenantPromotions: tenants.map((tenant) => {
      const { environmentIds } = connectionOf(tenant, project.Id)
      const own = environments.filter(({ id }) => environmentIds.includes(id))
      return { Id: tenant.id, Name: tenant.name, PromoteTo: own.map((each) => promotion(each, tenant.id)), Links: {} }
    }),
    Links: {},
  }
}
