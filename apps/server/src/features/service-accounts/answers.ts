import { Type } from 'typebox'
import { Answer } from '../../http/answers.ts'

export const OidcIdentityAnswer = Answer('ServiceAccountOidcIdentity', {
  Id: Type.String(),
  ServiceAccountId: Type.String(),
  Name: Type.String(),
  Issuer: Type.String(),
  Subject: Type.String(),
  Audience: Type.String(),
})

export const OidcIdentitiesAnswer = Answer('ServiceAccountOidcIdentities', {
  ServerUrl: Type.String(),
  ExternalId: Type.String({ description: 'What build servers name the account by: the audience of their tokens.' }),
  OidcIdentities: Type.Array(OidcIdentityAnswer),
  Count: Type.Integer(),
})
