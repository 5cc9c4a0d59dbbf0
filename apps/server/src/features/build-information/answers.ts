import { Type } from 'typebox'
import { Answer, AnsweredDate, Links, OrNull } from '../../http/answers.ts'

const Commit = Type.Object({ Id: Type.String(), Comment: Type.String(), LinkUrl: OrNull(Type.String()) })
const WorkItem = Type.Object({
  Id: Type.String(),
  LinkUrl: OrNull(Type.String()),
  Source: Type.String(),
  Description: Type.String(),
})

export const BuildInformationAnswer = Answer('BuildInformation', {
  Id: Type.String(),
  SpaceId: Type.String(),
  PackageId: Type.String(),
  Version: Type.String(),
  BuildEnvironment: Type.String(),
  BuildNumber: Type.String(),
  BuildUrl: Type.String(),
  Branch: Type.String(),
  VcsType: Type.String(),
  VcsRoot: Type.String(),
  VcsCommitNumber: Type.String(),
  VcsCommitUrl: OrNull(Type.String()),
  IssueTrackerName: Type.String(),
  Commits: Type.Array(Commit),
  WorkItems: Type.Array(WorkItem),
  IncompleteDataWarning: Type.Null(),
  Created: AnsweredDate(),
  Links: Links(),
})
