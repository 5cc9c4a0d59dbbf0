import { Type } from 'typebox'
import { Answer, AnsweredDate, Links, OrNull } from '../../http/answers.ts'

export const ScopedUserRoleAnswer = Answer('ScopedUserRole', {
  Id: Type.String(),
  TeamId: Type.String(),
  UserRoleId: Type.String(),
  SpaceId: OrNull(Type.String()),
  ProjectIds: Type.Array(Type.String()),
  ProjectGroupIds: Type.Array(Type.String()),
  EnvironmentIds: Type.Array(Type.String()),
  TenantIds: Type.Array(Type.String()),
  LastModifiedOn: AnsweredDate(),
  LastModifiedBy: OrNull(Type.String()),
  Links: Links(),
})
