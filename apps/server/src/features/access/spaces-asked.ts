import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { BooleanParameter, isTrue, ListParameter, listOf } from '../../http/paging.ts'
import type { Space } from '../context.ts'

/** Query parameters of routes that answer across spaces when their address names none (API reference 1.1, "mixed"). */
export const SpacesParameters = { spaces: ListParameter(), includeSystem: BooleanParameter() }
export const SpacesQuery = Type.Object(SpacesParameters)

interface Asked {
  readonly spaces?: string | readonly string[] | undefined
  readonly includeSystem?: string | undefined
}

/**
 * Which rows are asked for. A space in the address means that space only; `spaces` means those (`all`: any); neither means
 * every space. What belongs to the server comes along with `includeSystem=true`, and when nothing at all is said.
 */
export function spacesAsked(space: Space | undefined, query: Asked, column: RawBuilder<unknown>): RawBuilder<boolean> {
  const listed = listOf(query.spaces)
  const wanted = space ? [space.id] : listed?.some((id) => id.toLowerCase() === 'all') ? undefined : listed
  const withSystem = isTrue(query.includeSystem) ?? (space === undefined && listed === undefined)
  const inSpaces = wanted
    ? sql<boolean>`${column} = any(${wanted.map(canonicalId)}::text[])`
    : sql<boolean>`${column} is not null`
  return withSystem ? sql<boolean>`(${inSpaces} or ${column} is null)` : inSpaces
}
