import { type AppRoute, type Deps, route } from '../context.ts'
import { requireVisible, standardRoutes } from '../standard-routes.ts'
import { accountResource, loadAccountUses } from './resource.ts'

export const accountRoutes = (deps: Deps): AppRoute[] => [
  ...standardRoutes(deps, accountResource),
  route({
    method: 'GET',
    scope: 'space',
    tags: [accountResource.tag],
    access: 'AccountView',
    path: '/accounts/:id/usages',
    summary: 'Targets and variables that use an account',
    handler: async ({ space, params, caller }) => {
      const account = await requireVisible(deps.database, accountResource, caller, space.id, params.id)
      const { targets, owners } = await loadAccountUses(deps.database, space.id, account.Id)
      const isProject = ({ id }: { readonly id: string }) => id.startsWith('Projects-')
      return {
        Targets: targets.map(({ id, name }) => ({ TargetId: id, TargetName: name })),
        ProjectVariableSets: owners.filter(isProject).map(({ id, name }) => ({
          ProjectId: id,
          ProjectName: name,
          IsCurrentlyBeingUsedInProject: true,
          Releases: [],
        })),
        LibraryVariableSets: owners
          .filter((owner) => !isProject(owner))
          .map(({ id, name }) => ({ LibraryVariableSetId: id, LibraryVariableSetName: name })),
        DeploymentProcesses: [],
        RunbookProcesses: [],
        RunbookSnapshots: [],
        Releases: [],
      }
    },
  }),
]
