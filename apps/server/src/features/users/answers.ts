import { Type } from 'typebox'
import { Answer, AnsweredDate, AnyObject, Links, OrNull } from '../../http/answers.ts'

export const UserAnswer = Answer('User', {
  Id: Type.String(),
  Username: Type.String(),
  DisplayName: Type.String(),
  EmailAddress: Type.String(),
  IsActive: Type.Boolean(),
  IsService: Type.Boolean(),
  IsRequestor: Type.Boolean(),
  CanPasswordBeEdited: Type.Boolean(),
  Identities: Type.Array(AnyObject()),
  Created: AnsweredDate(),
  Links: Links(),
})

export const UserTeamAnswer = Answer('UserTeam', {
  Id: Type.String(),
  Name: Type.String(),
  SpaceId: OrNull(Type.String()),
  IsDirectlyAssigned: Type.Boolean(),
  ExternalGroupNames: Type.Array(Type.String()),
})

const apiKey = {
  Id: Type.String(),
  UserId: Type.String(),
  Purpose: Type.String(),
  Created: AnsweredDate(),
  Expires: OrNull(AnsweredDate()),
  LastUsed: OrNull(AnsweredDate()),
  Links: Links(),
}
export const ApiKeyAnswer = Answer('ApiKey', {
  ...apiKey,
  ApiKey: Type.Object({ HasValue: Type.Boolean(), Hint: Type.String() }),
})

/** The answer that shows the key, this once. */
export const NewApiKeyAnswer = Answer('NewApiKey', { ...apiKey, ApiKey: Type.String() })

const Restrictions = Type.Array(
  Type.Object({
    SpaceId: OrNull(Type.String()),
    RestrictedToProjectIds: Type.Array(Type.String()),
    RestrictedToProjectGroupIds: Type.Array(Type.String()),
    RestrictedToEnvironmentIds: Type.Array(Type.String()),
    RestrictedToTenantIds: Type.Array(Type.String()),
  }),
)
export const UserPermissionsAnswer = Type.Object(
  {
    SpacePermissions: Type.Record(Type.String(), Restrictions),
    SystemPermissions: Type.Array(Type.String()),
    Teams: Type.Array(AnyObject()),
    IsPermissionsComplete: Type.Boolean(),
    IsTeamsComplete: Type.Boolean(),
  },
  { title: 'UserPermissions', additionalProperties: true },
)
