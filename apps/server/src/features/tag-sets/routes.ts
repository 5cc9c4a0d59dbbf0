import type { AppRoute, Deps } from '../context.ts'
import { sortOrderRoute } from '../sort-order.ts'
import { standardRoutes } from '../standard-routes.ts'
import { tagSetResource } from './resource.ts'

export const tagSetsRoutes = (deps: Deps): AppRoute[] => [
  sortOrderRoute(deps, tagSetResource),
  ...standardRoutes(deps, tagSetResource),
]
