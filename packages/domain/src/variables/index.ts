export type { DeploymentFacts, FailureFacts } from './deployment-variables.ts'
export { deploymentVariables, failureVariables } from './deployment-variables.ts'
export type { ExplainedVariable, JudgedVariable, VariableVerdict, WinningReason } from './explain-variables.ts'
export { explainVariables, explainVerdict } from './explain-variables.ts'
export type { NamedValues } from './named-values.ts'
export { builtInVariables, systemVariables } from './named-values.ts'
export type { Output } from './output-variables.ts'
export { outputVariableNames, outputVariables } from './output-variables.ts'
export type { PassedValue } from './parent-variables.ts'
export { parentVariables } from './parent-variables.ts'
export type { EnvironmentFacts, MachineFacts, NamedThing, ServerFacts } from './place-variables.ts'
export {
  environmentVariables,
  machineVariables,
  projectVariables,
  serverVariables,
  spaceVariables,
  workerPoolVariables,
} from './place-variables.ts'
export type { PointedThing } from './pointed-things.ts'
export { expandPointers, POINTING_TYPES, pointedIds } from './pointed-things.ts'
export type { PromptContext, PromptElement, PromptedForm, PromptRefusal } from './prompts.ts'
export { applyPromptedValues, explainPromptRefusal, promptedForm, takePromptedValues, typedValues } from './prompts.ts'
export type { ReleaseFacts, ReleaseRef } from './release-variables.ts'
export { releaseVariables } from './release-variables.ts'
export type { ResolvedVariable, ResolvedVariables, VariableWarning } from './resolve-variables.ts'
export { groupByName, resolveVariables } from './resolve-variables.ts'
export type { ActionFacts, StatusCode, StatusFacts, StepFacts, TaskFacts } from './run-variables.ts'
export {
  actionStatusVariables,
  actionVariables,
  STATUS_CODES,
  stepStatusVariables,
  stepVariables,
  taskVariables,
} from './run-variables.ts'
export type { RunbookFacts } from './runbook-variables.ts'
export { runbookVariables } from './runbook-variables.ts'
export { isCandidate, isScopedTo, scopeWeight } from './scope.ts'
export type { ScriptModule } from './script-modules.ts'
export { isScriptModuleVariable, scriptModules } from './script-modules.ts'
export { isSecret, isTooShortToMask, SHORTEST_MASKED, unmaskableNames } from './secret-values.ts'
export type { TemplateAnswer, TemplateValues, VariableTemplate } from './template-values.ts'
export { templateValues } from './template-values.ts'
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
