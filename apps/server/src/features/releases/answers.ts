import { Type } from 'typebox'
import { Answer, AnsweredDate, AnyObject, Links, OrNull } from '../../http/answers.ts'

export const ReleaseAnswer = Answer('Release', {
  Id: Type.String(),
  SpaceId: Type.String(),
  Version: Type.String(),
  ProjectId: Type.String(),
  ChannelId: Type.String(),
  ReleaseNotes: OrNull(Type.String()),
  Assembled: AnsweredDate(),
  SelectedPackages: Type.Array(
    Type.Object({
      ActionName: Type.String(),
      StepName: Type.Optional(Type.String()),
      PackageReferenceName: Type.String(),
      Version: Type.String(),
    }),
  ),
  CustomFields: Type.Record(Type.String(), Type.String()),
  IgnoreChannelRules: Type.Boolean(),
  ProjectDeploymentProcessSnapshotId: Type.String(),
  ProjectVariableSetSnapshotId: Type.String(),
  LibraryVariableSetSnapshotIds: Type.Array(Type.String()),
  SelectedGitResources: Type.Array(AnyObject()),
  BuildInformation: Type.Array(AnyObject()),
  VersionControlReference: OrNull(AnyObject()),
  VariableSnapshotConcurrencyToken: Type.String(),
  LastModifiedOn: OrNull(AnsweredDate()),
  LastModifiedBy: OrNull(Type.String()),
  Links: Links(),
})

export const DefectAnswer = Answer('Defect', {
  Description: Type.String(),
  Status: Type.Union([Type.Literal('Unresolved'), Type.Literal('Resolved')]),
})

export const MissingPackagesAnswer = Answer('MissingPackages', {
  Packages: Type.Array(Type.Object({ Id: Type.String(), Version: Type.String() })),
})

/** What a new release of a process needs. */
export const ReleaseTemplateAnswer = Answer('ReleaseTemplate', {
  DeploymentProcessId: Type.String(),
  LastReleaseVersion: OrNull(Type.String()),
  NextVersionIncrement: Type.String(),
  VersioningPackageStepName: OrNull(Type.String()),
  VersioningPackageReferenceName: OrNull(Type.String()),
  Packages: Type.Array(
    Type.Object({
      StepName: Type.String(),
      ActionName: Type.String(),
      PackageId: Type.String(),
      PackageReferenceName: Type.String(),
      FeedId: OrNull(Type.String()),
      FeedName: OrNull(Type.String()),
      NuGetPackageId: Type.String(),
      NuGetFeedId: OrNull(Type.String()),
      NuGetFeedName: OrNull(Type.String()),
      VersionSelectedLastRelease: OrNull(Type.String()),
      FixedVersion: OrNull(Type.String()),
      OfferedVersion: Type.Optional(OrNull(Type.String())),
      IsResolvable: Type.Boolean(),
      ProjectName: OrNull(Type.String()),
    }),
  ),
  GitResources: Type.Array(AnyObject()),
  Links: Links(),
})

const PromotionTarget = Type.Object({ Id: Type.String(), Name: Type.String(), Links: Links() })

/** Where a release may be deployed. */
export const DeploymentTemplateAnswer = Answer('DeploymentTemplate', {
  Id: Type.String(),
  IsDeploymentProcessModified: Type.Boolean(),
  IsVariableSetModified: Type.Boolean(),
  IsLibraryVariableSetModified: Type.Boolean(),
  IsGitResourceModified: Type.Boolean(),
  DeploymentNotes: OrNull(Type.String()),
  PromoteTo: Type.Array(PromotionTarget),
  TenantPromotions: Type.Array(
    Type.Object({ Id: Type.String(), Name: Type.String(), PromoteTo: Type.Array(PromotionTarget) }),
  ),
  Links: Links(),
})

/** How far a release has come through its lifecycle. */
export const ReleaseProgressionAnswer = Answer('ReleaseProgression', {
  Phases: Type.Array(
    Type.Object({
      Id: Type.String(),
      Name: Type.String(),
      Blocked: Type.Boolean(),
      Progress: Type.String(),
      Deployments: Type.Array(Type.Object({ Task: AnyObject(), Deployment: AnyObject() })),
      AutomaticDeploymentTargets: Type.Array(Type.String()),
      OptionalDeploymentTargets: Type.Array(Type.String()),
      MinimumEnvironmentsBeforePromotion: Type.Integer(),
      IsOptionalPhase: Type.Boolean(),
      IsPriorityPhase: Type.Boolean(),
    }),
  ),
  NextDeployments: Type.Array(Type.String()),
  NextDeploymentsMinimumRequired: Type.Integer(),
})
