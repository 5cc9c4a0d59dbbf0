import { Type } from 'typebox'
import { Answer, AnsweredDate, Links, OrNull } from '../../http/answers.ts'

/** A package of a feed, whichever its versions. */
export const FoundPackageAnswer = Answer('FoundPackage', {
  Id: Type.String(),
  Name: Type.String(),
  Description: OrNull(Type.String()),
  LatestVersion: OrNull(Type.String()),
  Links: Links(),
})

export const PackageVersionAnswer = Answer('PackageVersion', {
  Id: Type.String(),
  PackageId: Type.String(),
  Version: Type.String(),
  FeedId: Type.String(),
  Title: Type.String(),
  Published: OrNull(AnsweredDate()),
  SizeBytes: Type.Integer(),
  ReleaseNotes: OrNull(Type.String()),
  Links: Links(),
})
