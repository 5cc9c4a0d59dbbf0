import { Type } from 'typebox'
import { Answer, AnsweredDate, AnyObject, Links, OrNull } from '../../http/answers.ts'

const Id = () => Type.String()
const Ids = () => Type.Array(Type.String())

export const RunbookProcessAnswer = Answer('RunbookProcess', {
  Id: Id(),
  SpaceId: Id(),
  ProjectId: Id(),
  RunbookId: Id(),
  Version: Type.Integer(),
  LastSnapshotId: OrNull(Id()),
  Steps: Type.Array(AnyObject()),
  LastModifiedOn: AnsweredDate(),
  LastModifiedBy: Type.Null(),
  Links: Links(),
})

const SelectedPackages = () =>
  Type.Array(
    Type.Object({
      ActionName: Type.String(),
      StepName: Type.String(),
      PackageReferenceName: Type.String(),
      Version: Type.String(),
    }),
  )

export const RunbookSnapshotAnswer = Answer('RunbookSnapshot', {
  Id: Id(),
  SpaceId: Id(),
  ProjectId: Id(),
  RunbookId: Id(),
  Name: Type.String(),
  Notes: OrNull(Type.String()),
  Assembled: AnsweredDate(),
  SelectedPackages: SelectedPackages(),
  SelectedGitResources: Type.Array(AnyObject()),
  FrozenRunbookProcessId: Id(),
  FrozenProjectVariableSetId: Id(),
  ProjectVariableSetSnapshotId: Id(),
  LibraryVariableSetSnapshotIds: Ids(),
  LastModifiedOn: AnsweredDate(),
  LastModifiedBy: OrNull(Type.String()),
  Links: Links(),
})

export const RunbookSnapshotTemplateAnswer = Answer('RunbookSnapshotTemplate', {
  RunbookId: Id(),
  RunbookProcessId: Id(),
  NextNameIncrement: Type.String(),
  Packages: Type.Array(AnyObject()),
  GitResources: Type.Array(AnyObject()),
  Links: Links(),
})

const Promotion = () => Type.Object({ Id: Id(), Name: Type.String(), Links: Links() })

export const RunbookRunTemplateAnswer = Answer('RunbookRunTemplate', {
  RunbookId: Id(),
  RunbookSnapshotId: Id(),
  IsRunbookProcessModified: Type.Boolean(),
  IsVariableSetModified: Type.Boolean(),
  IsLibraryVariableSetModified: Type.Boolean(),
  PromoteTo: Type.Array(Promotion()),
  TenantPromotions: Type.Array(
    Type.Object({ Id: Id(), Name: Type.String(), PromoteTo: Type.Array(Promotion()), Links: Links() }),
  ),
  Links: Links(),
})

export const RunbookRunPreviewAnswer = Answer('RunbookRunPreview', {
  StepsToExecute: Type.Array(AnyObject()),
  Form: AnyObject(),
  Changes: Type.Array(AnyObject()),
  ChangesMarkdown: Type.String(),
  UseGuidedFailureModeByDefault: Type.Boolean(),
  DeploymentFreezes: Type.Array(AnyObject()),
  Links: Links(),
})

export const RunbookRunAnswer = Answer('RunbookRun', {
  Id: Id(),
  SpaceId: Id(),
  Name: Type.String(),
  ProjectId: Id(),
  RunbookId: Id(),
  RunbookSnapshotId: Id(),
  FrozenRunbookProcessId: Id(),
  EnvironmentId: Id(),
  TenantId: OrNull(Id()),
  TaskId: Id(),
  ManifestVariableSetId: Id(),
  Created: AnsweredDate(),
  DeployedBy: Type.String(),
  DeployedById: Id(),
  Comments: Type.String(),
  FormValues: Type.Record(Type.String(), Type.String()),
  SpecificMachineIds: Ids(),
  ExcludedMachineIds: Ids(),
  SpecificTargetTagIds: Ids(),
  ExcludedTargetTagIds: Ids(),
  SkipActions: Ids(),
  DeployedToMachineIds: Ids(),
  UseGuidedFailure: Type.Boolean(),
  ForcePackageDownload: Type.Boolean(),
  FailureEncountered: Type.Boolean(),
  FailTargetDiscovery: Type.Boolean(),
  Priority: Type.String(),
  DebugMode: Type.String(),
  QueueTime: OrNull(AnsweredDate()),
  QueueTimeExpiry: OrNull(AnsweredDate()),
  TentacleRetentionPeriod: Type.Null(),
  Links: Links(),
})
