import type { Variable, VariableSource } from '@flotilla/domain/variables'
import type { Queryable } from '../../database/connection.ts'
import { loadSecretsOf } from '../../database/secrets.ts'
import { notFound } from '../../http/errors.ts'
import { isLibrarySetId } from '../versioned.ts'
import { canonicalVariableSetId, findVariableSets, type VariableSetRow } from './queries.ts'
import type { VariableDocument } from './schema.ts'

/**
 * The variables of sets or snapshots, with their secrets: for running deployments, never for answers.
 *
 * Shape: the ids are those of a project's set and of its library sets in the order that the project includes them, and that
 * of the set in which a deployment keeps the values of templates, which says itself where each comes from.
 * Errors: 404 for a set that is not there; leaving one out would quietly deploy with other values.
 */
export const loadVariables = async (db: Queryable, ids: readonly string[]): Promise<readonly Variable[]> =>
  (await loadVariablesOfEach(db, [ids]))[0]!

/** The same for several lists of sets, read together. */
export async function loadVariablesOfEach(
  db: Queryable,
  lists: readonly (readonly string[])[],
): Promise<readonly (readonly Variable[])[]> {
  const rows = new Map((await findVariableSets(db, [...new Set(lists.flat())])).map((row) => [row.id, row]))
  const withSecrets = [...rows.values()].filter(({ variables }) => variables.some(({ IsSensitive }) => IsSensitive))
  const secrets = await loadSecretsOf(
    db,
    withSecrets.map(({ id }) => id),
  )
  return lists.map((ids) => {
    let order = 0
    return ids.flatMap((id) => {
      const row = rows.get(canonicalVariableSetId(id))
      if (!row) throw notFound('VariableSet', id)
      return variablesOf(
        row,
        sourceOf(row, () => order++),
        (variableId) => secrets.get(row.id)?.get(variableId) ?? null,
      )
    })
  })
}

const sourceOf = ({ ownerId }: VariableSetRow, nextOrder: () => number): VariableSource => {
  if (isLibrarySetId(ownerId)) return { library: ownerId, order: nextOrder() }
  return ownerId.startsWith('Projects-') ? 'project' : 'server'
}

/** A stored set as the domain sees it; `secretOf` answers the value of a sensitive variable. */
export const variablesOf = (
  row: Pick<VariableSetRow, 'variables'>,
  source: VariableSource,
  secretOf: (variableId: string) => string | null,
): readonly Variable[] =>
  row.variables.map((document) =>
    variableOf(document, source, document.IsSensitive ? secretOf(document.Id) : document.Value),
  )

const variableOf = (document: VariableDocument, source: VariableSource, value: string | null): Variable => ({
  id: document.Id as Variable['id'],
  name: document.Name,
  value,
  isSensitive: document.IsSensitive,
  type: document.Type,
  scope: document.Scope,
  prompt: document.Prompt && {
    label: document.Prompt.Label,
    description: document.Prompt.Description,
    isRequired: document.Prompt.Required,
    displaySettings: document.Prompt.DisplaySettings,
  },
  source: document.Source ?? source,
  ...(document.IsLiteral ? { isLiteral: true } : {}),
})
