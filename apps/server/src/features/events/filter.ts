import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { parseWireDate } from '../../http/dates.ts'
import { badRequest } from '../../http/errors.ts'
import { BooleanParameter, isTrue, ListParameter, listOf, Paging } from '../../http/paging.ts'
import { SpacesParameters } from '../access/spaces-asked.ts'
import { EVENT_AGENTS, EVENT_GROUPS, INTERNAL_CATEGORIES } from './vocabulary.ts'

const lists = Object.fromEntries(
  [
    ...['regarding', 'regardingAny', 'users', 'user', 'projects', 'projectGroups', 'environments', 'tenants', 'tags'],
    ...['eventGroups', 'eventCategories', 'eventAgents', 'documentTypes', 'ids'],
  ].map((name) => [name, ListParameter()]),
)

/** Filters of the list of events. Source: API reference 5.12. */
export const EventQuery = Type.Object({
  ...Paging,
  // Without a default: a table holds more than a page.
  take: Type.Optional(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
  ...SpacesParameters,
  ...lists,
  from: Type.Optional(Type.String()),
  to: Type.Optional(Type.String()),
  fromAutoId: Type.Optional(Type.Integer({ minimum: 0 })),
  toAutoId: Type.Optional(Type.Integer({ minimum: 0 })),
  excludeDifference: BooleanParameter(),
  internal: BooleanParameter(),
  includeInternalEvents: BooleanParameter(),
  asCsv: BooleanParameter(),
})

type Asked = Readonly<Record<string, unknown>>
type Condition = RawBuilder<boolean>

/** What an event is about is one array of ids; every filter by a document asks it, through one index. */
const about = (ids: readonly string[]): Condition => sql<boolean>`related_document_ids && ${ids}::text[]`

const BY_LIST = {
  regarding: (ids) => sql<boolean>`(related_document_ids @> ${canonical(ids)}::text[] and ${ids.length} > 0)`,
  regardingAny: (ids) => about(canonical(ids)),
  projects: (ids) => about(canonical(ids)),
  environments: (ids) => about(canonical(ids)),
  tenants: (ids) => about(canonical(ids)),
  projectGroups: (ids) => sql<boolean>`related_document_ids && (${canonical(ids)}::text[] || array(
    select id from project where document ->> 'ProjectGroupId' = any(${canonical(ids)}::text[])))`,
  tags: (tags) => sql<boolean>`related_document_ids && array(
    select id from tenant where document -> 'TenantTags' ?| ${tags}::text[])`,
  users: (ids) => sql<boolean>`user_id = any(${canonical(ids)}::text[])`,
  user: (ids) => sql<boolean>`user_id = any(${canonical(ids)}::text[])`,
  eventCategories: (categories) => sql<boolean>`category = any(${categories}::text[])`,
  eventGroups: (groups) => {
    const categories = groups.flatMap((group) => EVENT_GROUPS[group]?.categories ?? [])
    return sql<boolean>`category = any(${categories}::text[])`
  },
  eventAgents: (agents) => {
    const prefixes = agents.flatMap((agent) => EVENT_AGENTS[agent]?.prefix ?? [])
    return sql<boolean>`exists (select 1 from unnest(${prefixes}::text[]) prefix where starts_with(user_agent, prefix))`
  },
  documentTypes: (types) => sql<boolean>`exists (
    select 1 from unnest(related_document_ids) related, unnest(${types}::text[]) kind where starts_with(related, kind))`,
  ids: (ids) => sql<boolean>`id = any(${canonical(ids)}::text[])`,
} as const satisfies Record<string, (values: readonly string[]) => Condition>

/** What events are chosen by. */
export type EventLists = Readonly<Partial<Record<keyof typeof BY_LIST, readonly string[]>>>

/**
 * The conditions that lists make, over the columns of `event`. A list that was given and is empty finds nothing: it never means
 * "any".
 */
export const listConditions = (lists: EventLists): Condition[] =>
  Object.entries(BY_LIST).flatMap(([name, condition]) => {
    const values = lists[name as keyof EventLists]
    return values ? [condition(values)] : []
  })

const canonical = (ids: readonly string[]): string[] => ids.map(canonicalId)

/** The conditions that query parameters make, over the columns of `event`. Refuses dates that are none with 400. */
export function eventConditions(query: Asked): Condition[] {
  const lists = Object.fromEntries(
    Object.keys(BY_LIST).flatMap((name) => {
      const values = listOf(query[name] as string | readonly string[] | undefined)
      return values ? [[name, values]] : []
    }),
  )
  const from = dateOf('from', query.from)
  const to = dateOf('to', query.to)
  return [
    ...listConditions(lists),
    ...(from ? [sql<boolean>`occurred_at >= ${from}`] : []),
    ...(to ? [sql<boolean>`occurred_at <= ${to}`] : []),
    ...(isInternalAsked(query) ? [] : [sql<boolean>`category <> all(${[...INTERNAL_CATEGORIES]}::text[])`]),
    ...(query.fromAutoId === undefined ? [] : [sql<boolean>`number >= ${query.fromAutoId}`]),
    ...(query.toAutoId === undefined ? [] : [sql<boolean>`number <= ${query.toAutoId}`]),
  ]
}

/** Who asks for categories, or for all that is known of something, means the internal ones among it too. */
const isInternalAsked = (query: Asked): boolean =>
  ['internal', 'includeInternalEvents'].some((name) => isTrue(query[name] as string | undefined)) ||
  ['eventCategories', 'eventGroups', 'regarding', 'regardingAny'].some((name) => query[name] !== undefined)

function dateOf(name: string, text: unknown): Date | undefined {
  if (typeof text !== 'string' || text === '') return undefined
  const date = parseWireDate(text)
  if (!date) throw badRequest(`${name}: '${text}' is not a date.`)
  return date
}
