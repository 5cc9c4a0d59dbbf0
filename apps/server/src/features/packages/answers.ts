import { Type } from 'typebox'
import { Answer, AnsweredDate, Links, OrNull } from '../../http/answers.ts'
import { BuildInformationAnswer } from '../build-information/answers.ts'

export const PackageAnswer = Answer('Package', {
  Id: Type.String(),
  SpaceId: Type.String(),
  PackageId: Type.String(),
  Version: Type.String(),
  NuGetPackageId: Type.String(),
  FeedId: Type.String(),
  NuGetFeedId: Type.String(),
  Title: Type.String(),
  Summary: OrNull(Type.String()),
  Description: OrNull(Type.String()),
  FileExtension: Type.String(),
  Published: AnsweredDate(),
  ReleaseNotes: OrNull(Type.String()),
  PackageSizeBytes: Type.Integer(),
  Hash: Type.String(),
  PackageVersionBuildInformation: Type.Optional(OrNull(BuildInformationAnswer)),
  Links: Links(),
})

export const NotesAnswer = Answer('Notes', {
  Succeeded: Type.Boolean(),
  Notes: OrNull(Type.String()),
  FailureReason: OrNull(Type.String()),
})
export const PackageNotesAnswer = Answer('PackageNotes', {
  Packages: Type.Array(
    Type.Object({
      PackageId: Type.String(),
      Version: Type.String(),
      FeedId: OrNull(Type.String()),
      Notes: NotesAnswer,
    }),
  ),
})
