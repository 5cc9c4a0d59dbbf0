import type { SpaceId } from '@flotilla/domain'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { inTransaction, type Queryable, type Tx } from '../../database/connection.ts'
import { type Document, findDocument, listDocuments } from '../../database/documents.ts'
import { canonicalId } from '../../database/ids.ts'
import { signal } from '../../database/signals.ts'
import { CollectionOf } from '../../http/answers.ts'
import { badRequest, notFound } from '../../http/errors.ts'
import { collection, ListParameter, listOf, MOST_ITEMS, Paging, pageOf } from '../../http/paging.ts'
import { SpacesParameters, spacesAsked } from '../access/spaces-asked.ts'
import { visibleWhere } from '../access/visible-where.ts'
import { recordEvent } from '../audit/record-event.ts'
import { type AppRoute, type Caller, type Deps, require, route, type Space } from '../context.ts'
import {
  bodyOf,
  createDocument,
  removeDocument,
  replaceDocument,
  requireDocument,
  requireEditable,
  requireVisible,
} from '../standard-routes.ts'
import { SubscriptionAnswer, SubscriptionDeliveryAnswer } from './answers.ts'
import { listDeliveries, presentDelivery, presentSubscriptions, requeue } from './queries.ts'
import { holdSubscription } from './queue.ts'
import { subscriptionResource as resource } from './resource.ts'
import { WEBHOOKS_TOPIC } from './topic.ts'

const { kind, permissions } = resource
const common = { scope: 'mixed', tags: [resource.tag] } as const
const body = Type.Object(
  { ...bodyOf(resource).properties, SpaceId: Type.Optional(Type.String()) },
  { title: 'SubscriptionBody' },
)
const STATES = ['Waiting', 'Delivered', 'Dead', 'waiting', 'delivered', 'dead'] as const

/** Who is told of events, and what became of each. Source: API reference 5.31. */
export const subscriptionRoutes = (deps: Deps): AppRoute[] => [
  ...readRoutes(deps),
  ...writeRoutes(deps),
  ...deliveryRoutes(deps),
]

/** An address without a space finds a subscription whatever its space. */
async function spaceOf(db: Queryable, space: Space | undefined, id: string): Promise<string> {
  if (space) return space.id
  const found = await findDocument(db, kind, id)
  if (!found) throw notFound(kind.itemType, id)
  return found.SpaceId as string
}

const find = async (db: Queryable, caller: Caller, space: Space | undefined, id: string): Promise<Document> =>
  requireVisible(db, resource, caller, await spaceOf(db, space, id), id)

const present = async (db: Queryable, id: string) =>
  (await presentSubscriptions(db, [await requireDocument(db, kind, id, {})]))[0]!

function readRoutes({ database }: Deps): AppRoute[] {
  const query = Type.Object({
    ...Paging,
    ...SpacesParameters,
    ids: ListParameter(),
    partialName: Type.Optional(Type.String()),
  })
  const filterOf = (caller: Caller, space: Space | undefined, asked: Asked) => {
    const ids = listOf(asked.ids)
    return {
      ...(ids ? { ids } : {}),
      ...(asked.partialName ? { partialName: asked.partialName } : {}),
      where: sql<boolean>`(${visibleWhere(caller, permissions.view, { space: sql`space_id` })}
        and ${spacesAsked(space, asked, sql`space_id`)})`,
    }
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/subscriptions',
      summary: 'List subscriptions',
      access: permissions.view,
      query,
      response: CollectionOf(SubscriptionAnswer),
      handler: async ({ space, caller, query: asked }) => {
        const page = pageOf(asked)
        const { items, total } = await listDocuments(database, kind, filterOf(caller, space, asked), page)
        const address = space ? `/api/${space.id}/subscriptions` : '/api/subscriptions'
        return collection(kind.itemType, await presentSubscriptions(database, items), total, page, address, asked)
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/subscriptions/all',
      summary: 'All subscriptions, as an array',
      access: permissions.view,
      query,
      response: Type.Array(SubscriptionAnswer),
      handler: async ({ space, caller, query: asked }) => {
        const all = { skip: 0, take: MOST_ITEMS }
        return presentSubscriptions(
          database,
          (await listDocuments(database, kind, filterOf(caller, space, asked), all)).items,
        )
      },
    }),
    route({
      ...common,
      method: 'GET',
      path: '/subscriptions/:id',
      summary: 'Read one, by id or slug',
      access: permissions.view,
      response: SubscriptionAnswer,
      handler: async ({ space, caller, params }) =>
        present(database, (await find(database, caller, space, params.id)).Id),
    }),
  ]
}

interface Asked {
  readonly ids?: string | readonly string[]
  readonly partialName?: string
  readonly spaces?: string | readonly string[]
  readonly includeSystem?: string
}

