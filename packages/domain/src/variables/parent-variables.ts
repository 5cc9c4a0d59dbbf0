import type { TaskId, VariableId } from '../ids.ts'
import type { Variable } from './variable.ts'

/** A value that a parent's step hands to a child deployment. */
export interface PassedValue {
  readonly name: string
  readonly value: string
  readonly isSensitive: boolean
}

/**
 * The entries of a child deployment that its parent's step gives it: they beat every value of that name that people have
 * scoped. The parent has filled them in already, so their text is literal. Names match without case, and the child's own
 * spelling (`childNames`) stays, as scripts may look for no other.
 *
 * Source: domain reference 4.10, 5.2, 5.3.
 */
export function parentVariables(
  passed: readonly PassedValue[],
  parentTaskId: TaskId,
  childNames: readonly string[],
): readonly Variable[] {
  const spelled = new Map(childNames.map((name) => [name.toLowerCase(), name]))
  return passed.map(({ name, value, isSensitive }) => ({
    id: `parent:${name}` as VariableId,
    name: spelled.get(name.toLowerCase()) ?? name,
    value,
    isSensitive,
    type: isSensitive ? 'Sensitive' : 'String',
    scope: { ParentDeployment: [parentTaskId] },
    prompt: null,
    source: 'server',
    isLiteral: true,
  }))
}
