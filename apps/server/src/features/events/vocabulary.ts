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
  TaskQueued: 'Task queued',
  TaskCanceled: 'Task cancelled',
  ManualInterventionInterruptionRaised: 'Manual intervention raised',
  GuidedFailureInterruptionRaised: 'Guided failure raised',
  InterruptionSubmitted: 'Interruption submitted',
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
  AutoDeployTriggerSucceeded: 'Auto-deploy trigger succeeded',
  AutoDeployTriggerBlocked: 'Auto-deploy trigger blocked',
} as const

/** Groups of categories, by which people filter and triggers listen. */
export const EVENT_GROUPS: Readonly<Record<string, { readonly name: string; readonly categories: readonly string[] }>> =
  {
    Document: { name: 'Document', categories: ['Created', 'Modified', 'Deleted'] },
    Deployment: {
      name: 'Deployment',
      categories: Object.keys(EVENT_CATEGORIES).filter((name) => name.startsWith('Deployment')),
    },
    Interruption: {
      name: 'Interruption',
      categories: ['ManualInterventionInterruptionRaised', 'GuidedFailureInterruptionRaised', 'InterruptionSubmitted'],
    },
    Task: { name: 'Task', categories: ['TaskQueued', 'TaskCanceled'] },
    Trigger: { name: 'Project trigger', categories: ['AutoDeployTriggerSucceeded', 'AutoDeployTriggerBlocked'] },
    Machine: { name: 'Machine', categories: [...MACHINE_EVENT_GROUPS.Machine, 'MachineDeleted'] },
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
  ActionTemplates: 'Step template',
  Artifacts: 'Artifact',
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
  Releases: 'Release',
  ScopedUserRoles: 'Scoped user role',
  ServerTasks: 'Task',
  Spaces: 'Space',
  TagSets: 'Tag set',
  Teams: 'Team',
  Tenants: 'Tenant',
  UserRoles: 'User role',
  Users: 'User',
  WorkerPools: 'Worker pool',
  'variableset-': 'Variable set',
  'deploymentprocess-': 'Deployment process',
}
