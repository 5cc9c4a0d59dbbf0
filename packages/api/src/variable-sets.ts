import type { Client } from './client.ts'
import { ApiError } from './errors.ts'
import type { Schema } from './typed.ts'

export type VariableSet = Schema<'VariableSet'>
/** Its id is empty for one that is to be created; a value of null in what is sent keeps the secret. */
export type Variable = Schema<'Variable'>
export type VariablePrompt = NonNullable<Variable['Prompt']>
/** By kind (`Environment`, `Machine`, `Role`, `Action`, `Channel`, `TenantTag`): ids, or names of roles and tags. */
export type VariableScope = Variable['Scope']

export const loadVariableSet = (client: Client, id: string): Promise<VariableSet> => client.get(`~/variables/${id}`)

/** How often somebody else may be faster before it is given up. */
const TRIES = 5

/**
 * Replaces the variables of a set with what `change` makes of them. When somebody else has changed the set meanwhile, `change`
 * is asked again about what there is then: nobody's change is lost.
 */
export async function changeVariables(
  client: Client,
  id: string,
  change: (set: VariableSet) => readonly Variable[],
): Promise<VariableSet> {
  for (let tries = 1; ; tries++) {
    const before = await loadVariableSet(client, id)
    try {
      return await client.put<VariableSet>(`~/variables/${id}`, { ...before, Variables: change(before) })
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 409) || tries === TRIES) throw error
    }
  }
}
