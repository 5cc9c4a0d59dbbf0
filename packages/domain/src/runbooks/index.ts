export type { WrittenRunPolicy } from './run-retention.ts'
export { KEPT_RUNS, readRunPolicy } from './run-retention.ts'
export type { EnvironmentChoice, EnvironmentScope } from './runbook-environments.ts'
export { ENVIRONMENT_SCOPES, runbookEnvironments } from './runbook-environments.ts'
