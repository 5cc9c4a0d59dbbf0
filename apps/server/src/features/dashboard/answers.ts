import { Type } from 'typebox'
import { Answer, AnsweredDate, AnyObject, Links, OrNull } from '../../http/answers.ts'
import { NamedAnswer } from '../named-answers.ts'
import { ReleaseAnswer } from '../releases/answers.ts'

/** A deployment as dashboards show it: the latest in a place. */
export const DashboardItemAnswer = Answer('DashboardItem', {
  Id: Type.String(),
  ProjectId: Type.String(),
  EnvironmentId: Type.String(),
  ReleaseId: Type.String(),
  DeploymentId: Type.String(),
  TaskId: Type.String(),
  TenantId: OrNull(Type.String()),
  ChannelId: OrNull(Type.String()),
  ReleaseVersion: Type.String(),
  Created: AnsweredDate(),
  QueueTime: AnsweredDate(),
  StartTime: OrNull(AnsweredDate()),
  CompletedTime: OrNull(AnsweredDate()),
  State: Type.String(),
  HasPendingInterruptions: Type.Boolean(),
  HasWarningsOrErrors: Type.Boolean(),
  ErrorMessage: Type.String(),
  Duration: Type.String(),
  IsCurrent: Type.Boolean(),
  IsPrevious: Type.Boolean(),
  IsCompleted: Type.Boolean(),
  PendingInterruptionTypes: Type.Array(Type.String()),
  Links: Links(),
})

export const DashboardAnswer = Answer('Dashboard', {
  Projects: Type.Array(
    Type.Object({
      Id: Type.String(),
      Name: Type.String(),
      Slug: Type.String(),
      ProjectGroupId: Type.String(),
      EnvironmentIds: Type.Array(Type.String()),
      TenantedDeploymentMode: Type.String(),
      CanPerformUntenantedDeployment: Type.Boolean(),
      IsDisabled: Type.Boolean(),
      Links: Links(),
    }),
  ),
  ProjectGroups: Type.Array(
    Type.Object({
      Id: Type.String(),
      Name: Type.String(),
      EnvironmentIds: Type.Array(Type.String()),
      Links: Links(),
    }),
  ),
  Environments: Type.Array(Type.Object({ Id: Type.String(), Name: Type.String(), Links: Links() })),
  Tenants: Type.Array(
    Type.Object({
      Id: Type.String(),
      Name: Type.String(),
      ProjectEnvironments: Type.Record(Type.String(), Type.Array(Type.String())),
      TenantTags: Type.Array(Type.String()),
      IsDisabled: Type.Boolean(),
      Links: Links(),
    }),
  ),
  Items: Type.Array(DashboardItemAnswer),
  PreviousItems: Type.Array(DashboardItemAnswer),
  ProjectLimit: OrNull(Type.Integer()),
  IsFiltered: Type.Boolean(),
  Id: Type.Null(),
  Links: Links(),
})

const EnvironmentsById = Type.Record(Type.String(), Type.Array(NamedAnswer))

/** How far the releases of a project have come. */
export const ProgressionAnswer = Answer('Progression', {
  Environments: Type.Array(NamedAnswer),
  ChannelEnvironments: EnvironmentsById,
  LifecycleEnvironments: EnvironmentsById,
  Releases: Type.Array(
    Type.Object({
      Release: ReleaseAnswer,
      Channel: AnyObject(),
      Deployments: Type.Record(Type.String(), Type.Array(DashboardItemAnswer)),
      NextDeployments: Type.Array(Type.String()),
      HasUnresolvedDefect: Type.Boolean(),
      ReleaseRetentionPeriod: Type.Null(),
      TentacleRetentionPeriod: Type.Null(),
    }),
  ),
  Links: Links(),
})
