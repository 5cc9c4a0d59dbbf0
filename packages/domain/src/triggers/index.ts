export type { TriggerBatch } from './batch-triggers.ts'
export { batchTriggers } from './batch-triggers.ts'
export type { RunDecision, RunFacts, WhyNotRun } from './decide-run.ts'
export { decideRun, explainWhyNotRun } from './decide-run.ts'
export type { ScheduledDecision, ScheduledFacts, WantedRelease, WhyNotScheduled } from './decide-scheduled.ts'
export { decideScheduled, explainScheduledDecision } from './decide-scheduled.ts'
export type {
  ReleaseRef,
  StepReach,
  TriggerDecision,
  TriggeredDeployment,
  TriggerFacts,
  WhyNot,
} from './decide-trigger.ts'
export { decideTrigger, explainTriggerDecision, TRY_WINDOW_MS } from './decide-trigger.ts'
export type { LatestReleaseQuery, ReleaseCandidate, WhoseReleases } from './latest-release.ts'
export { latestReleaseQuery, newestAllowedRelease } from './latest-release.ts'
export type { EventMismatch, MachineEventCategory, MachineFilter, TriggerPlace } from './machine-event.ts'
export {
  explainEventMismatch,
  MACHINE_EVENT_GROUPS,
  matchesMachineEvent,
  nameOfPlace,
  stillMatches,
  triggerPlaces,
} from './machine-event.ts'
export { scheduledPlaces } from './scheduled-places.ts'
export type { Rush } from './serving-time.ts'
export { nextRush, RUSH_ENDS_AFTER_MS, servingTime } from './serving-time.ts'
