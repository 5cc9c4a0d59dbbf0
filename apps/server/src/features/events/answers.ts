import { Type } from 'typebox'
import { Answer, AnsweredDate, AnyObject, Links, OrNull } from '../../http/answers.ts'

/** One field of a document that is another now. */
const DifferenceAnswer = Answer('Difference', {
  op: Type.Union([Type.Literal('add'), Type.Literal('remove'), Type.Literal('replace')]),
  path: Type.String({ description: 'A JSON pointer.' }),
  old: Type.Optional(Type.Unknown()),
  value: Type.Optional(Type.Unknown()),
})

export const EventAnswer = Answer('Event', {
  Id: Type.String(),
  SpaceId: OrNull(Type.String()),
  Category: Type.String(),
  UserId: OrNull(Type.String()),
  Username: Type.String(),
  IsService: Type.Boolean(),
  IdentityEstablishedWith: Type.String(),
  UserAgent: Type.String(),
  IpAddress: Type.String(),
  Occurred: AnsweredDate(),
  Message: Type.String(),
  MessageHtml: Type.String(),
  MessageReferences: Type.Array(AnyObject()),
  RelatedDocumentIds: Type.Array(Type.String()),
  Comments: OrNull(Type.String()),
  Details: OrNull(Type.String()),
  ChangeDetails: Type.Object({
    Differences: OrNull(Type.Array(DifferenceAnswer)),
    DocumentContext: OrNull(AnyObject()),
  }),
  Links: Links(),
})

export const EventGroupAnswer = Answer('EventGroup', {
  Id: Type.String(),
  Name: Type.String(),
  EventCategories: Type.Array(Type.String()),
  Links: Links(),
})
