import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { parseWireDate } from '../../http/dates.ts'
import { badRequest } from '../../http/errors.ts'
import { ListParameter, listOf, Paging } from '../../http/paging.ts'
import { SpacesParameters } from '../access/spaces-asked.ts'
import { EVENT_AGENTS, EVENT_GROUPS } from './vocabulary.ts'

const lists = Object.fromEntries(
  [
    ...['regarding', 'regardingAny', 'users', 'user', 'projects', 'projectGroups', 'environments', 'tenants', 'tags'],
    ...['eventGroups', 'eventCategories', 'eventAgents', 'documentTypes', 'ids'],
  ].map((name) => [name, ListParameter()]),
)

/** Filters of the list of events. Source: API reference 5.12. */
export const EventQuery = Type.Object({
  ...Paging,
  ...SpacesParameters,
  ...lists,
  from: Type.Optional(Type.String()),
  to: Type.Optional(Type.String()),
  fromAutoId: Type.Optional(Type.Integer({ minimum: 0 })),
  toAutoId: Type.Optional(Type.Integer({ minimum: 0 })),
  excludeDifference: Type.Optional(Type.String()),
})

type Asked = Readonly<Record<string, unknown>>
type Condition = RawBuilder<boolean>

/** What an event is about is one array of ids; every filter by a document asks it, through one index. */
const about = (ids: readonly string[]): Condition => sql<boolean>`related_document_ids && ${ids}::text[]`

/** A list that was given and is empty finds nothing: it never means "any". */
const BY_LIST: Readonly<Record<string, (values: readonly string[]) => Condition>> = {
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
}

const canonical = (ids: readonly string[]): string[] => ids.map(canonicalId)

/** The conditions that query parameters make, over the columns of `event`. Refuses dates that are none with 400. */
export function eventConditions(query: Asked): Condition[] {
  const listed = Object.entries(BY_LIST).flatMap(([name, condition]) => {
    const values = listOf(query[name] as string | readonly string[] | undefined)
    return values ? [condition(values)] : []
  })
  const from = dateOf('from', query.from)
  const to = dateOf('to', query.to)
  return [
    ...listed,
    ...(from ? [sql<boolean>`occurred_at >= ${from}`] : []),
    ...(to ? [sql<boolean>`occurred_at <= ${to}`] : []),
    ...(query.fromAutoId === undefined ? [] : [sql<boolean>`number >= ${query.fromAutoId}`]),
    ...(query.toAutoId === undefined ? [] : [sql<boolean>`number <= ${query.toAutoId}`]),
  ]
}

function dateOf(name: string, text: unknown): Date | undefined {
  if (typeof text !== 'string' || text === '') return undefined
  const date = parseWireDate(text)
  if (!date) throw badRequest(`${name}: '${text}' is not a date.`)
  return date
}
