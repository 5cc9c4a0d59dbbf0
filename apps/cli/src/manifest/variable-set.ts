import { isDeepStrictEqual } from 'node:util'
import {
  type Codec,
  completeFields,
  type Field,
  fieldsFromWire,
  fieldsToWire,
  flag,
  inside,
  object,
  objectSchema,
  oneOf,
  type Place,
  references,
  shortenFields,
  text,
  texts,
} from './codec.ts'
import { type Doc, docsIn, isSameName, textsIn } from './document.ts'

const TYPES = [
  'String',
  'Sensitive',
  'Certificate',
  'AmazonWebServicesAccount',
  'AzureAccount',
  'GoogleCloudAccount',
  'UsernamePasswordAccount',
  'GenericOidcAccount',
  'WorkerPool',
]

const scopeFields: readonly Field[] = [
  { key: 'environments', wire: 'Environment', codec: references('environment'), usual: [], says: 'In these.' },
  { key: 'targets', wire: 'Machine', codec: references('target'), usual: [], says: 'On these machines.' },
  { key: 'roles', wire: 'Role', codec: texts(), usual: [], says: 'On machines with any of these roles.' },
  { key: 'targetRoles', wire: 'TargetRole', codec: texts(), usual: [], says: 'In steps for these roles.' },
  { key: 'steps', wire: 'Action', codec: references('step'), usual: [], says: 'In these steps.' },
  { key: 'channels', wire: 'Channel', codec: references('channel'), usual: [], says: 'In these channels.' },
  { key: 'tenants', wire: 'Tenant', codec: references('tenant'), usual: [], says: 'For these tenants.' },
  { key: 'tenantTags', wire: 'TenantTag', codec: texts(), usual: [], says: 'For tenants with any of these tags.' },
]

const CONTROL = 'Octopus.ControlType'
const OPTIONS = 'Octopus.SelectOptions'
const CONTROLS = ['SingleLineText', 'MultiLineText', 'Select', 'Checkbox', 'Sensitive']

/** How a prompt is shown: a control, and for a drop-down its choices, `value` or `value|text`. */
const displaySettings: Codec = {
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: { control: { enum: CONTROLS }, options: { type: 'array', items: { type: 'string' } } },
  },
  complete: (written) => {
    const { control = 'SingleLineText', options = [] } = written as Doc
    return { control, options: textsIn(options).map((line) => (line.includes('|') ? line : `${line}|${line}`)) }
  },
  shorten: (complete) => {
    const { control, options } = complete as Doc
    const lines = textsIn(options).map((line) => line.split('|'))
    return {
      control,
      ...(lines.length === 0
        ? {}
        : { options: lines.map(([value, shown]) => (value === shown ? value : `${value}|${shown}`)) }),
    }
  },
  toWire: (complete) => {
    const { control, options } = complete as Doc
    return { [CONTROL]: control, ...(textsIn(options).length === 0 ? {} : { [OPTIONS]: textsIn(options).join('\n') }) }
  },
  fromWire: (wire) => {
    const { [CONTROL]: control = 'SingleLineText', [OPTIONS]: options = '' } = wire as Doc
    return {
      control,
      options: String(options)
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => (line.includes('|') ? line : `${line}|${line}`)),
    }
  },
}

const promptFields: readonly Field[] = [
  { key: 'label', wire: 'Label', codec: text(), usual: '', says: 'What the question is called.' },
  { key: 'description', wire: 'Description', codec: text(), usual: '', says: 'Help beside the question.' },
  { key: 'required', wire: 'Required', codec: flag(), usual: false, says: 'Whether it must be answered.' },
  {
    key: 'display',
    wire: 'DisplaySettings',
    codec: displaySettings,
    usual: { control: 'SingleLineText', options: [] },
    says: 'How the question is shown.',
  },
]

const value: Codec = {
  ...text(),
  schema: { type: ['string', 'number', 'boolean'] },
  complete: (written) => String(written),
}

const variableFields: readonly Field[] = [
  { key: 'name', wire: 'Name', codec: text(), usual: '', says: 'Name of the variable.', isRequired: true },
  { key: 'value', wire: 'Value', codec: value, usual: null, says: 'The value; may be an expression.' },
  { key: 'description', wire: 'Description', codec: text(), usual: '', says: 'What it is for.' },
  { key: 'type', wire: 'Type', codec: oneOf(TYPES), usual: 'String', says: 'Sensitive values are never shown again.' },
  { key: 'scope', wire: 'Scope', codec: object(scopeFields), usual: emptyScope(), says: 'Where the value applies.' },
  {
    key: 'prompt',
    wire: 'Prompt',
    codec: object(promptFields),
    usual: null,
    says: 'Asks for the value at deployment.',
  },
]

