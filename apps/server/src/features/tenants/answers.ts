import { Type } from 'typebox'
import { Answer, AnyObject, Links, OrNull } from '../../http/answers.ts'
import { PropertyValue } from '../fields.ts'

const Template = Answer('VariableTemplate', {
  Id: Type.String(),
  Name: Type.String(),
  Label: Type.String(),
  HelpText: Type.String(),
  DefaultValue: Type.Optional(OrNull(PropertyValue())),
  DisplaySettings: Type.Record(Type.String(), Type.String()),
})
const Values = Type.Record(Type.String(), PropertyValue())

/** All values of a tenant, by what they belong to. */
export const TenantVariablesAnswer = Answer('TenantVariables', {
  TenantId: Type.String(),
  TenantName: Type.String(),
  SpaceId: Type.String(),
  ProjectVariables: Type.Record(
    Type.String(),
    Type.Object({
      ProjectId: Type.String(),
      ProjectName: Type.String(),
      Templates: Type.Array(Template),
      Variables: Type.Record(Type.String(), Values, { description: 'By environment, then by template.' }),
      Links: Links(),
    }),
  ),
  LibraryVariables: Type.Record(
    Type.String(),
    Type.Object({
      LibraryVariableSetId: Type.String(),
      LibraryVariableSetName: Type.String(),
      Templates: Type.Array(Template),
      Variables: Values,
      Links: Links(),
    }),
  ),
  ConcurrencyToken: Type.String(),
  Links: Links(),
})

const value = {
  Id: Type.String(),
  TemplateId: Type.String(),
  Template,
  Value: PropertyValue(),
  Scope: Type.Object({ EnvironmentIds: Type.Array(Type.String()) }),
  Links: Links(),
}

/** Values for templates of projects, as a list. */
export const TenantProjectVariablesAnswer = Answer('TenantProjectVariables', {
  TenantId: Type.String(),
  Variables: Type.Array(Type.Object({ ...value, ProjectId: Type.String(), ProjectName: Type.String() })),
  MissingVariables: Type.Optional(Type.Array(AnyObject())),
  Links: Links(),
})

/** Values for common templates, as a list. */
export const TenantCommonVariablesAnswer = Answer('TenantCommonVariables', {
  TenantId: Type.String(),
  Variables: Type.Array(
    Type.Object({ ...value, LibraryVariableSetId: Type.String(), LibraryVariableSetName: Type.String() }),
  ),
  MissingVariables: Type.Optional(Type.Array(AnyObject())),
  Links: Links(),
})

export const MissingTenantVariablesAnswer = Answer('MissingTenantVariables', {
  TenantId: Type.String(),
  MissingVariables: Type.Array(
    Type.Object({
      ProjectId: Type.Optional(OrNull(Type.String())),
      EnvironmentId: Type.Optional(OrNull(Type.String())),
      LibraryVariableSetId: Type.Optional(OrNull(Type.String())),
      VariableTemplateId: Type.String(),
      VariableTemplateName: Type.String(),
      Links: Links(),
    }),
  ),
  Links: Links(),
})
