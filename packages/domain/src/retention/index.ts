export type { Boundary, Counted } from './count-releases.ts'
export { boundaryOf, countReleases } from './count-releases.ts'
export type {
  ReleaseLimit,
  RetentionFacts,
  RetentionNames,
  RetentionVerdict,
  StoredRelease,
  WhyKept,
} from './judge-release.ts'
export { explainRetention, judgeRelease } from './judge-release.ts'
export { KEPT_TASKS } from './kept-tasks.ts'
export type { RetentionPolicy, WrittenPolicy } from './policy.ts'
export { explainPolicy, readPolicy } from './policy.ts'
export type { LifecycleRetention, RetentionRules, RetentionStage } from './retention-rules.ts'
export { keepsEverything, retentionRules } from './retention-rules.ts'
export type { PlaceHistory, Shown } from './shown-releases.ts'
export { shownReleases } from './shown-releases.ts'
