import { type Permission, SPACE_PERMISSIONS, SYSTEM_PERMISSIONS } from '@flotilla/domain/access'

/** A role that every server has and nobody can change. */
export interface BuiltInRole {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly space: readonly Permission[]
  readonly system: readonly Permission[]
}

export const SYSTEM_ADMINISTRATOR = 'userroles-systemadministrator'
export const SYSTEM_MANAGER = 'userroles-systemmanager'
export const SPACE_MANAGER = 'userroles-spacemanager'

const READ: readonly Permission[] = [
  ...(['ProjectView', 'ProjectGroupView', 'ProcessView', 'VariableView', 'VariableViewUnscoped'] as const),
  ...(['ReleaseView', 'DeploymentView', 'TaskView', 'TaskViewLog', 'ArtifactView', 'EventView'] as const),
  ...(['InterruptionView', 'RunbookView', 'RunbookRunView', 'TriggerView', 'EnvironmentView', 'MachineView'] as const),
  ...([
    'MachinePolicyView',
    'WorkerView',
    'TenantView',
    'LifecycleView',
    'LibraryVariableSetView',
    'FeedView',
  ] as const),
  ...(['ActionTemplateView', 'AccountView', 'CertificateView', 'TargetTagView', 'TeamView'] as const),
  'BuiltInFeedDownload',
]

const CONTRIBUTE: readonly Permission[] = [
  ...READ,
  ...(['ProjectEdit', 'ProcessEdit', 'VariableEdit', 'VariableEditUnscoped', 'TriggerCreate', 'TriggerEdit'] as const),
  ...(['TriggerDelete', 'DefectReport', 'DefectResolve', 'RunbookEdit', 'ArtifactEdit', 'ArtifactCreate'] as const),
  'InterruptionViewSubmitResponsible',
]

/** What whoever deploys has to read. */
const DEPLOYING_READS: readonly Permission[] = [
  ...(['ProjectView', 'ProcessView', 'LifecycleView', 'EnvironmentView', 'MachineView', 'TenantView'] as const),
  ...(['ReleaseView', 'DeploymentView', 'TaskView', 'TaskViewLog', 'ArtifactView', 'FeedView'] as const),
]

const RELEASING: readonly Permission[] = [
  ...(['ProjectView', 'ProcessView', 'VariableView', 'LifecycleView', 'EnvironmentView', 'TenantView'] as const),
  ...(['ReleaseView', 'ReleaseCreate', 'ReleaseEdit', 'FeedView', 'BuiltInFeedDownload', 'ArtifactView'] as const),
]

const ENVIRONMENT_READS: readonly Permission[] = [
  ...(['EnvironmentView', 'MachineView', 'MachinePolicyView', 'WorkerView', 'AccountView', 'CertificateView'] as const),
  ...(['ProxyView', 'TenantView', 'TargetTagView', 'TaskView', 'TaskViewLog', 'EventView', 'DeploymentView'] as const),
]

/** Source: domain reference 9.5. */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  {
    id: SYSTEM_ADMINISTRATOR,
    name: 'System Administrator',
    description: 'Everything, in every space and over the server.',
    space: SPACE_PERMISSIONS,
    system: SYSTEM_PERMISSIONS,
  },
  {
    id: SYSTEM_MANAGER,
    name: 'System Manager',
    description: 'Users, roles and spaces, but not the settings of the server itself.',
    space: ['TeamView', 'TeamCreate', 'TeamEdit', 'TeamDelete', 'EventView'],
    system: SYSTEM_PERMISSIONS.filter((name) => name !== 'AdministerSystem' && name !== 'ConfigureServer'),
  },
  {
    id: SPACE_MANAGER,
    name: 'Space Manager',
    description: 'Everything in the space.',
    space: SPACE_PERMISSIONS,
    system: [],
  },
  {
    id: 'userroles-projectviewer',
    name: 'Project Viewer',
    description: 'Reads everything about projects, their releases and deployments.',
    space: READ,
    system: [],
  },
  {
    id: 'userroles-projectcontributor',
    name: 'Project Contributor',
    description: 'Edits projects, processes, variables and triggers; neither releases nor deploys.',
    space: CONTRIBUTE,
    system: [],
  },
  {
    id: 'userroles-projectlead',
    name: 'Project Lead',
    description: 'A contributor who also creates releases, but does not deploy.',
    space: [...CONTRIBUTE, 'ReleaseCreate', 'ReleaseEdit', 'ReleaseDelete'],
    system: [],
  },
  {
    id: 'userroles-projectdeployer',
    name: 'Project Deployer',
    description: 'A contributor who also deploys, but does not create releases.',
    space: [...CONTRIBUTE, 'DeploymentCreate', 'InterruptionSubmit', 'TaskCancel', 'RunbookRunCreate'],
    system: [],
  },
  {
    id: 'userroles-deploymentcreator',
    name: 'Deployment Creator',
    description: 'Deploys, and reads what that needs; answers no interventions and cancels nothing.',
    space: [...DEPLOYING_READS, 'DeploymentCreate'],
    system: [],
  },
  {
    id: 'userroles-releasecreator',
    name: 'Release Creator',
    description: 'Creates releases.',
    space: RELEASING,
    system: [],
  },
  {
    id: 'userroles-buildserver',
    name: 'Build Server',
    description: 'Pushes packages, creates releases and deploys them.',
    space: [
      ...new Set<Permission>([
        ...RELEASING,
        ...DEPLOYING_READS,
        ...([
          'DeploymentCreate',
          'BuiltInFeedPush',
          'BuildInformationPush',
          'RunbookView',
          'RunbookRunCreate',
        ] as const),
        'RunbookRunView',
      ]),
    ],
    system: [],
  },
  {
    id: 'userroles-environmentviewer',
    name: 'Environment Viewer',
    description: 'Reads environments and machines.',
    space: ENVIRONMENT_READS,
    system: [],
  },
  {
    id: 'userroles-environmentmanager',
    name: 'Environment Manager',
    description: 'Adds, changes and removes environments and machines, and cancels tasks.',
    space: [
      ...ENVIRONMENT_READS,
      ...(['EnvironmentCreate', 'EnvironmentEdit', 'EnvironmentDelete', 'MachineCreate', 'MachineEdit'] as const),
      ...(['MachineDelete', 'MachinePolicyCreate', 'MachinePolicyEdit', 'MachinePolicyDelete', 'WorkerEdit'] as const),
      ...(['AccountCreate', 'AccountEdit', 'AccountDelete', 'CertificateCreate', 'CertificateEdit'] as const),
      ...(['CertificateDelete', 'ProxyCreate', 'ProxyEdit', 'ProxyDelete', 'TaskCreate', 'TaskCancel'] as const),
    ],
    system: [],
  },
]
