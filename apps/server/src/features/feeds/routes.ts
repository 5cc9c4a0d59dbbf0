import type { AppRoute, Deps } from '../context.ts'
import { standardRoutes } from '../standard-routes.ts'
import { feedPackageRoutes } from './package-routes.ts'
import { feedResource } from './resource.ts'

/** Feeds, and the packages in them. The built-in one comes with its space. Source: API reference 5.24. */
export const feedRoutes = (deps: Deps): AppRoute[] => [
  ...feedPackageRoutes(deps),
  ...standardRoutes(deps, feedResource),
]
