import { Type } from 'typebox'
import { Answer, AnyObject, Links, OrNull } from '../../http/answers.ts'
import { NamedAnswer } from '../named-answers.ts'

export const PlannedChildAnswer = Answer('PlannedChild', {
  ActionId: Type.String(),
  ActionName: Type.String(),
  StepName: Type.String(),
  ProjectName: Type.String(),
  Outcome: Type.Union((['deploy', 'skip', 'warn', 'fail', 'not-run'] as const).map((outcome) => Type.Literal(outcome))),
  IsWhatIf: Type.Boolean(),
  ReleaseId: OrNull(Type.String()),
  ReleaseVersion: OrNull(Type.String()),
  Machines: Type.Object({
    Scope: Type.Union((['all', 'only', 'undecided'] as const).map((scope) => Type.Literal(scope))),
    Kept: Type.Array(NamedAnswer),
    Dropped: Type.Array(Type.Object({ Id: Type.String(), Name: Type.String(), Reason: Type.String() })),
  }),
  Reason: Type.String({ description: 'The sentence that says what comes of it; the last of `Reasons`.' }),
  Reasons: Type.Array(Type.String()),
  Plan: OrNull(AnyObject()),
})

export const SuitePlanAnswer = Answer('SuitePlan', {
  ReleaseId: Type.String(),
  EnvironmentId: Type.String(),
  TenantId: OrNull(Type.String()),
  Children: Type.Array(PlannedChildAnswer),
  Links: Links(),
})
