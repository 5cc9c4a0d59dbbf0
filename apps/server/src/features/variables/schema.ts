import { VARIABLE_TYPES, type VariableSource } from '@flotilla/domain/variables'
import { Type } from 'typebox'
import { Answer, AnsweredDate, answered, Links, OrNull } from '../../http/answers.ts'
import { PlaceList, Text } from '../fields.ts'

/** What a value is: a text, a secret, or the id of something. */
export const variableType = (options = {}) =>
  Type.Union(
    VARIABLE_TYPES.map((type) => Type.Literal(type)),
    options,
  )

const prompt = Type.Object({
  Label: Text(),
  Description: Text(),
  Required: Type.Optional(Type.Boolean({ default: false })),
  DisplaySettings: Type.Optional(Type.Record(Type.String(), Type.String(), { default: {} })),
})

const variable = Type.Object({
  Id: Type.Optional(Type.String({ default: '', maxLength: 200 })),
  Name: Type.String({ minLength: 1, maxLength: 500 }),
  // Blank is a value; only a missing one keeps a secret.
  Value: Type.Optional(Type.String()),
  Description: Text(),
  Type: Type.Optional(variableType({ default: 'String' })),
  IsSensitive: Type.Optional(Type.Boolean()),
  IsEditable: Type.Optional(Type.Boolean({ default: true })),
  Scope: Type.Optional(Type.Record(Type.String(), PlaceList(), { default: {} })),
  Prompt: Type.Optional(prompt),
})

/** The body of `PUT variables/{id}`. Source: API reference 5.18. */
export const variableSetBody = Type.Object(
  {
    Version: Type.Integer(),
    Variables: Type.Optional(Type.Array(variable, { default: [], maxItems: 10_000 })),
  },
  { title: 'VariableSetBody' },
)

const variableAnswer = Answer('Variable', {
  ...answered(variable.properties),
  Value: OrNull(Type.String({ description: 'Null for a secret.' })),
  IsSensitive: Type.Boolean(),
  Prompt: OrNull(Type.Object(answered(prompt.properties))),
})

/** What a scope may name, by kind in the plural: `Environments`, `Machines`, …. */
export const scopeValues = Type.Record(
  Type.String(),
  Type.Array(
    Type.Object({
      Id: Type.String(),
      Name: Type.String(),
      ProcessType: Type.Optional(Type.Union([Type.Literal('Deployment'), Type.Literal('Runbook')])),
    }),
  ),
)

export const variableSetAnswer = Answer('VariableSet', {
  Id: Type.String(),
  SpaceId: Type.String(),
  OwnerId: Type.String(),
  Version: Type.Integer(),
  Variables: Type.Array(variableAnswer),
  ScopeValues: scopeValues,
  Warnings: Type.Optional(Type.Array(Type.String())),
  LastModifiedOn: AnsweredDate(),
  LastModifiedBy: Type.Null(),
  Links: Links(),
})

/** A variable as it is stored and shown: the value of a sensitive one is kept apart, under its id. */
export interface VariableDocument {
  readonly Id: string
  readonly Name: string
  readonly Value: string | null
  readonly Description: string
  readonly Type: (typeof VARIABLE_TYPES)[number]
  readonly IsSensitive: boolean
  readonly IsEditable: boolean
  readonly Scope: Readonly<Record<string, readonly string[]>>
  readonly Prompt: PromptDocument | null
  /** In a deployment's own set only: where the value came from. */
  readonly Source?: VariableSource
  /** There too: no expressions are looked for in the value. */
  readonly IsLiteral?: boolean
}

export interface PromptDocument {
  readonly Label: string
  readonly Description: string
  readonly Required: boolean
  readonly DisplaySettings: Readonly<Record<string, string>>
}

export interface GivenVariable extends Omit<VariableDocument, 'Value' | 'IsSensitive' | 'Prompt'> {
  readonly Value?: string
  readonly IsSensitive?: boolean
  readonly Prompt?: PromptDocument
}
