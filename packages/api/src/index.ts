export type { Client, ClientSettings, Query } from './client.ts'
export { createClient } from './client.ts'
export { createDeployment, findCurrentRelease, planDeployment, previewDeployment } from './deployments.ts'
export { ApiError, UnreachableError } from './errors.ts'
export type { NamedCollection } from './find-named.ts'
export { findNamed, listNames } from './find-named.ts'
export { pendingInterruptions, submitInterruption, takeResponsibility } from './interruptions.ts'
export { changeMachine, listMachines, registerMachine } from './machines.ts'
export { createRelease, findRelease, loadRelease, newestReleases, nextReleaseVersion } from './releases.ts'
export type {
  Deployment,
  DeploymentChoice,
  DeploymentPreview,
  FormElement,
  Interruption,
  Machine,
  Named,
  NewDeployment,
  NewMachine,
  NewRelease,
  PlannedChild,
  Release,
  SelectedPackage,
  SuitePlan,
  Task,
} from './resources.ts'
export type { Activity, ActivityStatus, LogLine, TaskEvent } from './tasks.ts'
export { cancelTask, followTask, loadTask, loadTaskLog } from './tasks.ts'
export type { PreviewedVariable, VariableCandidate, VariablePlace } from './variables.ts'
export { previewVariables } from './variables.ts'
