import { type ComponentType, lazy, Suspense } from 'react'
import { createHashRouter, Navigate, RouterProvider } from 'react-router'
import { NotHere } from './features/shell/not-here.tsx'
import { Shell } from './features/shell/shell.tsx'
import { ToFirstSpace } from './features/shell/to-first-space.tsx'
import { SignedIn } from './features/sign-in/signed-in.tsx'
import { Broken } from './ui/broken.tsx'

/** A page is fetched when somebody first opens it. */
const page = <Name extends string>(load: () => Promise<Readonly<Record<Name, ComponentType>>>, name: Name) => {
  const Content: ComponentType = lazy(async () => ({ default: (await load())[name] as ComponentType }))
  return (
    <Suspense fallback={null}>
      <Content />
    </Suspense>
  )
}

const dashboard = () => import('./features/dashboard/dashboard-page.tsx')
const suites = () => import('./features/suites/suite-page.tsx')
const projects = () => import('./features/projects/projects-page.tsx')
const projectGroups = () => import('./features/project-groups/project-groups-page.tsx')
const project = () => import('./features/projects/project-page.tsx')
const process = () => import('./features/processes/process-page.tsx')
const variables = () => import('./features/variables/variables-page.tsx')
const channels = () => import('./features/channels/channels-page.tsx')
const triggers = () => import('./features/triggers/triggers-page.tsx')
const runbooks = () => import('./features/runbooks/runbooks-page.tsx')
const runbook = () => import('./features/runbooks/runbook-page.tsx')
const runRunbook = () => import('./features/runbooks/run-page.tsx')
const projectSettings = () => import('./features/projects/settings-page.tsx')
const environments = () => import('./features/environments/environments-page.tsx')
const lifecycles = () => import('./features/lifecycles/lifecycles-page.tsx')
const lifecycle = () => import('./features/lifecycles/lifecycle-page.tsx')
const tenants = () => import('./features/tenants/tenants-page.tsx')
const tenant = () => import('./features/tenants/tenant-page.tsx')
const tagSets = () => import('./features/tenants/tag-sets-page.tsx')
const librarySets = () => import('./features/library/sets-page.tsx')
const variableSet = () => import('./features/library/variable-set-page.tsx')
const scriptModule = () => import('./features/library/script-module-page.tsx')
const packages = () => import('./features/packages/packages-page.tsx')
const onePackage = () => import('./features/packages/package-page.tsx')
const feeds = () => import('./features/feeds/feeds-page.tsx')
const audit = () => import('./features/audit/audit-page.tsx')
const apiKeys = () => import('./features/users/api-keys-page.tsx')
const users = () => import('./features/users/users-page.tsx')
const user = () => import('./features/users/user-page.tsx')
const profile = () => import('./features/users/profile-page.tsx')
const teams = () => import('./features/teams/teams-page.tsx')
const team = () => import('./features/teams/team-page.tsx')
const roles = () => import('./features/roles/roles-page.tsx')
const spaces = () => import('./features/spaces/spaces-page.tsx')
const serverSettings = () => import('./features/settings/server-page.tsx')
const release = () => import('./features/releases/release-page.tsx')
const newRelease = () => import('./features/releases/new-release-page.tsx')
const deploy = () => import('./features/deployments/deploy-page.tsx')
const deployment = () => import('./features/deployments/deployment-page.tsx')
const tasks = () => import('./features/tasks/tasks-page.tsx')
const task = () => import('./features/tasks/task-page.tsx')
const approvals = () => import('./features/interruptions/interruptions-page.tsx')
const targets = () => import('./features/targets/targets-page.tsx')
const newTarget = () => import('./features/targets/new-target-page.tsx')
const accounts = () => import('./features/accounts/accounts-page.tsx')
const proxies = () => import('./features/proxies/proxies-page.tsx')
const drift = () => import('./features/drift/drift-page.tsx')
const workers = () => import('./features/workers/workers-page.tsx')
const machinePolicies = () => import('./features/machine-policies/policies-page.tsx')
const target = () => import('./features/targets/target-page.tsx')

