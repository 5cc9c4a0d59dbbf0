// The pages of which pictures are taken: where each is, and what is done there before.

const SUITE = 'projects/release-orchestration'
const API = 'projects/web-api'

/** By the names of the pictures; `ids` are those of `furnish`. */
export const pagesOf = (ids) => ({
  dashboard: { path: '' },
  search: { path: '', before: search },
  projects: { path: 'projects' },
  'project-groups': { path: 'project-groups' },
  'new-project': { path: 'projects', before: press('New project') },
  releases: { path: SUITE },
  suite: { path: `${SUITE}/suite` },
  process: { path: `${SUITE}/process` },
  'process-script': { path: `${API}/process`, before: press(/Install Web API/) },
  'process-package': { path: 'projects/nightly-report/process', before: press(/Install the viewer/) },
  variables: { path: `${SUITE}/variables` },
  channels: { path: `${SUITE}/channels` },
  triggers: { path: `${SUITE}/triggers` },
  runbooks: { path: `${API}/runbooks` },
  runbook: { path: `${API}/runbooks/${ids.runbook}` },
  'run-runbook': { path: `${API}/runbooks/${ids.runbook}/run`, before: runInStaging },
  'project-settings': { path: `${SUITE}/settings` },
  'new-release': { path: 'projects/nightly-report/releases/new' },
  release: { path: `${SUITE}/releases/2021.1.0` },
  promote: { path: `${SUITE}/releases/2021.1.0/deploy`, before: chooseEnvironment('Staging') },
  deploy: { path: `${SUITE}/releases/2021.1.0/deploy`, before: redeployToTwo },
  deployment: { path: `deployments/${ids.triggered}` },
  failure: { path: `deployments/${ids.failing}` },
  approval: { path: `deployments/${ids.asking}` },
  approvals: { path: 'approvals' },
  tasks: { path: 'tasks' },
  task: { path: `tasks/${ids.runTask}` },
  targets: { path: 'targets' },
  target: { path: 'targets/Machines-11' },
  'new-target': { path: 'targets/new' },
  drift: { path: 'drift' },
  workers: { path: 'workers' },
  'machine-policies': { path: 'machine-policies' },
  accounts: { path: 'accounts' },
  proxies: { path: 'proxies' },
  environments: { path: 'environments' },
  lifecycles: { path: 'lifecycles' },
  lifecycle: { path: 'lifecycles/Lifecycles-2' },
  tenants: { path: 'tenants' },
  tenant: { path: 'tenants/Tenants-2' },
  'tag-sets': { path: 'tenants/tag-sets' },
  library: { path: 'library/variable-sets' },
  'variable-set': { path: `library/variable-sets/${ids.set}` },
  'script-modules': { path: 'library/script-modules' },
  'script-module': { path: `library/script-modules/${ids.script}` },
  packages: { path: 'library/packages' },
  package: { path: 'library/packages/Acme.WebApi' },
  feeds: { path: 'library/feeds' },
  audit: { path: 'audit' },
  users: { path: 'settings/users' },
  user: { path: 'settings/users/Users-2' },
  teams: { path: 'settings/teams' },
  team: { path: 'settings/teams', before: firstLink },
  roles: { path: 'settings/roles' },
  spaces: { path: 'settings/spaces' },
  server: { path: 'settings/server' },
  profile: { path: 'profile' },
  'api-keys': { path: 'api-keys' },
})

/** What people also look at on a phone. */
export const ON_A_PHONE = [
  'dashboard',
  'deployment',
  'failure',
  'approval',
  'approvals',
  'promote',
  'deploy',
  'release',
]
/** What is shown in dark too. */
export const IN_THE_DARK = ['dashboard', 'deploy', 'failure']
async function search(page) {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search' }).fill('web')
}

const press = (name) => (page) => page.getByRole('button', { name }).click()

const chooseEnvironment = (name) => (page) => page.getByRole('radio', { name }).click()

async function runInStaging(page) {
  await page.getByRole('combobox', { name: 'Environment' }).click()
  await page.getByRole('option', { name: 'Staging' }).click()
}

async function redeployToTwo(page) {
  await chooseEnvironment('Staging')(page)
  await page.getByRole('combobox', { name: /mode/i }).click()
  await page.getByRole('option', { name: 'Redeploy' }).click()
  await page.getByText('Only …').click()
  await page.getByRole('combobox', { name: 'Only these targets' }).click()
  await page.getByRole('option', { name: 's-web-api-01' }).click()
  await page.getByRole('option', { name: 's-app-service-01' }).click()
  await page.keyboard.press('Escape')
}

const firstLink = (page) => page.locator('main table').getByRole('link').first().click()
