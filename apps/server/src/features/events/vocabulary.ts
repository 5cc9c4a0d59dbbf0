import { MACHINE_EVENT_GROUPS } from '../machines/machine-events.ts'

/** Categories of events, in words. Source: domain reference 7.2, 9.3. */
export const EVENT_CATEGORIES = {
  Created: 'Document created',
  Modified: 'Document modified',
  Deleted: 'Document deleted',
  DeploymentQueued: 'Deployment queued',
  DeploymentStarted: 'Deployment started',
  DeploymentResumed: 'Deployment resumed',
  DeploymentSucceeded: 'Deployment succeeded',
  DeploymentFailed: 'Deployment failed',
  DeploymentCanceled: 'Deployment cancelled',
  RunbookRunQueued: 'Runbook run queued',
  RunbookRunStarted: 'Runbook run started',
  RunbookRunResumed: 'Runbook run resumed',
  RunbookRunSucceeded: 'Runbook run succeeded',
  RunbookRunFailed: 'Runbook run failed',
  RunbookRunCanceled: 'Runbook run cancelled',
  TaskQueued: 'Task queued',
  TaskCanceled: 'Task cancelled',
  TaskPrioritized: 'Task moved to the top of the queue',
  ManualInterventionInterruptionRaised: 'Manual intervention raised',
  GuidedFailureInterruptionRaised: 'Guided failure raised',
  InterruptionResponsibilityTaken: 'Responsibility for an interruption taken',
  InterruptionSubmitted: 'Interruption submitted',
  DefectReported: 'Progression of a release prevented',
  DefectResolved: 'Progression of a release allowed again',
  MachineAdded: 'Machine created',
  MachineDeploymentRelatedPropertyWasUpdated: 'Machine deployment-related property modified',
  MachineEnabled: 'Machine enabled',
  MachineDisabled: 'Machine disabled',
  MachineHealthy: 'Machine found healthy',
  MachineHasWarnings: 'Machine found to have warnings',
  MachineUnhealthy: 'Machine found unhealthy',
  MachineUnavailable: 'Machine found unavailable',
  MachineCleanupFailed: 'Machine clean-up failed',
  MachineDeleted: 'Machine deleted',
  MachineIdentityReplaced: 'Machine replaced by another one of its name',
  HostKeyConfirmed: 'Host key confirmed',
  HostKeyRefused: 'Host refused because of another host key',
  AgentMisbehaved: 'Agent cut off for breaking its protocol',
  AgentCopied: 'Agent refused because it is a copy of another one',
  AutoDeployTriggerSucceeded: 'Auto-deploy trigger succeeded',
  AutoDeployTriggerBlocked: 'Auto-deploy trigger blocked',
  SubscriptionRedelivered: 'Deliveries of a subscription queued again',
  LoginSucceeded: 'Signed in',
  LoginFailed: 'Sign-in failed',
  LogoutSucceeded: 'Signed out',
  ApiKeyFirstUsed: 'API key used for the first time',
  PermissionDenied: 'Right refused',
} as const

export type EventCategory = keyof typeof EVENT_CATEGORIES

