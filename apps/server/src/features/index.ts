import { configurationRoutes } from './configuration-routes.ts'
import type { AppRoute, Deps } from './context.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { platformRoutes } from './platform-routes.ts'

/** Every route of the server, feature by feature. */
export function allRoutes(deps: Deps): AppRoute[] {
  return [...platformRoutes(deps), ...configurationRoutes(deps), ...deliveryRoutes(deps)]
}
