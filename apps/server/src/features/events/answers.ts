import { Type } from 'typebox'
import { Answer, AnsweredDate, AnyObject, Links, OrNull } from '../../http/answers.ts'

export const EventAnswer = Answer('Event', {
  Id: Type.String(),
  SpaceId: OrNull(Type.String()),
  Category: Type.String(),
  UserId: OrNull(Type.String()),
  Username: OrNull(Type.String()),
  IsService: Type.Boolean(),
  IdentityEstablishedWith: OrNull(Type.String()),
  UserAgent: OrNull(Type.String()),
  IpAddress: OrNull(Type.String()),
  Occurred: AnsweredDate(),
  Message: Type.String(),
  MessageHtml: Type.String(),
  MessageReferences: Type.Array(AnyObject()),
  RelatedDocumentIds: Type.Array(Type.String()),
  Comments: OrNull(Type.String()),
  Details: OrNull(Type.String()),
  ChangeDetails: Type.Object({
    Differences: OrNull(
      Type.Array(
        Type.Object({
          op: Type.String(),
          path: Type.String(),
          old: Type.Optional(Type.Unknown()),
          value: Type.Optional(Type.Unknown()),
        }),
      ),
    ),
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
