import { Type } from 'typebox'
import { Answer, AnsweredDate, answered, Links, OrNull } from '../../http/answers.ts'
import { Flag, FreeForm, Nullable, Places, Properties, Text } from '../fields.ts'

const packageReference = Type.Object({
  Id: Text(),
  Name: Text(),
  PackageId: Text(),
  FeedId: Text(),
  AcquisitionLocation: Text(),
  Version: Nullable(),
  Properties: Properties(),
  StepPackageInputsReferenceId: Nullable(),
})

const container = Type.Object(
  { Image: Nullable(), FeedId: Nullable(), GitUrl: Nullable(), Dockerfile: Nullable() },
  { default: {} },
)

/** Conditions and the like are plain text here: blank means the default, and the domain knows the words. */
const action = Type.Object({
  Id: Text(),
  Name: Type.String({ maxLength: 200 }),
  Slug: Text(),
  ActionType: Type.String(),
  Notes: Nullable(),
  IsDisabled: Flag(),
  IsRequired: Flag(),
  CanBeUsedForProjectVersioning: Flag(),
  Condition: Text(),
  WorkerPoolId: Nullable(),
  WorkerPoolVariable: Text(),
  Container: Type.Optional(container),
  Environments: Places(),
  ExcludedEnvironments: Places(),
  Channels: Places(),
  TenantTags: Places(),
  Packages: Type.Optional(Type.Array(packageReference, { default: [] })),
  GitDependencies: Type.Optional(Type.Array(FreeForm(), { default: [] })),
  Properties: Properties(),
  StepPackageVersion: Nullable(),
  Inputs: Type.Optional(Type.Union([Type.Null(), FreeForm()], { default: null })),
})

export const processStep = Type.Object({
  Id: Text(),
  Name: Type.String({ maxLength: 200 }),
  Slug: Text(),
  PackageRequirement: Text(),
  Condition: Text(),
  StartTrigger: Text(),
  RequiresPackagesToBeAcquired: Flag(),
  Properties: Properties(),
  Actions: Type.Optional(Type.Array(action, { default: [] })),
})

/** The body of `PUT deploymentprocesses/{id}`. Source: API reference 5.20. */
export const processBody = Type.Object(
  {
    Version: Type.Integer(),
    Steps: Type.Optional(Type.Array(processStep, { default: [], maxItems: 500 })),
  },
  { title: 'DeploymentProcessBody' },
)

export const processAnswer = Answer('DeploymentProcess', {
  Id: Type.String(),
  SpaceId: Type.String(),
  ProjectId: Type.String(),
  LastSnapshotId: OrNull(Type.String()),
  ...answered(processBody.properties),
  LastModifiedOn: AnsweredDate(),
  LastModifiedBy: Type.Null(),
  Links: Links(),
})

/** A process as it is stored: what the body gave, with ids, slugs and words filled in. */
export interface StepDocument {
  readonly Id: string
  readonly Name: string
  readonly Slug: string
  readonly Actions: readonly ActionDocument[]
  readonly [field: string]: unknown
}

export interface ActionDocument {
  readonly Id: string
  readonly Name: string
  readonly Slug: string
  readonly ActionType: string
  readonly WorkerPoolId: string | null
  readonly Environments: readonly string[]
  readonly ExcludedEnvironments: readonly string[]
  readonly Channels: readonly string[]
  readonly TenantTags: readonly string[]
  readonly Packages: readonly { readonly FeedId: string; readonly AcquisitionLocation: string }[]
  readonly Properties: Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}