const router = createHashRouter([
  {
    element: <SignedIn />,
    errorElement: <Broken />,
    children: [
      { index: true, element: <ToFirstSpace /> },
      {
        path: ':space',
        element: <Shell />,
        children: [
          { index: true, element: page(dashboard, 'DashboardPage') },
          { path: 'projects', element: page(projects, 'ProjectsPage') },
          { path: 'projects/:project', element: page(project, 'ProjectPage') },
          { path: 'projects/:project/suite', element: page(suites, 'SuitePage') },
          { path: 'projects/:project/process', element: page(process, 'ProcessPage') },
          { path: 'projects/:project/variables', element: page(variables, 'VariablesPage') },
          { path: 'projects/:project/channels', element: page(channels, 'ChannelsPage') },
          { path: 'projects/:project/triggers', element: page(triggers, 'TriggersPage') },
          { path: 'projects/:project/runbooks', element: page(runbooks, 'RunbooksPage') },
          { path: 'projects/:project/runbooks/:runbook', element: page(runbook, 'RunbookPage') },
          { path: 'projects/:project/runbooks/:runbook/run', element: page(runRunbook, 'RunPage') },
          { path: 'projects/:project/settings', element: page(projectSettings, 'SettingsPage') },
          { path: 'project-groups', element: page(projectGroups, 'ProjectGroupsPage') },
          { path: 'environments', element: page(environments, 'EnvironmentsPage') },
          { path: 'lifecycles', element: page(lifecycles, 'LifecyclesPage') },
          { path: 'lifecycles/:id', element: page(lifecycle, 'LifecyclePage') },
          { path: 'tenants', element: page(tenants, 'TenantsPage') },
          { path: 'tenants/:id', element: page(tenant, 'TenantPage') },
          { path: 'tenants/tag-sets', element: page(tagSets, 'TagSetsPage') },
          { path: 'library', element: <Navigate to="variable-sets" replace /> },
          { path: 'library/variable-sets', element: page(librarySets, 'VariableSetsPage') },
          { path: 'library/variable-sets/:id', element: page(variableSet, 'VariableSetPage') },
          { path: 'library/script-modules', element: page(librarySets, 'ScriptModulesPage') },
          { path: 'library/script-modules/:id', element: page(scriptModule, 'ScriptModulePage') },
          { path: 'library/packages', element: page(packages, 'PackagesPage') },
          { path: 'library/packages/:id', element: page(onePackage, 'PackagePage') },
          { path: 'library/feeds', element: page(feeds, 'FeedsPage') },
          { path: 'audit', element: page(audit, 'AuditPage') },
          { path: 'settings', element: <Navigate to="users" replace /> },
          { path: 'settings/users', element: page(users, 'UsersPage') },
          { path: 'settings/users/:id', element: page(user, 'UserPage') },
          { path: 'settings/teams', element: page(teams, 'TeamsPage') },
          { path: 'settings/teams/:id', element: page(team, 'TeamPage') },
          { path: 'settings/roles', element: page(roles, 'RolesPage') },
          { path: 'settings/spaces', element: page(spaces, 'SpacesPage') },
          { path: 'settings/server', element: page(serverSettings, 'ServerPage') },
          { path: 'profile', element: page(profile, 'ProfilePage') },
          { path: 'api-keys', element: page(apiKeys, 'ApiKeysPage') },
          { path: 'projects/:project/releases/new', element: page(newRelease, 'NewReleasePage') },
          { path: 'projects/:project/releases/:version', element: page(release, 'ReleasePage') },
          { path: 'projects/:project/releases/:version/deploy', element: page(deploy, 'DeployPage') },
          { path: 'deployments/:id', element: page(deployment, 'DeploymentPage') },
          { path: 'tasks', element: page(tasks, 'TasksPage') },
          { path: 'tasks/:id', element: page(task, 'TaskPage') },
          { path: 'approvals', element: page(approvals, 'InterruptionsPage') },
          { path: 'targets', element: page(targets, 'TargetsPage') },
          { path: 'targets/new', element: page(newTarget, 'NewTargetPage') },
          { path: 'targets/:id', element: page(target, 'TargetPage') },
          { path: 'drift', element: page(drift, 'DriftPage') },
          { path: 'workers', element: page(workers, 'WorkersPage') },
          { path: 'machine-policies', element: page(machinePolicies, 'PoliciesPage') },
          { path: 'accounts', element: page(accounts, 'AccountsPage') },
          { path: 'proxies', element: page(proxies, 'ProxiesPage') },
          { path: '*', element: <NotHere /> },
        ],
      },
    ],
  },
])

export const App = () => <RouterProvider router={router} />
