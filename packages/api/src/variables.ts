import type { Client } from './client.ts'
import type { QueryOf, Schema } from './typed.ts'

/** A variable as it would be in a place. */
export type PreviewedVariable = Schema<'PreviewedVariable'>
/** An entry of a variable that was looked at for a place, and what became of it. */
export type VariableCandidate = Schema<'VariableCandidate'>

/**
 * The values that a project's variables would have in a place, and why; with `name` only that one. The place is given by ids
 * (an action also by its name, or that of its step); what is left out matches no scope of its kind.
 */
export const previewVariables = (
  client: Client,
  query: QueryOf<'getVariablesPreview'>,
): Promise<Schema<'VariablePreview'>> => client.get('~/variables/preview', query)
