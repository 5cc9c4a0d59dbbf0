import { Type } from 'typebox'
import { Answer, AnsweredDate, Links } from '../../http/answers.ts'

export const ArtifactAnswer = Answer('Artifact', {
  Id: Type.String(),
  SpaceId: Type.String(),
  Filename: Type.String(),
  Source: Type.String(),
  ServerTaskId: Type.String(),
  Created: AnsweredDate(),
  Links: Links(),
})
