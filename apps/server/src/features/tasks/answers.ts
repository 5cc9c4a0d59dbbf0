import { Type } from 'typebox'
import { Answer, AnsweredDate, AnyObject, CollectionOf, Links, OrNull } from '../../http/answers.ts'

export const TaskAnswer = Answer('Task', {
  Id: Type.String(),
  SpaceId: OrNull(Type.String()),
  Name: Type.String(),
  Description: Type.String(),
  Arguments: AnyObject(),
  State: Type.Union(
    (['Queued', 'Executing', 'Cancelling', 'Success', 'Failed', 'Canceled', 'TimedOut'] as const).map((state) =>
      Type.Literal(state),
    ),
  ),
  Completed: Type.String(),
  Duration: Type.String(),
  ErrorMessage: Type.String(),
  QueueTime: AnsweredDate(),
  QueueTimeExpiry: OrNull(AnsweredDate()),
  StartTime: OrNull(AnsweredDate()),
  LastUpdatedTime: AnsweredDate(),
  CompletedTime: OrNull(AnsweredDate()),
  ServerNode: Type.String(),
  ProjectId: OrNull(Type.String()),
  EnvironmentId: OrNull(Type.String()),
  TenantId: OrNull(Type.String()),
  ParentTaskId: OrNull(Type.String()),
  WaitingFor: OrNull(Type.String({ description: 'What a queued task waits for, in words.' })),
  HasBeenPickedUpByProcessor: Type.Boolean(),
  IsCompleted: Type.Boolean(),
  FinishedSuccessfully: Type.Boolean(),
  HasPendingInterruptions: Type.Boolean(),
  HasWarningsOrErrors: Type.Boolean(),
  CanRerun: Type.Boolean(),
  PendingInterruptionTypes: Type.Array(Type.String()),
  PendingPreconditionTypes: Type.Array(Type.String()),
  HasPendingPreconditions: Type.Boolean(),
  EstimatedRemainingQueueDurationSeconds: Type.Integer(),
  Links: Links(),
})

/** The collection of tasks, which also counts them by state. */
export const TaskPageAnswer = Type.Object(
  {
    ...CollectionOf(TaskAnswer).properties,
    TotalCounts: Type.Record(Type.String(), Type.Integer()),
    TotalCountsInOtherSpaces: Type.Record(Type.String(), Type.Integer()),
  },
  { title: 'TaskPage' },
)

export const LogLineAnswer = Answer('LogLine', {
  Category: Type.String(),
  OccurredAt: OrNull(AnsweredDate()),
  MessageText: Type.String(),
  Detail: OrNull(Type.String()),
  Number: Type.Optional(Type.Integer()),
})

export const ActivityAnswer = Answer('Activity', {
  Id: Type.String(),
  Name: Type.String(),
  Status: Type.String(),
  Started: OrNull(AnsweredDate()),
  Ended: OrNull(AnsweredDate()),
  ShowAtSummaryLevel: Type.Boolean(),
  ProgressPercentage: Type.Integer(),
  ProgressMessage: Type.String(),
  WaitingFor: OrNull(Type.String({ description: 'What it waits for before it goes on, in words.' })),
  LogElements: Type.Array(LogLineAnswer),
  Children: Type.Array(AnyObject(), { description: 'Activities below this one, of the same form.' }),
})

export const TaskDetailsAnswer = Answer('TaskDetails', {
  Task: TaskAnswer,
  ActivityLogs: Type.Array(ActivityAnswer),
  Progress: Type.Object({ ProgressPercentage: Type.Integer(), EstimatedTimeRemaining: Type.String() }),
  PhysicalLogSize: Type.Integer(),
  Links: Links(),
})
