import { Type } from 'typebox'
import { Answer, Links } from '../../http/answers.ts'

const ProviderAnswer = Answer('AuthenticationProvider', {
  Name: Type.String(),
  DisplayName: Type.String(),
  IdentityType: Type.String(),
  FormsLoginEnabled: Type.Boolean(),
  JavascriptLinks: Type.Array(Type.String()),
  CSSLinks: Type.Array(Type.String()),
  Links: Links(),
})

export const AuthenticationAnswer = Answer('Authentication', {
  AnyAuthenticationProvidersSupportPasswordManagement: Type.Boolean(),
  AuthenticationProviders: Type.Array(ProviderAnswer),
  Links: Links(),
})

export const UserAuthenticationAnswer = Answer('UserAuthentication', {
  AuthenticationProviders: Type.Array(ProviderAnswer),
  CanCurrentUserEditIdentitiesForUser: Type.Boolean(),
  Links: Links(),
})
