import type { AppRoute, Deps } from './context.ts'
import { deploymentRoutes } from './deployments/routes.ts'
import { driftRoutes } from './drift/routes.ts'
import { executionRoutes } from './executions/routes.ts'
import { interruptionRoutes } from './interruptions/routes.ts'
import { defectRoutes } from './releases/defect-routes.ts'
import { missingPackageRoutes } from './releases/missing-packages-routes.ts'
import { releaseProgressionRoutes } from './releases/progression-routes.ts'
import { releaseRoutes } from './releases/routes.ts'
import { releaseTemplateRoutes } from './releases/template-routes.ts'
import { runbookRoutes } from './runbooks/routes.ts'
import { suiteRoutes } from './suites/routes.ts'
import { taskRoutes } from './tasks/routes.ts'

/** Releases and what becomes of them. */
export const deliveryRoutes = (deps: Deps): AppRoute[] => [
  ...releaseRoutes(deps),
  ...defectRoutes(deps),
  ...releaseTemplateRoutes(deps),
  ...missingPackageRoutes(deps),
  ...releaseProgressionRoutes(deps),
  ...deploymentRoutes(deps),
  ...executionRoutes(deps),
  ...runbookRoutes(deps),
  ...suiteRoutes(deps),
  ...driftRoutes(deps),
  ...interruptionRoutes(deps),
  ...taskRoutes(deps),
]
