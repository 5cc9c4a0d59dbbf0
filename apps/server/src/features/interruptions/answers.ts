import { Type } from 'typebox'
import { Answer, AnsweredDate, AnyObject, Links, OrNull } from '../../http/answers.ts'

export const InterruptionAnswer = Answer('Interruption', {
  Id: Type.String(),
  SpaceId: Type.String(),
  Title: Type.String(),
  Type: Type.String(),
  Created: AnsweredDate(),
  IsPending: Type.Boolean(),
  Form: Type.Object({
    Values: Type.Record(Type.String(), OrNull(Type.String())),
    Elements: Type.Array(
      Type.Object({
        Name: Type.String(),
        Control: Type.Object({
          Type: Type.String(),
          Text: Type.Optional(Type.String()),
          Label: Type.Optional(Type.String()),
          ResolveLinks: Type.Optional(Type.Boolean()),
          Buttons: Type.Optional(
            Type.Array(
              Type.Object({ Text: Type.String(), Value: Type.String(), RequiresConfirmation: Type.Boolean() }),
            ),
          ),
        }),
      }),
      { description: 'The last one holds the buttons: what may be answered.' },
    ),
  }),
  RelatedDocumentIds: Type.Array(Type.String()),
  ResponsibleTeamIds: Type.Array(Type.String()),
  ResponsibleUserId: OrNull(Type.String()),
  CanTakeResponsibility: Type.Boolean(),
  HasResponsibility: Type.Boolean(),
  TaskId: Type.String(),
  CorrelationId: Type.String(),
  IsLinkedToOtherInterruption: Type.Boolean(),
  PullRequests: Type.Array(AnyObject()),
  Links: Links(),
})
