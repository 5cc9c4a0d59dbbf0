import { DEFAULT_VERSION_TEMPLATE } from '@flotilla/domain/releases'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { forgetSecrets } from '../../database/secrets.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { createDefaultChannel } from '../channels/default-channel.ts'
import { Flag, FreeForm, Nullable, OneOf, TemplateParameters, Text, Texts } from '../fields.ts'
import { explainTasks } from '../in-use.ts'
import { KINDS } from '../kinds.ts'
import { forgetLogo } from '../logos/queries.ts'
import { createProcess, deleteProcess, deleteProcessesOfGoneRunbooks } from '../processes/live.ts'
import { forgetAnswersOfGoneTriggers } from '../project-triggers/answers.ts'
import type { Resource } from '../standard-routes.ts'
import { settleTags } from '../tag-sets/check-tags.ts'
import { settleTemplates } from '../templates.ts'
import { forgetAnswersTo } from '../tenants/tenant-answers.ts'
import { createVariableSet, deleteVariableSet } from '../variables/live.ts'
import { processIdOf, variableSetIdOf } from '../versioned.ts'
import { checkProject } from './check-project.ts'

/** Settings that a project shares with its deployment settings: one store, two addresses. */
export const SHARED_SETTINGS = {
  DefaultGuidedFailureMode: OneOf(['EnvironmentDefault', 'Off', 'On']),
  VersioningStrategy: Type.Optional(
    Type.Object(
      {
        Template: Type.Optional(Type.String({ default: DEFAULT_VERSION_TEMPLATE })),
        DonorPackage: Type.Optional(Type.Union([Type.Null(), FreeForm()], { default: null })),
      },
      { default: {} },
    ),
  ),
  ReleaseNotesTemplate: Nullable(),
  DefaultToSkipIfAlreadyInstalled: Flag(),
  DeploymentChangesTemplate: Nullable(),
  ForcePackageDownload: Flag(),
  FailTargetDiscovery: Flag(),
  // A newer deployment of the same place replaces those that still wait, unless a project says otherwise.
  CancelQueuedTasks: Flag(true),
  CancelRunningTasks: Flag(true),
}

export const ConnectivityPolicy = () =>
  Type.Optional(
    Type.Object(
      {
        SkipMachineBehavior: OneOf(['None', 'SkipUnavailableMachines']),
        TargetRoles: Texts(),
        AllowDeploymentsToNoTargets: Flag(),
        ExcludeUnhealthyTargets: Flag(),
      },
      { default: {} },
    ),
  )

const releaseCreation = Type.Object(
  {
    ChannelId: Nullable(),
    ReleaseCreationPackage: Type.Optional(Type.Union([Type.Null(), FreeForm()], { default: null })),
    ReleaseCreationPackageStepId: Nullable(),
  },
  { default: {} },
)

const override = Type.Object({
  EnvironmentId: Type.String({ minLength: 1 }),
  TenantId: Nullable(),
  ReleaseId: Type.String({ minLength: 1 }),
})

