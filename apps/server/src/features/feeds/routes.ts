import type { AppRoute, Deps } from '../context.ts'
import { standardRoutes } from '../standard-routes.ts'
import { feedResource } from './resource.ts'

/** Feeds can be read; the built-in one comes with its space, and others cannot be added yet. */
export const feedRoutes = (deps: Deps): AppRoute[] =>
  standardRoutes(deps, feedResource).filter((each) => each.method === 'GET')
