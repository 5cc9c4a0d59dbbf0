import { accountRoutes } from './accounts/routes.ts'
import { actionTemplatesRoutes } from './action-templates/routes.ts'
import { channelsRoutes } from './channels/routes.ts'
import type { AppRoute, Deps } from './context.ts'
import { emptyCollectionRoutes } from './empty-collections.ts'
import { environmentsRoutes } from './environments/routes.ts'
import { libraryVariableSetsRoutes } from './library-variable-sets/routes.ts'
import { lifecyclesRoutes } from './lifecycles/routes.ts'
import { logoRoutes } from './logos/routes.ts'
import { notOfferedRoutes } from './not-offered.ts'
import { processesRoutes } from './processes/routes.ts'
import { projectGroupsRoutes } from './project-groups/routes.ts'
import { projectsRoutes } from './projects/routes.ts'
import { proxyRoutes } from './proxies/routes.ts'
import { spacesRoutes } from './spaces/routes.ts'
import { tagSetsRoutes } from './tag-sets/routes.ts'
import { tenantsRoutes } from './tenants/routes.ts'
import { variablePreviewRoutes } from './variables/preview-routes.ts'
import { variablesRoutes } from './variables/routes.ts'

/** How a space is set up: what is deployed, where to and how. */
export const configurationRoutes = (deps: Deps): AppRoute[] => [
  ...spacesRoutes(deps),
  ...projectGroupsRoutes(deps),
  ...projectsRoutes(deps),
  ...environmentsRoutes(deps),
  ...lifecyclesRoutes(deps),
  ...channelsRoutes(deps),
  ...processesRoutes(deps),
  ...variablePreviewRoutes(deps),
  ...variablesRoutes(deps),
  ...libraryVariableSetsRoutes(deps),
  ...tagSetsRoutes(deps),
  ...tenantsRoutes(deps),
  ...actionTemplatesRoutes(deps),
  ...accountRoutes(deps),
  ...proxyRoutes(deps),
  ...logoRoutes(deps),
  ...emptyCollectionRoutes(),
  ...notOfferedRoutes(),
]
