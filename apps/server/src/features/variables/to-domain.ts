import type { Variable, VariableSource } from '@flotilla/domain/variables'
import type { Queryable } from '../../database/connection.ts'
import { notFound } from '../../http/errors.ts'
import { canonicalVariableSetId, findVariableSets, type VariableSetRow } from './queries.ts'
import type { VariableDocument } from './schema.ts'

/**
 * The variables of sets or snapshots, with their secrets: for running deployments, never for answers.
 *
 * Shape: the ids are those of a project's set and of its library sets in the order that the project includes them.
 * Errors: 404 for a set that is not there; leaving one out would quietly deploy with other values.
 */
export async function loadVariables(db: Queryable, ids: readonly string[]): Promise<readonly Variable[]> {
  const rows = await findVariableSets(db, ids)
  const secrets = await loadSecretValues(db, ids)
  let order = 0
  return ids.flatMap((id) => {
    const row = rows.find((candidate) => candidate.id === canonicalVariableSetId(id))
    if (!row) throw notFound('VariableSet', id)
    const source: VariableSource = row.ownerId.startsWith('Projects-')
      ? 'project'
      : { library: row.ownerId, order: order++ }
    return variablesOf(row, source, (variableId) => secrets.get(`${row.id} ${variableId}`) ?? null)
  })
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
  source,
})

async function loadSecretValues(db: Queryable, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const owners = ids.map(canonicalVariableSetId)
  if (owners.length === 0) return new Map()
  const rows = await db.selectFrom('secret').selectAll().where('owner_id', 'in', owners).execute()
  return new Map(rows.map((row) => [`${row.owner_id} ${row.field}`, row.value]))
}
