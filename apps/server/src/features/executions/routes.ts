import type { FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { inTransaction, type Tx } from '../../database/connection.ts'
import { Answer } from '../../http/answers.ts'
import { WireDate } from '../../http/dates.ts'
import { badRequest } from '../../http/errors.ts'
import { type AppRoute, type Caller, type Deps, route, type Space } from '../context.ts'
import { DEPLOYMENT_DEFAULTS } from '../deployments/create-deployment.ts'
import { answerOnce, idempotencyOf } from '../deployments/idempotency.ts'
import { dateOf } from '../deployments/routes.ts'
import { Text } from '../fields.ts'
import { createNamedDeployments, type NamedDeployments } from './create-named-deployments.ts'
import { createNamedRelease } from './create-named-release.ts'
import { createNamedRuns } from './create-named-runs.ts'

const Name = () => Type.String({ minLength: 1 })
const Names = () => Type.Optional(Type.Array(Name(), { default: [], maxItems: 1_000 }))
const Yes = () => Type.Optional(Type.Boolean({ default: false }))

const ReleaseCommand = Type.Object({
  ProjectName: Name(),
  ReleaseVersion: Text(),
  ChannelName: Text(),
  PackageVersion: Text(),
  PackagePrerelease: Text(),
  Packages: Names(),
  GitRef: Text(),
  GitCommit: Text(),
  GitResources: Names(),
  ReleaseNotes: Type.Optional(Type.String({ default: '', maxLength: 1_000_000 })),
  IgnoreIfAlreadyExists: Yes(),
  IgnoreChannelRules: Yes(),
  CustomFields: Type.Optional(Type.Record(Type.String(), Type.String(), { default: {} })),
})

/** What all commands that run something have in common. */
const Execution = {
  ProjectName: Name(),
  ForcePackageDownload: Yes(),
  SpecificMachineNames: Names(),
  ExcludedMachineNames: Names(),
  SpecificTargetTags: Names(),
  ExcludedTargetTags: Names(),
  SkipStepNames: Names(),
  UseGuidedFailure: Type.Optional(Type.Boolean()),
  Priority: Type.Optional(
    Type.Union([Type.Literal('LifecycleDefault'), Type.Literal('On'), Type.Literal('Off')], {
      default: 'LifecycleDefault',
    }),
  ),
  RunAt: Type.Optional(WireDate()),
  NoRunAfter: Type.Optional(WireDate()),
  Variables: Type.Optional(Type.Record(Type.String(), Type.String(), { default: {} })),
  DeploymentFreezeNames: Names(),
}
const Common = Type.Object(Execution)
const Deployments = {
  ...Execution,
  ReleaseVersion: Name(),
  ForcePackageRedeployment: Yes(),
  UpdateVariableSnapshot: Yes(),
}
const EnvironmentNames = () => Type.Array(Name(), { minItems: 1, maxItems: 1_000 })
const Untenanted = Type.Object({ ...Deployments, EnvironmentNames: EnvironmentNames() })
const Tenanted = Type.Object({ ...Deployments, EnvironmentName: Name(), Tenants: Names(), TenantTags: Names() })
const Runs = Type.Object(
  {
    ...Execution,
    RunbookName: Name(),
    EnvironmentNames: EnvironmentNames(),
    Tenants: Names(),
    TenantTags: Names(),
    Snapshot: Text(),
  },
  { title: 'RunbookRunsCommand' },
)
interface Asked {
  readonly space: Space
  readonly caller: Caller
  readonly raw: FastifyRequest
  readonly body: unknown
}

const StartedDeployments = Type.Object(
  { DeploymentServerTasks: Type.Array(Type.Object({ DeploymentId: Type.String(), ServerTaskId: Type.String() })) },
  { title: 'StartedDeployments' },
)

const StartedRuns = Answer('StartedRunbookRuns', {
  RunbookRunServerTasks: Type.Array(Type.Object({ RunbookRunId: Type.String(), ServerTaskId: Type.String() })),
})

/** Releases, deployments and runs by names instead of ids, as build servers and command lines ask for them. Source: API reference 5.9. */
export function executionRoutes(deps: Deps): AppRoute[] {
  const { database, clock } = deps
  const common = { method: 'POST', scope: 'space', tags: ['Executions'], status: 201 } as const
  /** Done once under the key that the sender chose, if any (reliability A3). Names mean something in their space only. */
  const once = <T>({ space, caller, raw, body }: Asked, path: string, work: (tx: Tx) => Promise<T>) =>
    inTransaction(database, (tx) =>
      answerOnce(tx, idempotencyOf(tx, `POST /${space.id}${path}`, { caller, raw }, body), () => work(tx)),
    )
  const deploy = async (asked: Asked, path: string, ask: NamedDeployments) => {
    const { answer, isNew } = await once(asked, path, async (tx) => {
      const deployments = await createNamedDeployments(tx, asked.caller, asked.space, ask, clock.now())
      return {
        DeploymentServerTasks: deployments.map(({ id, task_id }) => ({ DeploymentId: id, ServerTaskId: task_id })),
      }
    })
    if (isNew) for (const { ServerTaskId } of answer.DeploymentServerTasks) deps.tasks.begin(ServerTaskId)
    return answer
  }
  return [
    route({
      ...common,
      path: '/releases/create/v1',
      summary: 'Create a release of a project by name',
      access: 'ReleaseCreate',
      body: ReleaseCommand,
      operationId: 'createReleaseByName',
      response: Type.Object({ ReleaseId: Type.String(), ReleaseVersion: Type.String() }, { title: 'CreatedRelease' }),
      handler: async (asked) => {
        const { space, body, caller } = asked
        const { answer } = await once(asked, '/releases/create/v1', async (tx) => {
          const release = await createNamedRelease(
            tx,
            caller,
            space,
            {
              projectName: body.ProjectName,
              releaseVersion: (body.ReleaseVersion ?? '').trim(),
              channelName: body.ChannelName ?? '',
              packageVersion: (body.PackageVersion ?? '').trim(),
              packagePrerelease: (body.PackagePrerelease ?? '').trim(),
              packages: body.Packages ?? [],
              releaseNotes: body.ReleaseNotes ?? '',
              customFields: body.CustomFields ?? {},
              ignoreIfAlreadyExists: body.IgnoreIfAlreadyExists ?? false,
              ignoreChannelRules: body.IgnoreChannelRules ?? false,
              gitField: (['GitRef', 'GitCommit', 'GitResources'] as const).find((field) => body[field]?.length),
            },
            clock.now(),
          )
          return { ReleaseId: release.id, ReleaseVersion: release.version }
        })
        return answer
      },
    }),
    route({
      ...common,
      path: '/deployments/create/untenanted/v1',
      summary: 'Deploy a release to environments by name',
      access: 'DeploymentCreate',
      body: Untenanted,
      operationId: 'deployByName',
      response: StartedDeployments,
      handler: (asked) =>
        deploy(asked, '/deployments/create/untenanted/v1', {
          ...readDeployments(asked.body),
          environments: { field: 'EnvironmentNames', names: asked.body.EnvironmentNames },
          tenants: null,
        }),
    }),
    route({
      ...common,
      path: '/deployments/create/tenanted/v1',
      summary: 'Deploy a release for tenants by name or tag',
      access: 'DeploymentCreate',
      body: Tenanted,
      operationId: 'deployToTenantsByName',
      response: StartedDeployments,
      handler: (asked) =>
        deploy(asked, '/deployments/create/tenanted/v1', {
          ...readDeployments(asked.body),
          environments: { field: 'EnvironmentName', names: [asked.body.EnvironmentName] },
          tenants: { names: asked.body.Tenants ?? [], tags: asked.body.TenantTags ?? [] },
        }),
    }),
    route({
      ...common,
      path: '/runbook-runs/create/v1',
      summary: 'Run a runbook on environments by name, for tenants by name or tag if there are any',
      access: 'RunbookRunCreate',
      body: Runs,
      operationId: 'runRunbookByName',
      response: StartedRuns,
      handler: async (asked) => {
        const { answer, isNew } = await once(asked, '/runbook-runs/create/v1', async (tx) => {
          const runs = await createNamedRuns(tx, asked.caller, asked.space, readRuns(asked.body), clock.now())
          return { RunbookRunServerTasks: runs.map(({ id, task_id }) => ({ RunbookRunId: id, ServerTaskId: task_id })) }
        })
        if (isNew) for (const { ServerTaskId } of answer.RunbookRunServerTasks) deps.tasks.begin(ServerTaskId)
        return answer
      },
    }),
    route({
      ...common,
      path: '/runbook-runs/git/create/v1',
      summary: 'Refused: no project is kept in git',
      access: 'RunbookRunCreate',
      body: Type.Object({ ProjectName: Name() }),
      operationId: 'runRunbookOfGitByName',
      response: StartedRuns,
      handler: async ({ body }) => {
        throw badRequest(`GitRef: project ${body.ProjectName} is not kept in git. Use runbook-runs/create/v1.`)
      },
    }),
  ]
}

function readDeployments(body: Static<typeof Untenanted> | Static<typeof Tenanted>) {
  const { common, ...choice } = readExecution(body)
  return {
    ...choice,
    releaseVersion: body.ReleaseVersion,
    updateVariableSnapshot: body.UpdateVariableSnapshot ?? false,
    common: { ...DEPLOYMENT_DEFAULTS, ...common, forcePackageRedeployment: body.ForcePackageRedeployment ?? false },
  }
}

function readRuns(body: Static<typeof Runs>) {
  const tenants = { names: body.Tenants ?? [], tags: body.TenantTags ?? [] }
  return {
    ...readExecution(body),
    runbookName: body.RunbookName,
    snapshot: (body.Snapshot ?? '').trim(),
    environmentNames: body.EnvironmentNames,
    tenants: tenants.names.length + tenants.tags.length > 0 ? tenants : null,
  }
}

function readExecution(body: Static<typeof Common>) {
  const unknown = [
    ...[...(body.SpecificTargetTags ?? []), ...(body.ExcludedTargetTags ?? [])].map(
      (tag) => `SpecificTargetTags, ExcludedTargetTags: no machine has the tag '${tag}'. Name machines instead.`,
    ),
    ...(body.DeploymentFreezeNames ?? []).map(
      (name) => `DeploymentFreezeNames: the deployment freeze '${name}' does not exist.`,
    ),
  ]
  if (unknown.length > 0) throw badRequest(...unknown)
  return {
    projectName: body.ProjectName,
    specificMachineNames: body.SpecificMachineNames ?? [],
    excludedMachineNames: body.ExcludedMachineNames ?? [],
    skipStepNames: body.SkipStepNames ?? [],
    variables: body.Variables ?? {},
    common: {
      comments: '',
      useGuidedFailure: body.UseGuidedFailure ?? null,
      priority: body.Priority ?? 'LifecycleDefault',
      queueTime: dateOf('RunAt', body.RunAt),
      queueTimeExpiry: dateOf('NoRunAfter', body.NoRunAfter),
      forcePackageDownload: body.ForcePackageDownload ?? false,
    },
  }
}
