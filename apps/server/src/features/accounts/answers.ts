import { Type } from 'typebox'
import { Answer, AnyObject } from '../../http/answers.ts'

export const AccountUsagesAnswer = Answer('AccountUsages', {
  Targets: Type.Array(AnyObject()),
  ProjectVariableSets: Type.Array(
    Type.Object({
      ProjectId: Type.String(),
      ProjectName: Type.String(),
      IsCurrentlyBeingUsedInProject: Type.Boolean(),
      Releases: Type.Array(AnyObject()),
    }),
  ),
  LibraryVariableSets: Type.Array(AnyObject()),
  DeploymentProcesses: Type.Array(AnyObject()),
  RunbookProcesses: Type.Array(AnyObject()),
  RunbookSnapshots: Type.Array(AnyObject()),
  Releases: Type.Array(AnyObject()),
})
