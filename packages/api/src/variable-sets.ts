import type { Client } from './client.ts'
import { ApiError } from './errors.ts'

/** By kind (`Environment`, `Machine`, `Role`, `Action`, `Channel`, `TenantTag`): ids, or names of roles and tags. */
export type VariableScope = Readonly<Record<string, readonly string[]>>

export interface VariablePrompt {
  readonly Label: string
  readonly Description: string
  readonly Required: boolean
  readonly DisplaySettings: Readonly<Record<string, string>>
}

export interface Variable {
  /** Empty for one that is to be created. */
  readonly Id: string
  readonly Name: string
  /** Null for a secret; null in what is sent keeps it. */
  readonly Value: string | null
  readonly Description: string
  readonly Type: string
  readonly IsSensitive: boolean
  readonly Scope: VariableScope
  readonly Prompt: VariablePrompt | null
}

export interface VariableSet {
  readonly Id: string
  readonly Version: number
  readonly Variables: readonly Variable[]
  /** What a scope may name, by plural kind: `Environments`, `Machines`, …. */
  readonly ScopeValues: Readonly<Record<string, readonly { readonly Id: string; readonly Name: string }[]>>
}

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
