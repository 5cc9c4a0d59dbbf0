import { Type } from 'typebox'
import { collection, Paging, pageOf } from '../http/paging.ts'
import { type AppRoute, route } from './context.ts'

/** What clients list before they offer a choice, and this server has none of. Source: API reference 4, 5.21, 5.30. */
const EMPTY = [
  { itemType: 'Proxy', path: '/proxies', scope: 'space', access: 'ProxyView' },
  { itemType: 'Certificate', path: '/certificates', scope: 'space', access: 'CertificateView' },
  { itemType: 'CommunityActionTemplate', path: '/communityactiontemplates', scope: 'system', access: 'signed-in' },
] as const

export const emptyCollectionRoutes = (): AppRoute[] =>
  EMPTY.flatMap(({ itemType, path, scope, access }) => {
    const common = { method: 'GET', scope, tags: ['Empty collections'], access } as const
    return [
      route({
        ...common,
        path,
        summary: `There is no ${itemType} here`,
        query: Type.Object(Paging),
        handler: async ({ space, query }) =>
          collection(itemType, [], 0, pageOf(query), space ? `/api/${space.id}${path}` : `/api${path}`),
      }),
      route({ ...common, path: `${path}/all`, summary: `There is no ${itemType} here`, handler: async () => [] }),
    ]
  })
