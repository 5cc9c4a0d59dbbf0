import { Type } from 'typebox'
import { Answer, AnyObject } from '../../http/answers.ts'

export const AccountUsagesAnswer = Answer('AccountUsages', {
  Targets: Type.Array(AnyObject()),
  Workers: Type.Array(Type.Object({ WorkerId: Type.String(), WorkerName: Type.String() })),
  ProjectVariableSets: Type.Array(
    Type.Object({
      ProjectId: Type.String(),
      ProjectName: Type.String(),
      IsCurrentlyBeingUsedInProject: Type.Boolean(),
      Releases: Type.Array(AnyObject()),
    }),
  ),
  LibraryVariableSets: Type.Array(AnyObject()),
  Tenants: Type.Array(Type.Object({ TenantId: Type.String(), TenantName: Type.String() })),
  DeploymentProcesses: Type.Array(AnyObject()),
  RunbookProcesses: Type.Array(AnyObject()),
  RunbookSnapshots: Type.Array(AnyObject()),
  Releases: Type.Array(AnyObject()),
})
