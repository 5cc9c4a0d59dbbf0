export type { ChildCycleRefusal } from './child-cycle.ts'
export { judgeNesting, MAX_CHILD_NESTING } from './child-cycle.ts'
export type { ChildParameter, ChildParameterKey } from './child-parameters.ts'
export { CHILD_PARAMETERS, withChildDefaults } from './child-parameters.ts'
export type {
  ChildNeed,
  ChildOutputs,
  ChildPlan,
  ChildReason,
  ChosenRelease,
  DeployPlan,
  DroppedMachine,
  MachineChoice,
  NoteReason,
  PlanFacts,
  StopPlan,
  StopReason,
  WhyPassedOver,
} from './child-plan.ts'
export { specificMachineIds } from './child-plan.ts'
export type {
  Candidate,
  CandidateList,
  CandidateQuery,
  ChannelFacts,
  ChildProjectFacts,
  ChildPrompt,
  ChildWorld,
  EnvironmentFacts,
  Named,
  NamedMachine,
  ParentMachines,
  ReleaseDetails,
} from './child-world.ts'
export type { ChosenMachines, MissingComponent } from './converge.ts'
export { machinesOfOwnSteps } from './converge.ts'
export type { ChosenReleaseFacts, DeployReleaseAsk, DeployReleaseWorld } from './decide-deploy-release.ts'
export { decideDeployRelease } from './decide-deploy-release.ts'
export type { DeploymentCondition, DeployReleaseProblem, DeployReleaseSettings } from './deploy-release-settings.ts'
export { DEPLOY_RELEASE_PROPERTIES, parseDeployRelease } from './deploy-release-settings.ts'
export { explainDroppedMachine, explainReason } from './explain-reason.ts'
export { tenantOfChild } from './look-up-child.ts'
export type {
  ChildRequest,
  DeploymentMode,
  GivenValue,
  NotFoundRule,
  ParameterRefusal,
} from './parse-child-parameters.ts'
export {
  DEPLOYMENT_MODES,
  explainParameterRefusal,
  NOT_FOUND_RULES,
  parseChildParameters,
} from './parse-child-parameters.ts'
export { planChild } from './plan-child.ts'
