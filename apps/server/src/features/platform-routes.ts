import { agentRoutes } from './agents/routes.ts'
import { artifactRoutes } from './artifacts/routes.ts'
import { buildInformationRoutes } from './build-information/routes.ts'
import type { AppRoute, Deps } from './context.ts'
import { dashboardRoutes } from './dashboard/routes.ts'
import { eventRoutes } from './events/routes.ts'
import { feedRoutes } from './feeds/routes.ts'
import { invitationRoutes } from './invitations/routes.ts'
import { machinePolicyRoutes } from './machine-policies/routes.ts'
import { machineRoleRoutes } from './machine-roles/routes.ts'
import { machineRoutes } from './machines/routes.ts'
import { packageRoutes } from './packages/routes.ts'
import { permissionRoutes } from './permissions/routes.ts'
import { triggerDecisionRoutes } from './project-triggers/decisions-routes.ts'
import { projectTriggerRoutes } from './project-triggers/routes.ts'
import { scheduledTriggerRoutes } from './project-triggers/scheduled-routes.ts'
import { reportingRoutes } from './reporting/routes.ts'
import { scopedUserRoleRoutes } from './scoped-user-roles/routes.ts'
import { serverRootRoutes } from './server-root/routes.ts'
import { serviceAccountRoutes } from './service-accounts/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { subscriptionRoutes } from './subscriptions/routes.ts'
import { teamMembershipRoutes } from './team-membership/routes.ts'
import { teamRoutes } from './teams/routes.ts'
import { tokenExchangeRoutes } from './token-exchange/routes.ts'
import { userRoleRoutes } from './user-roles/routes.ts'
import { apiKeyRoutes } from './users/api-key-routes.ts'
import { userRoutes } from './users/routes.ts'
import { workerPoolRoutes } from './worker-pools/routes.ts'
import { workerRoutes } from './workers/routes.ts'

/** The server itself, people and their rights, machines, and what can be seen of it all. */
export const platformRoutes = (deps: Deps): AppRoute[] => [
  ...serverRootRoutes(deps),
  ...permissionRoutes(),
  ...userRoutes(deps),
  ...apiKeyRoutes(deps),
  ...sessionRoutes(deps),
  ...invitationRoutes(deps),
  ...serviceAccountRoutes(deps),
  ...tokenExchangeRoutes(deps),
  ...teamRoutes(deps),
  ...userRoleRoutes(deps),
  ...scopedUserRoleRoutes(deps),
  ...teamMembershipRoutes(deps),
  ...machineRoutes(deps),
  ...machinePolicyRoutes(deps),
  ...machineRoleRoutes(deps),
  ...workerPoolRoutes(deps),
  ...workerRoutes(deps),
  ...agentRoutes(deps),
  ...feedRoutes(deps),
  ...packageRoutes(deps),
  ...buildInformationRoutes(deps),
  ...projectTriggerRoutes(deps),
  ...scheduledTriggerRoutes(deps),
  ...triggerDecisionRoutes(deps),
  ...eventRoutes(deps),
  ...subscriptionRoutes(deps),
  ...artifactRoutes(deps),
  ...dashboardRoutes(deps),
  ...reportingRoutes(deps),
]
