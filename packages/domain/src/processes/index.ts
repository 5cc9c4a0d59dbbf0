export type { RetryRule } from './action-types.ts'
export { canBeSkipped, retryRule, runsInServer, timeLimitMinutes } from './action-types.ts'
export type { ActionAsk, ActionVerdict, JudgedAction, SkipRefusal, WhyLeftOut } from './actions-to-run.ts'
export { actionsToRun, judgeSkips } from './actions-to-run.ts'
export { parseProcess } from './parse-process.ts'
export type {
  Action,
  ActionCondition,
  PackageReference,
  PackageRequirement,
  Process,
  PropertyValue,
  RunCondition,
  RunOn,
  StartTrigger,
  Step,
} from './process.ts'
export { ACTION_CONDITIONS, PACKAGE_REQUIREMENTS, START_TRIGGERS, STEP_CONDITIONS } from './process.ts'
export { propertyText } from './property-text.ts'
export type { ProcessIssue } from './read-document.ts'
export type { MachineLimit, WindowRefusal } from './rolling.ts'
export { isRolling, machineLimit, machinesToBegin, windowSize } from './rolling.ts'
export type { RunSoFar, RunVerdict, WhySkipped } from './run-condition.ts'
export { judgeRunCondition } from './run-condition.ts'
export { stepGroups } from './step-groups.ts'
export { validateProcess } from './validate-process.ts'
