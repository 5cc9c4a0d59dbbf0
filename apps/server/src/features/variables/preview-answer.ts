import { Type } from 'typebox'
import { Answer, AnsweredDate, Links, OrNull } from '../../http/answers.ts'
import { scopeValues, variableType } from './schema.ts'

const candidate = {
  Id: Type.String(),
  Value: OrNull(Type.String({ description: 'As it is written; null for a secret.' })),
  Type: variableType(),
  IsSensitive: Type.Boolean(),
  Scope: Type.Record(Type.String(), Type.Array(Type.String())),
  Origin: Type.Object({ Kind: Type.String(), Id: Type.String(), Name: Type.String() }),
  Reason: Type.String(),
}

/** An entry of a variable that was looked at for a place, and what became of it. */
const CandidateAnswer = Answer('VariableCandidate', { ...candidate, IsUsed: Type.Boolean() })

/** A variable as it would be in a place. */
const PreviewedVariableAnswer = Answer('PreviewedVariable', {
  ...candidate,
  Name: Type.String(),
  EvaluatedValue: Type.String({ description: 'Filled in; secrets in it are asterisks.' }),
  Candidates: Type.Array(CandidateAnswer),
})

export const VariablePreviewAnswer = Answer('VariablePreview', {
  Id: OrNull(Type.String()),
  SpaceId: Type.String(),
  OwnerId: Type.String(),
  Version: Type.Integer(),
  Variables: Type.Array(PreviewedVariableAnswer),
  ScopeValues: scopeValues,
  LastModifiedOn: OrNull(AnsweredDate()),
  LastModifiedBy: Type.Null(),
  Links: Links(),
})