function emptyScope(): Doc {
  return Object.fromEntries(scopeFields.map(({ key }) => [key, []]))
}

const schema = objectSchema(variableFields)

/** Schema of a list of variables. */
export const variablesSchema: Doc = {
  type: 'array',
  items: {
    ...schema,
    properties: {
      ...(schema.properties as Doc),
      valueFrom: {
        type: 'string',
        description: 'Environment variable of whoever applies the manifest; `value` is used when it is not set.',
      },
    },
  },
}

export const completeVariables = (written: unknown, at: Place): readonly Doc[] =>
  docsIn(written).map((given, index) => completeFields(variableFields, given, inside(at, index)))

/** The variables of a set as the server has them. */
export interface FoundVariables {
  /** In the manifest's terms, with what the server sent for each. */
  readonly known: readonly { readonly complete: Doc; readonly wire: Doc }[]
  /** With a scope that a manifest has no word for. Left as they are: said partly they would apply in more places. */
  readonly foreign: readonly Doc[]
}

export function readVariables(wire: unknown, at: Place): FoundVariables {
  const words = new Set(scopeFields.map((field) => field.wire))
  const isKnown = (variable: Doc) => Object.keys((variable.Scope ?? {}) as Doc).every((kind) => words.has(kind))
  const all = docsIn(wire)
  return {
    known: all.filter(isKnown).map((given) => ({ complete: fieldsFromWire(variableFields, given, at), wire: given })),
    foreign: all.filter((variable) => !isKnown(variable)),
  }
}

export const shortenVariables = (complete: readonly Doc[]): readonly Doc[] =>
  complete.map((variable) =>
    shortenFields(variableFields, isSecret(variable) ? { ...variable, value: null } : variable),
  )

/** Secrets cannot be read back, so they are compared as if they were alike. */
export const comparable = (variable: Doc): Doc => (isSecret(variable) ? { ...variable, value: null } : variable)

export const isSecret = ({ type }: Doc): boolean => type === 'Sensitive'

/**
 * The variables a set has after a manifest was applied: for each name in the manifest exactly the values that it says;
 * variables that it does not name stay.
 */
export function mergeVariables(found: readonly Doc[], wanted: readonly Doc[]): readonly Doc[] {
  const isNamed = (variable: Doc) => wanted.some(({ name }) => isSameName(name, variable.name))
  const kept = found.filter((variable) => !isNamed(variable) || wanted.some((other) => isTwin(other, variable)))
  const replaced = kept.map((variable) => wanted.find((other) => isTwin(other, variable)) ?? variable)
  return [...replaced, ...wanted.filter((variable) => !found.some((other) => isTwin(other, variable)))]
}

/** Same name and same scope: the same variable, whatever its value. */
const isTwin = (one: Doc, other: Doc): boolean =>
  isSameName(one.name, other.name) && isDeepStrictEqual(scopeKey(one), scopeKey(other))

const scopeKey = ({ scope }: Doc): Doc =>
  Object.fromEntries(
    Object.entries(scope as Doc).map(([kind, values]) => [
      kind,
      textsIn(values)
        .map((text) => text.toLowerCase())
        .sort(),
    ]),
  )

/** The body for the API. A secret that the server has already keeps its value unless secrets are to be replaced. */
export function variablesToWire(
  merged: readonly Doc[],
  at: Place,
  { known, foreign }: FoundVariables,
  replacesSecrets: boolean,
): readonly Doc[] {
  const written = merged.map((variable) => {
    const before = known.find(({ complete }) => isTwin(complete, variable))?.wire
    const { Value, Scope, ...fields } = fieldsToWire(variableFields, variable, at, before) as Doc
    const keepsSecret = isSecret(variable) && before?.IsSensitive === true && !replacesSecrets
    return {
      ...(before ? { Id: before.Id } : {}),
      ...fields,
      Scope: Object.fromEntries(Object.entries(Scope as Doc).filter(([, values]) => textsIn(values).length > 0)),
      ...(keepsSecret || Value === null ? {} : { Value }),
    }
  })
  return [...written, ...foreign]
}

/** Secrets that this merge makes without knowing what they hold. */
export const unknownSecrets = (found: readonly Doc[], wanted: readonly Doc[]): readonly string[] =>
  wanted
    .filter(
      (variable) => isSecret(variable) && variable.value === null && !found.some((other) => isTwin(other, variable)),
    )
    .map(({ name }) => String(name))
