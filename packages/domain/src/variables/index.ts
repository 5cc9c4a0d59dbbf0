export type { DeploymentFacts, FailureFacts } from './deployment-variables.ts'
export { deploymentVariables, failureVariables } from './deployment-variables.ts'
export type { NamedValues } from './named-values.ts'
export { builtInVariables, systemVariables } from './named-values.ts'
export type { Output } from './output-variables.ts'
export { outputVariableNames, outputVariables } from './output-variables.ts'
export type { EnvironmentFacts, MachineFacts, NamedThing, ServerFacts } from './place-variables.ts'
export {
  environmentVariables,
  machineVariables,
  projectVariables,
  serverVariables,
  spaceVariables,
  workerPoolVariables,
} from './place-variables.ts'
export type { PromptContext, PromptElement, PromptedForm, PromptRefusal } from './prompts.ts'
export { applyPromptedValues, promptedForm, typedValues } from './prompts.ts'
export type { ReleaseFacts, ReleaseRef } from './release-variables.ts'
export { releaseVariables } from './release-variables.ts'
export type { ResolvedVariable, ResolvedVariables, VariableWarning } from './resolve-variables.ts'
export { resolveVariables } from './resolve-variables.ts'
export type { ActionFacts, StatusCode, StatusFacts, StepFacts, TaskFacts } from './run-variables.ts'
export {
  actionStatusVariables,
  actionVariables,
  STATUS_CODES,
  stepStatusVariables,
  stepVariables,
  taskVariables,
} from './run-variables.ts'
export { isCandidate, isScopedTo, scopeWeight } from './scope.ts'
export type {
  Prompt,
  ScopeKind,
  ServerScopeKind,
  UserScopeKind,
  Variable,
  VariableContext,
  VariableScope,
  VariableSource,
  VariableType,
} from './variable.ts'
export { SERVER_SCOPE_KINDS, USER_SCOPE_KINDS, VARIABLE_TYPES } from './variable.ts'
