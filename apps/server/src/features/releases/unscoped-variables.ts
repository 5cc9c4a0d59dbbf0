import type { Variable } from '@flotilla/domain/variables'
import type { Queryable } from '../../database/connection.ts'
import type { Document } from '../../database/documents.ts'
import { loadVariables } from '../variables/to-domain.ts'

/** The variables of a project that have a value before it is known where a release goes; no secrets. */
export async function unscopedVariables(db: Queryable, project: Document): Promise<readonly Variable[]> {
  const variables = await loadVariables(db, [project.VariableSetId as string])
  return variables.filter(({ scope, isSensitive }) => Object.keys(scope).length === 0 && !isSensitive)
}
