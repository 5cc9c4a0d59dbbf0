import type { VariableId } from '../ids.ts'
import type { Variable, VariableType } from './variable.ts'

/** What a variable may point to by its id: an account, a worker pool. */
export interface PointedThing {
  readonly id: string
  readonly name: string
  /** Kinds of variables that may point to it. */
  readonly types: readonly VariableType[]
  /** `Username` gives `Name.Username`. */
  readonly properties: readonly {
    readonly name: string
    readonly value: string
    readonly isSensitive: boolean
  }[]
}

/** Types whose value is the id of something. */
export const POINTING_TYPES: ReadonlySet<VariableType> = new Set([
  'Certificate',
  'AmazonWebServicesAccount',
  'AzureAccount',
  'GoogleCloudAccount',
  'UsernamePasswordAccount',
  'GenericOidcAccount',
  'WorkerPool',
])

/** The ids that entries point to, as far as their text says so without being evaluated. */
export function pointedIds(variables: readonly Variable[]): readonly string[] {
  const ids = variables.flatMap(({ type, value }) => (POINTING_TYPES.has(type) && value ? [value.trim()] : []))
  return [...new Set(ids)].filter((id) => /^[A-Za-z]+-[0-9]+$/.test(id))
}

/**
 * Adds to each entry that points to something the variables that it expands to. They share its scope and source, and are
 * there only where the entry itself is the value of its name, so that no secret of an account that was not chosen shows.
 *
 * Shape: `things` by id in lower case.
 * Source: domain reference 5.1.
 */
export function expandPointers(
  variables: readonly Variable[],
  things: ReadonlyMap<string, PointedThing>,
): readonly Variable[] {
  return variables.flatMap((variable) => {
    const thing = POINTING_TYPES.has(variable.type)
      ? things.get((variable.value ?? '').trim().toLowerCase())
      : undefined
    if (!thing?.types.includes(variable.type)) return [variable]
    return [variable, ...thing.properties.map((property) => partOf(variable, property))]
  })
}

const partOf = ({ id, name, scope, source }: Variable, property: PointedThing['properties'][number]): Variable => ({
  id: `${id}:${property.name}` as VariableId,
  name: `${name}.${property.name}`,
  value: property.value,
  isSensitive: property.isSensitive,
  type: property.isSensitive ? 'Sensitive' : 'String',
  scope,
  prompt: null,
  source,
  isLiteral: true,
  partOf: { id, name },
})
