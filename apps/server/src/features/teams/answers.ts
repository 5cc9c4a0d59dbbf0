import { Type } from 'typebox'
import { Answer, AnsweredDate, AnyObject, Links, OrNull } from '../../http/answers.ts'

export const TeamAnswer = Answer('Team', {
  Id: Type.String(),
  Name: Type.String(),
  Slug: Type.String(),
  SpaceId: OrNull(Type.String()),
  Description: Type.String(),
  CanBeDeleted: Type.Boolean(),
  CanBeRenamed: Type.Boolean(),
  CanChangeRoles: Type.Boolean(),
  CanChangeMembers: Type.Boolean(),
  MemberUserIds: Type.Array(Type.String()),
  ExternalSecurityGroups: Type.Array(AnyObject()),
  LastModifiedOn: AnsweredDate(),
  LastModifiedBy: OrNull(Type.String()),
  Links: Links(),
})

export const TeamMembershipAnswer = Answer('TeamMembership', {
  UserId: Type.String(),
  TeamId: Type.String(),
  TeamName: Type.String(),
  SpaceId: OrNull(Type.String()),
  IsDirectlyAssigned: Type.Boolean(),
  ExternalSecurityGroups: Type.Array(AnyObject()),
})