/** Projects (API reference 5.3). */
export const projectResource: Resource = {
  kind: KINDS.project,
  tag: 'Projects',
  permissions: { view: 'ProjectView', create: 'ProjectCreate', edit: 'ProjectEdit', delete: 'ProjectDelete' },
  scopeOf: ({ Id, ProjectGroupId }) => ({
    ...(Id ? { projectId: Id as never } : {}),
    ...(ProjectGroupId ? { projectGroupId: ProjectGroupId as string } : {}),
  }),
  visible: (caller) => visibleWhere(caller, 'ProjectView', { space: sql`space_id`, project: sql`id` }),
  fields: {
    LifecycleId: Type.String({ minLength: 1 }),
    ProjectGroupId: Text(),
    Description: Text(),
    IsDisabled: Flag(),
    ClonedFromProjectId: Nullable(),
    IncludedLibraryVariableSetIds: Texts(),
    TenantedDeploymentMode: OneOf(['Untenanted', 'TenantedOrUntenanted', 'Tenanted']),
    DiscreteChannelRelease: Flag(),
    AutoCreateRelease: Flag(),
    PersistenceSettings: Type.Optional(
      Type.Object(
        { Type: Type.Optional(Type.Union([Type.Literal('Database')], { default: 'Database' })) },
        { default: {} },
      ),
    ),
    ReleaseCreationStrategy: Type.Optional(releaseCreation),
    ProjectConnectivityPolicy: ConnectivityPolicy(),
    Templates: TemplateParameters(),
    AutoDeployReleaseOverrides: Type.Optional(Type.Array(override, { default: [] })),
    ExtensionSettings: Type.Optional(Type.Array(FreeForm(), { default: [] })),
    AllowIgnoreChannelRules: Flag(true),
    ExecuteDeploymentsOnEventBasedPipeline: Flag(),
    CombineHealthAndSyncStatusInDashboardLiveStatus: Flag(),
    DefaultPowerShellEdition: Nullable(),
    ProjectTags: Texts(),
    Icon: Type.Optional(FreeForm()),
    RetainTenantConnections: Flag(),
    ProvisioningRunbookId: Nullable(),
    DeprovisioningRunbookId: Nullable(),
    ...SHARED_SETTINGS,
  },
  added: { IsVersionControlled: Type.Boolean(), VariableSetId: Type.String(), DeploymentProcessId: Type.String() },
  query: { clonedFromProjectId: Type.Optional(Type.String()) },
  filter: ({ clonedFromProjectId }) =>
    clonedFromProjectId
      ? { where: sql<boolean>`document ->> 'ClonedFromProjectId' = ${canonicalId(clonedFromProjectId as string)}` }
      : {},
  check: checkProject,
  complete: async (change, body) => ({
    LifecycleId: canonicalId(body.LifecycleId as string),
    ProjectGroupId: canonicalId(
      // Left out, a project stays where it is.
      ((body.ProjectGroupId || change.before?.ProjectGroupId) as string | undefined) ||
        (await defaultGroup(change.tx, change.spaceId)),
    ),
    IncludedLibraryVariableSetIds: [...new Set((body.IncludedLibraryVariableSetIds as string[]).map(canonicalId))],
    ProjectTags: await settleTags(change.tx, change.spaceId, body.ProjectTags),
    Templates: await settleTemplates(change, body),
    IsVersionControlled: false,
    VariableSetId: variableSetIdOf(change.id),
    DeploymentProcessId: processIdOf(change.id),
  }),
  afterCreate: async (change, document) => {
    const owner = { ownerId: document.Id, spaceId: change.spaceId }
    await createProcess(change.tx, owner)
    await createVariableSet(change.tx, owner)
    await createDefaultChannel(change, document.Id)
  },
  inUse: (db, project) => explainTasks(db, 'project', project),
  afterDelete: async ({ tx, spaceId, id }) => {
    await deleteProcess(tx, id)
    await deleteProcessesOfGoneRunbooks(tx, spaceId)
    await deleteVariableSet(tx, id)
    await forgetSecrets(tx, id)
    await forgetLogo(tx, id)
    await forgetAnswersTo(tx, id)
    await forgetAnswersOfGoneTriggers(tx, spaceId)
    await sql`update tenant set document = document #- array['ProjectEnvironments', ${id}]
      where space_id = ${spaceId} and document -> 'ProjectEnvironments' ? ${id}`.execute(tx)
  },
  links: linksOf,
}

/** The group that takes a project which names none: the one a space came with, else its first by name. */
async function defaultGroup(db: Queryable, spaceId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from project_group where space_id = ${spaceId}
    order by name = 'Default Project Group' desc, lower(name) limit 1`.execute(db)
  return rows[0]?.id ?? ''
}

function linksOf(document: Document, address: string): Readonly<Record<string, string>> {
  const space = address.slice(0, address.lastIndexOf('/projects/'))
  return {
    Web: `/app#/${document.SpaceId}/projects/${document.Slug}`,
    Releases: `${address}/releases{/version}{?skip,take,searchByVersion}`,
    Channels: `${address}/channels{?skip,take,partialName}`,
    Triggers: `${address}/triggers{?skip,take,partialName,triggerActionType}`,
    Progression: `${space}/progression/${document.Id}{?releaseHistoryCount}`,
    DeploymentProcess: `${space}/deploymentprocesses/${document.DeploymentProcessId}`,
    DeploymentSettings: `${address}/deploymentsettings`,
    Variables: `${space}/variables/${document.VariableSetId}`,
    Runbooks: `${address}/runbooks{?skip,take,partialName}`,
    RunbookSnapshots: `${address}/runbookSnapshots{/name}{?skip,take,searchByName}`,
    Summary: `${address}/summary`,
    Logo: `${address}/logo`,
  }
}
