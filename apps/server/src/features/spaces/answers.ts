import { Type } from 'typebox'
import { Answer, AnsweredDate, Links, OrNull } from '../../http/answers.ts'

export const SpaceAnswer = Answer('Space', {
  Id: Type.String(),
  Name: Type.String(),
  Slug: Type.String(),
  Description: Type.String(),
  IsDefault: Type.Boolean(),
  IsPrivate: Type.Boolean(),
  TaskQueueStopped: Type.Boolean(),
  SpaceManagersTeams: Type.Array(Type.String()),
  SpaceManagersTeamMembers: Type.Optional(Type.Array(Type.String())),
  SpaceManagersTeamId: Type.String({ description: 'The team of `SpaceManagersTeamMembers`, which every space has.' }),
  LastModifiedOn: AnsweredDate(),
  LastModifiedBy: OrNull(Type.String()),
  Links: Links(),
})
