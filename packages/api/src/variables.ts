import type { Client } from './client.ts'

/** An entry of a variable that was looked at for a place, and what became of it. */
export interface VariableCandidate {
  readonly Id: string
  /** As it is written; null for a secret. */
  readonly Value: string | null
  readonly IsSensitive: boolean
  readonly Scope: Readonly<Record<string, readonly string[]>>
  readonly Origin: { readonly Kind: string; readonly Id: string; readonly Name: string }
  readonly IsUsed: boolean
  readonly Reason: string
}

/** A variable as it would be in a place. */
export interface PreviewedVariable extends Omit<VariableCandidate, 'IsUsed'> {
  readonly Name: string
  /** Filled in; secrets in it are asterisks. */
  readonly EvaluatedValue: string
  readonly Candidates: readonly VariableCandidate[]
}

/** Ids of what the place is made of; what is left out matches no scope of its kind. */
export interface VariablePlace {
  readonly project: string
  readonly environment?: string | undefined
  readonly channel?: string | undefined
  readonly tenant?: string | undefined
  readonly machine?: string | undefined
  readonly role?: string | undefined
  /** Id or name of an action, or name of a step. */
  readonly action?: string | undefined
}

export interface VariablePreview {
  readonly Variables: readonly PreviewedVariable[]
  /** Names of what scopes point to, by kind. */
  readonly ScopeValues: Readonly<Record<string, readonly { readonly Id: string; readonly Name: string }[]>>
}

/** The values that a project's variables would have in a place, and why; with `name` only that one. */
export const previewVariables = (client: Client, place: VariablePlace, name?: string): Promise<VariablePreview> =>
  client.get('~/variables/preview', { ...place, name })
