import { Type } from 'typebox'
import { Answer, AnsweredDate, OrNull } from '../../http/answers.ts'

/** What a trigger made of one event or time in one place, and why. */
export const TriggerDecisionAnswer = Answer('TriggerDecision', {
  Id: Type.String(),
  MachineId: OrNull(Type.String()),
  MachineName: OrNull(Type.String()),
  EnvironmentId: OrNull(Type.String()),
  TenantId: OrNull(Type.String()),
  Category: Type.String(),
  Occurred: AnsweredDate(),
  ScheduledFor: OrNull(AnsweredDate()),
  State: Type.Union(
    (['Waiting', 'Deployed', 'ReleaseCreated', 'RunbookStarted', 'NotDeployed'] as const).map((state) =>
      Type.Literal(state),
    ),
  ),
  Reason: OrNull(Type.String()),
  Message: OrNull(Type.String()),
  ReleaseId: OrNull(Type.String()),
  DeploymentId: OrNull(Type.String()),
  RunbookRunId: OrNull(Type.String()),
})
