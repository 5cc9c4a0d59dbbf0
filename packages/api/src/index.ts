export type { Account, NewAccount } from './accounts.ts'
export { createAccount, deleteAccount, listAccounts, replaceAccount } from './accounts.ts'
export type { AgentToken, NewAgentToken } from './agent-tokens.ts'
export { createAgentToken, loadAgentToken } from './agent-tokens.ts'
export type { Client, ClientSettings, Query } from './client.ts'
export { createClient } from './client.ts'
export { createDeployment, findCurrentRelease, planDeployment, previewDeployment } from './deployments.ts'
export type { Channel, Environment, LibraryVariableSet, Lifecycle, Project, ProjectGroup, Tenant } from './documents.ts'
export {
  changeDocument,
  cloneDocument,
  createDocument,
  deleteDocument,
  listDocuments,
  loadDocument,
} from './documents.ts'
export type { ComponentDrift, Converge, ConvergeChoice, DriftFilter, SuiteDrift } from './drift.ts'
export { convergeProject, listDrift, listProjectDrift } from './drift.ts'
export { ApiError, UnreachableError } from './errors.ts'
export type { AuditEvent, Difference } from './events.ts'
export { followEvents, listEvents, loadEvent } from './events.ts'
export type { NamedCollection, NamedThings } from './find-named.ts'
export { findAllNamed, findNamed, listNames } from './find-named.ts'
export type { Defect } from './history.ts'
export {
  deleteRelease,
  listDefects,
  listDeployments,
  listReleaseDeployments,
  listReleases,
  loadDeployment,
  loadReleases,
  loadTasks,
  reportDefect,
  resolveDefects,
} from './history.ts'
export { pendingInterruptions, submitInterruption, takeResponsibility } from './interruptions.ts'
export { changeMachine, listMachines, registerMachine } from './machines.ts'
export type { OverwriteMode, Package } from './packages.ts'
export {
  deletePackage,
  downloadPackage,
  listPackages,
  OVERWRITE_MODES,
  uploadPackage,
  uploadPackageFile,
} from './packages.ts'
export { listByIds, listItems } from './pages.ts'
export type { ReleaseTemplate } from './releases.ts'
export {
  createRelease,
  findRelease,
  loadRelease,
  loadReleaseTemplate,
  newestReleases,
  nextReleaseVersion,
} from './releases.ts'
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
export type { Runbook } from './runbooks.ts'
export { listRunbooks, runRunbook } from './runbooks.ts'
export type { Space } from './spaces.ts'
export { changeSpace, createSpace, deleteSpace, listSpaces } from './spaces.ts'
export type { Activity, ActivityStatus, LogLine, TaskEvent } from './tasks.ts'
export { cancelTask, followTask, loadTask, loadTaskLog } from './tasks.ts'
export type { Trigger, TriggerDecision } from './triggers.ts'
export { changeTrigger, createTrigger, deleteTrigger, listTriggerDecisions, listTriggers } from './triggers.ts'
export type { Body, Schema } from './typed.ts'
export type { ApiKey, NewApiKey, User } from './users.ts'
export { createApiKey, deleteApiKey, listApiKeys, loadCaller, loadUser } from './users.ts'
export type { Variable, VariablePrompt, VariableScope, VariableSet } from './variable-sets.ts'
export { changeVariables, loadVariableSet } from './variable-sets.ts'
export type { PreviewedVariable, VariableCandidate } from './variables.ts'
export { previewVariables } from './variables.ts'
