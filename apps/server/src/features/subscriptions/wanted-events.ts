import type { Grant } from '@flotilla/domain/access'
import { type RawBuilder, sql } from 'kysely'
import type { Queryable } from '../../database/connection.ts'
import { loadTeamGrants } from '../access/authenticate.ts'
import { visibleWhere } from '../access/visible-where.ts'
import type { Caller } from '../context.ts'
import { type EventLists, listConditions } from '../events/filter.ts'
import { EVENT_GROUPS } from '../events/vocabulary.ts'
import type { SubscriptionFacts, SubscriptionFilter } from './facts.ts'

/** The categories that a filter names, itself or by their groups; null when it names none, which limits nothing. */
export function categoriesOf({ EventCategories, EventGroups }: SubscriptionFilter): string[] | null {
  if (EventCategories.length + EventGroups.length === 0) return null
  return [...new Set([...EventCategories, ...EventGroups.flatMap((group) => EVENT_GROUPS[group]?.categories ?? [])])]
}

/** An empty list of a filter limits nothing. */
function listsOf(filter: SubscriptionFilter): EventLists {
  const lists: EventLists = {
    users: filter.Users,
    projects: filter.Projects,
    projectGroups: filter.ProjectGroups,
    environments: filter.Environments,
    eventAgents: filter.EventAgents,
    tenants: filter.Tenants,
    tags: filter.Tags,
    documentTypes: filter.DocumentTypes,
  }
  return Object.fromEntries(Object.entries(lists).filter(([, values]) => values.length > 0))
}

/**
 * Of these events of its space, those that a subscription is to be told of: what its filter names, as far as its owner may see
 * it now, and its teams, where there are any (reliability Z6).
 */
export async function findWanted(
  db: Queryable,
  subscription: SubscriptionFacts,
  owner: Caller,
  numbers: readonly number[],
): Promise<ReadonlySet<number>> {
  const { filter, spaceId, teamIds } = subscription
  const categories = categoriesOf(filter)
  const teams: Grant[] = []
  for (const id of teamIds) teams.push(...(await loadTeamGrants(db, id)))
  const conditions = [
    sql<boolean>`space_id = ${spaceId}`,
    sql<boolean>`number = any(${numbers}::bigint[])`,
    ...(categories ? [sql<boolean>`category = any(${categories}::text[])`] : []),
    ...listConditions(listsOf(filter)),
    visibleTo(owner),
    ...(teamIds.length === 0 ? [] : [visibleTo({ ...owner, grants: teams })]),
  ]
  const { rows } = await sql<{ number: number }>`
    select number from event where ${sql.join(conditions, sql` and `)}`.execute(db)
  return new Set(rows.map(({ number }) => number))
}

const visibleTo = (caller: Caller): RawBuilder<boolean> =>
  visibleWhere(caller, 'EventView', { space: sql`space_id`, related: sql`related_document_ids` })