/** Groups of categories, by which people filter and triggers listen. */
export const EVENT_GROUPS: Readonly<Record<string, { readonly name: string; readonly categories: readonly string[] }>> =
  {
    Document: { name: 'Document', categories: ['Created', 'Modified', 'Deleted'] },
    Deployment: {
      name: 'Deployment',
      categories: Object.keys(EVENT_CATEGORIES).filter((name) => name.startsWith('Deployment')),
    },
    RunbookRun: {
      name: 'Runbook run',
      categories: Object.keys(EVENT_CATEGORIES).filter((name) => name.startsWith('RunbookRun')),
    },
    Interruption: {
      name: 'Interruption',
      categories: [
        'ManualInterventionInterruptionRaised',
        'GuidedFailureInterruptionRaised',
        'InterruptionResponsibilityTaken',
        'InterruptionSubmitted',
      ],
    },
    SignIn: {
      name: 'Sign-in',
      categories: ['LoginSucceeded', 'LoginFailed', 'LogoutSucceeded', 'ApiKeyFirstUsed', 'PermissionDenied'],
    },
    Defect: { name: 'Release progression', categories: ['DefectReported', 'DefectResolved'] },
    Task: { name: 'Task', categories: ['TaskQueued', 'TaskCanceled', 'TaskPrioritized'] },
    Trigger: { name: 'Project trigger', categories: ['AutoDeployTriggerSucceeded', 'AutoDeployTriggerBlocked'] },
    Machine: {
      name: 'Machine',
      categories: [
        ...MACHINE_EVENT_GROUPS.Machine,
        'MachineDeleted',
        'MachineIdentityReplaced',
        'HostKeyConfirmed',
        'HostKeyRefused',
        'AgentMisbehaved',
        'AgentCopied',
      ],
    },
    MachineCritical: { name: 'Machine critical', categories: MACHINE_EVENT_GROUPS.MachineCritical },
    MachineAvailableForDeployment: {
      name: 'Machine becomes available for deployment',
      categories: MACHINE_EVENT_GROUPS.MachineAvailableForDeployment,
    },
    MachineUnavailableForDeployment: {
      name: 'Machine becomes unavailable for deployment',
      categories: MACHINE_EVENT_GROUPS.MachineUnavailableForDeployment,
    },
    MachineHealthChanged: { name: 'Machine health changed', categories: MACHINE_EVENT_GROUPS.MachineHealthChanged },
  }

/** Clients of the public API know nothing of these: a list has them only when somebody asks for them (reliability Q1). */
export const INTERNAL_CATEGORIES = EVENT_GROUPS.SignIn!.categories

/** Through what somebody acted, told by the beginning of the user agent. */
export const EVENT_AGENTS: Readonly<Record<string, { readonly name: string; readonly prefix: string }>> = {
  Server: { name: 'Server', prefix: 'Server' },
  Browser: { name: 'Browser', prefix: 'Mozilla/' },
  FlotillaCli: { name: 'flotilla command line', prefix: 'flotilla' },
  GoClient: { name: 'Command line and Go client', prefix: 'go-octopusdeploy' },
  TypeScriptClient: { name: 'TypeScript client', prefix: 'ts-octopusdeploy' },
}

/** Kinds of documents by the beginning of their ids. */
export const DOCUMENT_TYPES: Readonly<Record<string, string>> = {
  Accounts: 'Account',
  ActionTemplates: 'Step template',
  Artifacts: 'Artifact',
  BuildInformation: 'Build information',
  Channels: 'Channel',
  Deployments: 'Deployment',
  Environments: 'Environment',
  Feeds: 'Feed',
  Interruptions: 'Interruption',
  LibraryVariableSets: 'Library variable set',
  Lifecycles: 'Lifecycle',
  MachinePolicies: 'Machine policy',
  Machines: 'Machine',
  ProjectGroups: 'Project group',
  Projects: 'Project',
  ProjectTriggers: 'Project trigger',
  Proxies: 'Proxy',
  Releases: 'Release',
  Runbooks: 'Runbook',
  RunbookRuns: 'Runbook run',
  RunbookSnapshots: 'Runbook snapshot',
  ScopedUserRoles: 'Scoped user role',
  ServerTasks: 'Task',
  Spaces: 'Space',
  Subscriptions: 'Subscription',
  TagSets: 'Tag set',
  Teams: 'Team',
  Tenants: 'Tenant',
  UserRoles: 'User role',
  Users: 'User',
  Workers: 'Worker',
  WorkerPools: 'Worker pool',
  'agenttokens-': 'Agent registration token',
  'apikeys-': 'API key',
  'packages-': 'Package',
  'variableset-': 'Variable set',
  'deploymentprocess-': 'Deployment process',
}
