import type { Permission } from '@flotilla/domain/access'
import { Type } from 'typebox'
import { Answer, AnyObject, CollectionOf } from '../http/answers.ts'
import { collection, Paging, pageOf } from '../http/paging.ts'
import { type AppRoute, route } from './context.ts'

interface EmptyCollection {
  readonly itemType: string
  readonly path: string
  readonly scope: 'space' | 'system'
  readonly access: Permission | 'signed-in'
}

/** What clients list before they offer a choice, and this server has none of. Source: API reference 4, 5.15, 5.21, 5.30, 5.33. */
const EMPTY: readonly EmptyCollection[] = [
  { itemType: 'Certificate', path: '/certificates', scope: 'space', access: 'CertificateView' },
  { itemType: 'GitCredential', path: '/git-credentials', scope: 'space', access: 'GitCredentialView' },
  { itemType: 'ParentEnvironment', path: '/parentEnvironments', scope: 'space', access: 'EnvironmentView' },
  { itemType: 'CommunityActionTemplate', path: '/communityactiontemplates', scope: 'system', access: 'signed-in' },
]

export const emptyCollectionRoutes = (): AppRoute[] => [
  ...EMPTY.flatMap(({ itemType, path, scope, access }) => {
    const common = { method: 'GET', scope, tags: ['Empty collections'], access } as const
    return [
      route({
        ...common,
        path,
        summary: `There is no ${itemType} here`,
        query: Type.Object(Paging),
        response: CollectionOf(AnyObject()),
        handler: async ({ space, query }) =>
          collection(itemType, [], 0, pageOf(query), space ? `/api/${space.id}${path}` : `/api${path}`),
      }),
      route({
        ...common,
        path: `${path}/all`,
        summary: `There is no ${itemType} here`,
        response: Type.Array(AnyObject()),
        handler: async () => [],
      }),
    ]
  }),
  route({
    method: 'GET',
    scope: 'system',
    tags: ['Empty collections'],
    path: '/deploymentfreezes',
    summary: 'There are no deployment freezes',
    access: 'signed-in',
    query: Type.Object(Paging),
    response: Answer('DeploymentFreezes', { DeploymentFreezes: Type.Array(AnyObject()), Count: Type.Integer() }),
    handler: async () => ({ DeploymentFreezes: [], Count: 0 }),
  }),
]
