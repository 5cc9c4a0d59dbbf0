import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { type Document, findDocument } from '../../database/documents.ts'
import { KINDS } from '../kinds.ts'

/** A team by id (built-in ids too are compared without case) or slug. */
export const findTeam = (db: Queryable, idOrSlug: string): Promise<Document | undefined> =>
  findDocument(db, KINDS.team, /^teams-[a-z]/i.test(idOrSlug) ? builtInId(idOrSlug) : idOrSlug)

/** `Teams-Everyone` and `teams-spacemanagers-spaces-2` as they are stored. */
function builtInId(text: string): string {
  const managers = /^teams-spacemanagers-spaces-([0-9]+)$/i.exec(text)
  return managers ? `teams-spacemanagers-Spaces-${managers[1]}` : text.toLowerCase()
}

/** The condition of a list of teams, over the columns of `team`. */
export type TeamFilter = readonly RawBuilder<boolean>[]

/** The filters that query parameters make. */
export function teamFilter(ids: readonly string[] | undefined, partialName: string | undefined): TeamFilter {
  return [
    ...(ids ? [sql<boolean>`lower(id) = any(${ids.map((id) => id.toLowerCase())}::text[])`] : []),
    ...(partialName ? [sql<boolean>`position(lower(${partialName}) in lower(name)) > 0`] : []),
  ]
}
