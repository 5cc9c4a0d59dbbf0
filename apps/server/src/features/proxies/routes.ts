import type { AppRoute, Deps } from '../context.ts'
import { standardRoutes } from '../standard-routes.ts'
import { proxyResource } from './resource.ts'

export const proxyRoutes = (deps: Deps): AppRoute[] => standardRoutes(deps, proxyResource)
