import { Type } from 'typebox'
import { Answer, AnsweredDate, Links, OrNull } from '../../http/answers.ts'

export const UserRoleAnswer = Answer('UserRole', {
  Id: Type.String(),
  Name: Type.String(),
  Slug: Type.String(),
  Description: Type.String(),
  CanBeDeleted: Type.Boolean(),
  GrantedSpacePermissions: Type.Array(Type.String()),
  GrantedSystemPermissions: Type.Array(Type.String()),
  SpacePermissionDescriptions: Type.Array(Type.String()),
  SystemPermissionDescriptions: Type.Array(Type.String()),
  SupportedRestrictions: Type.Array(Type.String()),
  LastModifiedOn: AnsweredDate(),
  LastModifiedBy: OrNull(Type.String()),
  Links: Links(),
})