function writeRoutes({ database }: Deps): AppRoute[] {
  return [
    route({
      ...common,
      method: 'POST',
      path: '/subscriptions',
      summary: 'Create, in the space of the address, of the body, or the default space',
      access: permissions.create,
      status: 201,
      body,
      response: SubscriptionAnswer,
      handler: ({ space, caller, body: given }) =>
        inTransaction(database, async (tx) => {
          const spaceId = space?.id ?? (await spaceAsked(tx, given.SpaceId))
          require(caller, permissions.create, { spaceId: spaceId as SpaceId })
          return present(tx, (await createDocument(resource, tx, caller, spaceId, given)).Id)
        }),
    }),
    route({
      ...common,
      method: 'PUT',
      path: '/subscriptions/:id',
      summary: 'Replace; whoever does so owns it from then on',
      access: permissions.edit,
      body,
      response: SubscriptionAnswer,
      handler: ({ space, caller, params, body: given }) =>
        inTransaction(database, async (tx) => {
          const within = await spaceOf(tx, space, params.id)
          const before = await requireEditable(tx, resource, caller, within, params.id)
          await replaceDocument(resource, tx, caller, before, given)
          return present(tx, before.Id)
        }),
    }),
    route({
      ...common,
      method: 'DELETE',
      path: '/subscriptions/:id',
      summary: 'Delete',
      access: permissions.delete,
      response: SubscriptionAnswer,
      handler: ({ space, caller, params }) =>
        inTransaction(database, async (tx) => {
          const before = await find(tx, caller, space, params.id)
          const [shown] = await presentSubscriptions(tx, [before])
          await removeDocument(resource, tx, caller, before)
          return shown
        }),
    }),
  ]
}

/** The space that a body names, or the default one. */
async function spaceAsked(db: Queryable, id: string | undefined): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from space where ${id ? sql`id = ${canonicalId(id)}` : sql`document ->> 'IsDefault' = 'true'`}`.execute(
    db,
  )
  if (!rows[0]) throw badRequest(`SpaceId: space ${id ?? 'default'} was not found.`)
  return rows[0].id
}

function deliveryRoutes({ database }: Deps): AppRoute[] {
  const requeueFor = async (tx: Tx, caller: Caller, space: Space | undefined, id: string, event: number | 'dead') => {
    const subscription = await requireEditable(tx, resource, caller, await spaceOf(tx, space, id), id)
    if (subscription.IsDisabled === true) throw badRequest(`${subscription.Name} is disabled. Enable it first.`)
    await holdSubscription(tx, subscription.Id)
    const rows = await requeue(tx, subscription.Id, event)
    if (rows.length > 0) {
      await recordEvent(tx, caller, {
        category: 'SubscriptionRedelivered',
        message: `${rows.length === 1 ? 'An event was' : `${rows.length} events were`} queued again for the subscription ${subscription.Name}`,
        spaceId: subscription.SpaceId as string,
        related: [subscription.Id],
      })
      await signal(tx, WEBHOOKS_TOPIC)
    }
    return rows.map((row) => presentDelivery(subscription.SpaceId as string, row))
  }
  return [
    route({
      ...common,
      method: 'GET',
      path: '/subscriptions/:id/deliveries',
      summary: 'What was sent, what waits, and what could not be delivered; newest first',
      access: permissions.view,
      query: Type.Object({
        ...Paging,
        state: Type.Optional(Type.Union(STATES.map((state) => Type.Literal(state)))),
      }),
      response: CollectionOf(SubscriptionDeliveryAnswer),
      handler: async ({ space, caller, params, query }) => {
        const subscription = await find(database, caller, space, params.id)
        const page = pageOf(query)
        const state = (query.state as string | undefined)?.toLowerCase() as 'waiting' | 'delivered' | 'dead' | undefined
        const { items, total } = await listDeliveries(database, subscription.Id, state, page)
        const spaceId = subscription.SpaceId as string
        const shown = items.map((row) => presentDelivery(spaceId, row))
        const address = `/api/${spaceId}/subscriptions/${subscription.Id}/deliveries`
        return collection('SubscriptionDelivery', shown, total, page, address, query)
      },
    }),
    route({
      ...common,
      method: 'POST',
      path: '/subscriptions/:id/deliveries/redeliver',
      summary: 'Send everything again that could not be delivered',
      access: permissions.edit,
      response: Type.Array(SubscriptionDeliveryAnswer),
      handler: ({ space, caller, params }) =>
        inTransaction(database, (tx) => requeueFor(tx, caller, space, params.id, 'dead')),
    }),
    route({
      ...common,
      method: 'POST',
      path: '/subscriptions/:id/deliveries/:event/redeliver',
      summary: 'Send one event again',
      access: permissions.edit,
      response: SubscriptionDeliveryAnswer,
      handler: ({ space, caller, params }) =>
        inTransaction(database, async (tx) => {
          const number = Number(/^Events-(\d{1,15})$/i.exec(params.event)?.[1] ?? Number.NaN)
          if (Number.isNaN(number)) throw notFound('SubscriptionDelivery', params.event)
          const [queued] = await requeueFor(tx, caller, space, params.id, number)
          if (!queued)
            throw badRequest(`${params.event} has not ended for this subscription: it waits, or was never queued.`)
          return queued
        }),
    }),
  ]
}
