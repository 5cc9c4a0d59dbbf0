import { Type } from 'typebox'
import { Answer, AnsweredDate, AnyObject, Links, OrNull } from '../../http/answers.ts'
import { NamedAnswer } from '../named-answers.ts'

export const DeploymentAnswer = Answer('Deployment', {
  Id: Type.String(),
  SpaceId: Type.String(),
  Name: Type.String(),
  ReleaseId: Type.String(),
  ProjectId: Type.String(),
  ChannelId: Type.String(),
  EnvironmentId: Type.String(),
  TenantId: OrNull(Type.String()),
  TaskId: Type.String(),
  DeploymentProcessId: OrNull(Type.String()),
  ManifestVariableSetId: OrNull(Type.String()),
  Created: AnsweredDate(),
  DeployedBy: Type.String(),
  DeployedById: OrNull(Type.String()),
  Comments: Type.String(),
  FormValues: Type.Record(Type.String(), Type.Unknown()),
  SpecificMachineIds: Type.Array(Type.String()),
  ExcludedMachineIds: Type.Array(Type.String()),
  SpecificTargetTagIds: Type.Array(Type.String()),
  ExcludedTargetTagIds: Type.Array(Type.String()),
  SkipActions: Type.Array(Type.String()),
  DeployedToMachineIds: Type.Array(Type.String()),
  UseGuidedFailure: Type.Boolean(),
  ForcePackageDownload: Type.Boolean(),
  ForcePackageRedeployment: Type.Boolean(),
  FailureEncountered: Type.Boolean(),
  FailTargetDiscovery: Type.Boolean(),
  Priority: Type.String(),
  DebugMode: Type.String(),
  QueueTime: OrNull(AnsweredDate()),
  QueueTimeExpiry: OrNull(AnsweredDate()),
  Changes: Type.Array(AnyObject()),
  ChangesMarkdown: Type.String(),
  TentacleRetentionPeriod: Type.Null(),
  TriggerId: OrNull(Type.String()),
  ParentTaskId: OrNull(Type.String()),
  Links: Links(),
})

const FormElement = Answer('FormElement', {
  Name: Type.String({ description: 'The key in `FormValues`.' }),
  Control: Type.Object({
    Type: Type.String(),
    Name: Type.String({ description: "The variable's name." }),
    Label: Type.String(),
    Description: Type.String(),
    Required: Type.Boolean(),
    IsSecure: Type.Boolean(),
    DisplaySettings: Type.Record(Type.String(), Type.String()),
  }),
  IsValueRequired: Type.Boolean(),
})

/** What a deployment would do and ask. */
export const DeploymentPreviewAnswer = Answer('DeploymentPreview', {
  StepsToExecute: Type.Array(
    Type.Object({
      ActionId: Type.String(),
      ActionName: Type.String(),
      ActionNumber: Type.String(),
      Roles: Type.Array(Type.String()),
      MachineNames: Type.Array(Type.String()),
      Machines: Type.Array(
        Type.Object({
          Id: Type.String(),
          Name: Type.String(),
          HasLatestCalamari: Type.Boolean(),
          HealthStatus: Type.String(),
        }),
      ),
      CanBeSkipped: Type.Boolean(),
      IsDisabled: Type.Boolean(),
      HasNoApplicableMachines: Type.Boolean(),
      UnavailableMachines: Type.Array(NamedAnswer),
      ExcludedMachines: Type.Array(NamedAnswer),
    }),
  ),
  Form: Type.Object({ Values: Type.Record(Type.String(), Type.String()), Elements: Type.Array(FormElement) }),
  Changes: Type.Array(AnyObject()),
  ChangesMarkdown: Type.String(),
  UseGuidedFailureModeByDefault: Type.Boolean(),
  DeploymentFreezes: Type.Array(AnyObject()),
  Links: Links(),
})
