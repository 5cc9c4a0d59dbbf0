import { sql } from 'kysely'
import { Type } from 'typebox'
import { canonicalId } from '../../database/ids.ts'
import { AnyObject, CollectionOf } from '../../http/answers.ts'
import { notFound } from '../../http/errors.ts'
import { answerWithEvents } from '../../http/event-stream.ts'
import { collection, isTrue, MOST_ITEMS, type Page, Paging, pageOf } from '../../http/paging.ts'
import { spacesAsked } from '../access/spaces-asked.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { type AppRoute, type Caller, type Deps, route } from '../context.ts'
import { ChoiceAnswer } from '../named-answers.ts'
import { EventAnswer, EventGroupAnswer } from './answers.ts'
import { csvOf } from './csv.ts'
import { EventQuery, eventConditions } from './filter.ts'
import { listEvents, presentEvent } from './queries.ts'
import { streamChanges } from './stream-changes.ts'
import { DOCUMENT_TYPES, EVENT_AGENTS, EVENT_CATEGORIES, EVENT_GROUPS } from './vocabulary.ts'

const common = { scope: 'mixed', tags: ['Events'], access: 'EventView' } as const

/** The audit: who did what, when. Events can only be read. */
export function eventRoutes(deps: Deps): AppRoute[] {
  const { database } = deps
  const visible = (caller: Caller) =>
    visibleWhere(caller, 'EventView', { space: sql`space_id`, related: sql`related_document_ids` })
  return [
    route({
      ...common,
      method: 'GET',
      path: '/events',
      summary: 'List events, newest first',
      query: EventQuery,
      response: CollectionOf(EventAnswer),
      alsoAnswers: ['text/csv'],
      handler: async ({ space, caller, query, reply }) => {
        const page = isTrue(query.asCsv) ? exportPageOf(query) : pageOf(query)
        const conditions = [spacesAsked(space, query, sql.ref('space_id')), visible(caller), ...eventConditions(query)]
        const { items, total } = await listEvents(database, conditions, page)
        if (isTrue(query.asCsv)) {
          reply
            .header('content-type', 'text/csv; charset=utf-8')
            .header('content-disposition', 'attachment; filename="events.csv"')
            .header('content-security-policy', "sandbox; default-src 'none'")
          return csvOf(items)
        }
        const withDifference = !isTrue(query.excludeDifference)
        const events = items.map((event) => presentEvent(event, withDifference))
        // The links to other pages lead to what was there when the first one was read, whatever happens meanwhile.
        const toAutoId = query.toAutoId ?? (page.skip === 0 ? items[0]?.number : undefined)
        const address = space ? `/api/${space.id}/events` : '/api/events'
        return collection('Event', events, total, page, address, { ...query, toAutoId })
      },
    }),
    route({
      scope: 'space',
      tags: ['Events'],
      method: 'GET',
      path: '/changes',
      summary: 'Says `changed` whenever something in the space has changed, as Server-Sent Events',
      access: 'signed-in',
      response: 'event-stream',
      operationId: 'followChanges',
      handler: async ({ space, caller, raw, reply, callerNow }) => {
        requireAnyRight(caller, space.id)
        const stillAllowed = async () => requireAnyRight(await callerNow(), space.id)
        await answerWithEvents(deps.streams, { userId: caller.userId, request: raw, reply, stillAllowed }, (stream) =>
          streamChanges(deps, space.id, stream),
        )
        return undefined
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/events/archives',
      summary: 'Files that events were moved to: none, for events are kept',
      access: 'EventRetentionView',
      query: Type.Object(Paging),
      response: CollectionOf(AnyObject()),
      handler: async ({ query }) => collection('EventArchive', [], 0, pageOf(query), '/api/events/archives', query),
    }),
    vocabulary(
      'categories',
      Object.entries(EVENT_CATEGORIES).map(([Id, Name]) => ({ Id, Name })),
    ),
    vocabulary(
      'groups',
      Object.entries(EVENT_GROUPS).map(([Id, { name, categories }]) => ({
        Id,
        Name: name,
        EventCategories: categories,
      })),
    ),
    vocabulary(
      'agents',
      Object.entries(EVENT_AGENTS).map(([Id, { name }]) => ({ Id, Name: name })),
    ),
    vocabulary(
      'documenttypes',
      Object.entries(DOCUMENT_TYPES).map(([Id, Name]) => ({ Id, Name })),
    ),
    route({
      ...common,
      method: 'GET',
      path: '/events/:id',
      summary: 'Read one event',
      response: EventAnswer,
      handler: async ({ space, caller, params }) => {
        const byId = sql<boolean>`id = ${canonicalId(params.id)}`
        const inSpace = space ? [sql<boolean>`space_id = ${space.id}`] : []
        const { items } = await listEvents(database, [byId, ...inSpace, visible(caller)], { skip: 0, take: 1 })
        if (!items[0]) throw notFound('Event', params.id)
        return presentEvent(items[0], true)
      },
    }),
  ]
}

const vocabulary = (name: string, entries: readonly Readonly<Record<string, unknown>>[]): AppRoute =>
  route({
    ...common,
    method: 'GET',
    path: `/events/${name}`,
    summary: `The ${name} that events can be filtered by`,
    query: Type.Object({ appliesTo: Type.Optional(Type.String()) }),
    response: Type.Array(name === 'groups' ? EventGroupAnswer : ChoiceAnswer),
    handler: async ({ query }) =>
      entries
        .filter((entry) => !query.appliesTo || String(entry.Id).startsWith(query.appliesTo))
        .map((entry) => ({ ...entry, Links: {} })),
  })

/** A table holds as much as an answer may, unless less is asked for. */
const exportPageOf = (query: { readonly skip?: number; readonly take?: number }): Page =>
  pageOf({ ...query, take: query.take ?? MOST_ITEMS })

/** Who has no right at all in a space learns nothing of it. */
function requireAnyRight({ grants }: Caller, spaceId: string): void {
  if (!grants.some((grant) => grant.spaceId === null || grant.spaceId === spaceId)) throw notFound('Space', spaceId)
}
