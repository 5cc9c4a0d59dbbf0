import { type Static, Type } from 'typebox'
import { inTransaction } from '../../database/connection.ts'
import { WireDate } from '../../http/dates.ts'
import { badRequest } from '../../http/errors.ts'
import { type AppRoute, type Caller, type Deps, route, type Space } from '../context.ts'
import { DEPLOYMENT_DEFAULTS } from '../deployments/create-deployment.ts'
import { dateOf } from '../deployments/routes.ts'
import { Text } from '../fields.ts'
import { createNamedDeployments, type NamedDeployments } from './create-named-deployments.ts'
import { createNamedRelease } from './create-named-release.ts'

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
  ReleaseVersion: Name(),
  ForcePackageDownload: Yes(),
  ForcePackageRedeployment: Yes(),
  UpdateVariableSnapshot: Yes(),
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
const Untenanted = Type.Object({ ...Execution, EnvironmentNames: Type.Array(Name(), { minItems: 1, maxItems: 1_000 }) })
const Tenanted = Type.Object({ ...Execution, EnvironmentName: Name(), Tenants: Names(), TenantTags: Names() })

/** Releases and deployments by names instead of ids, as build servers and command lines ask for them. Source: API reference 5.9. */
export function executionRoutes(deps: Deps): AppRoute[] {
  const { database, clock } = deps
  const common = { method: 'POST', scope: 'space', tags: ['Executions'], status: 201 } as const
  const deploy = async (space: Space, caller: Caller, ask: NamedDeployments) => {
    const deployments = await inTransaction(database, (tx) =>
      createNamedDeployments(tx, caller, space, ask, clock.now()),
    )
    for (const { task_id } of deployments) deps.tasks.begin(task_id)
    return {
      DeploymentServerTasks: deployments.map(({ id, task_id }) => ({ DeploymentId: id, ServerTaskId: task_id })),
    }
  }
  return [
    route({
      ...common,
      path: '/releases/create/v1',
      summary: 'Create a release of a project by name',
      access: 'ReleaseCreate',
      body: ReleaseCommand,
      handler: async ({ space, body, caller }) => {
        const release = await inTransaction(database, (tx) =>
          createNamedRelease(
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
          ),
        )
        return { ReleaseId: release.id, ReleaseVersion: release.version }
      },
    }),
    route({
      ...common,
      path: '/deployments/create/untenanted/v1',
      summary: 'Deploy a release to environments by name',
      access: 'DeploymentCreate',
      body: Untenanted,
      handler: ({ space, body, caller }) =>
        deploy(space, caller, {
          ...readExecution(body),
          environments: { field: 'EnvironmentNames', names: body.EnvironmentNames },
          tenants: null,
        }),
    }),
    route({
      ...common,
      path: '/deployments/create/tenanted/v1',
      summary: 'Deploy a release for tenants by name or tag',
      access: 'DeploymentCreate',
      body: Tenanted,
      handler: ({ space, body, caller }) =>
        deploy(space, caller, {
          ...readExecution(body),
          environments: { field: 'EnvironmentName', names: [body.EnvironmentName] },
          tenants: { names: body.Tenants ?? [], tags: body.TenantTags ?? [] },
        }),
    }),
  ]
}

function readExecution(body: Static<typeof Untenanted> | Static<typeof Tenanted>) {
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
    releaseVersion: body.ReleaseVersion,
    updateVariableSnapshot: body.UpdateVariableSnapshot ?? false,
    specificMachineNames: body.SpecificMachineNames ?? [],
    excludedMachineNames: body.ExcludedMachineNames ?? [],
    skipStepNames: body.SkipStepNames ?? [],
    variables: body.Variables ?? {},
    common: {
      ...DEPLOYMENT_DEFAULTS,
      useGuidedFailure: body.UseGuidedFailure ?? null,
      priority: body.Priority ?? 'LifecycleDefault',
      queueTime: dateOf('RunAt', body.RunAt),
      queueTimeExpiry: dateOf('NoRunAfter', body.NoRunAfter),
      forcePackageDownload: body.ForcePackageDownload ?? false,
      forcePackageRedeployment: body.ForcePackageRedeployment ?? false,
    },
  }
}
