// What people and the build server do with Acme Shop, over the API.
import { apiOf, eventually } from './server.mjs'

const TASK_LIMIT_MS = 120_000
const TRIGGER_LIMIT_MS = 60_000

/** The space by names: what the demo needs to know the ids of. */
export async function openShop(url, adminKey) {
  const admin = apiOf(url, adminKey)
  const idsOf = async (route) => {
    const items = await admin('GET', `/api/${route}/all`)
    return Object.fromEntries(items.map(({ Name, Id }) => [Name, Id]))
  }
  const projects = await idsOf('projects')
  const channels = await admin('GET', '/api/channels/all')
  return {
    url,
    admin,
    projects,
    environments: await idsOf('environments'),
    tenants: await idsOf('tenants'),
    machines: () => idsOf('machines'),
    channelOf: (project, name) =>
      channels.find((channel) => channel.ProjectId === projects[project] && channel.Name === name).Id,
  }
}

/** Somebody else's requests, with an API key that is made for the demo. */
export async function as({ url, admin }, username) {
  const { Items } = await admin('GET', `/api/users?filter=${encodeURIComponent(username)}`)
  const user = Items.find(({ Username }) => Username === username)
  const { ApiKey } = await admin('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'Demo' })
  return apiOf(url, ApiKey)
}

export const createRelease = ({ projects }, api, project, version, channelId) =>
  api('POST', '/api/releases', {
    ProjectId: projects[project],
    Version: version,
    ...(channelId ? { ChannelId: channelId } : {}),
    ReleaseNotes: `${project} ${version}`,
  })

/** Body of a deployment; answers to prompts are given by the names of their variables. */
async function deploymentOf({ environments, tenants }, api, release, environment, answers, tenant) {
  const place = tenant ? `${environments[environment]}/${tenants[tenant]}` : environments[environment]
  const preview = await api('GET', `/api/releases/${release.Id}/deployments/preview/${place}`)
  const FormValues = Object.fromEntries(
    preview.Form.Elements.filter(({ Control }) => answers[Control.Name] !== undefined).map(({ Name, Control }) => [
      Name,
      answers[Control.Name],
    ]),
  )
  const TenantId = tenant ? { TenantId: tenants[tenant] } : {}
  return { ReleaseId: release.Id, EnvironmentId: environments[environment], ...TenantId, FormValues }
}

/** What a deployment of the suite would do: the children it deploys, or with `whatIf` those it only looks at. */
export async function planSuite(shop, release, environment, answers = {}, { whatIf = false, tenant } = {}) {
  const body = await deploymentOf(shop, shop.admin, release, environment, answers, tenant)
  const { Children } = await shop.admin('POST', `/api/releases/${release.Id}/deployments/plan`, body)
  return Children.filter(({ ActionName }) => ActionName.startsWith(whatIf ? 'Get ' : 'Deploy '))
}

export async function startDeployment(shop, api, release, environment, answers = {}, tenant = undefined) {
  return api('POST', '/api/deployments', await deploymentOf(shop, api, release, environment, answers, tenant))
}

export async function deploy(shop, api, release, environment, answers = {}, tenant = undefined) {
  return taskEnded(shop, (await startDeployment(shop, api, release, environment, answers, tenant)).TaskId)
}

export const taskEnded = ({ admin }, taskId) =>
  eventually(`${taskId} to end`, TASK_LIMIT_MS, async () => {
    const task = await admin('GET', `/api/tasks/${taskId}`)
    return task.IsCompleted ? task : undefined
  })

/** The question that a task waits with. */
export const question = (api, taskId) =>
  eventually(`a question of ${taskId}`, TASK_LIMIT_MS, async () => {
    const { Items } = await api('GET', `/api/interruptions?regarding=${taskId}&pendingOnly=true`)
    return Items[0]
  })

export async function answer(api, { Id }, notes) {
  await api('PUT', `/api/interruptions/${Id}/responsible`)
  await api('POST', `/api/interruptions/${Id}/submit`, { Result: 'Proceed', Notes: notes })
}

/** The newest deployment of a project to an environment. */
export async function latestDeployment({ admin, projects, environments }, project, environment) {
  const { Items } = await admin(
    'GET',
    `/api/deployments?projects=${projects[project]}&environments=${environments[environment]}&take=1`,
  )
  return Items[0]
}

/** The next deployment there after one that is known, whoever starts it. */
export const deploymentAfter = (shop, known, project, environment) =>
  eventually(`a deployment of ${project} to ${environment} that nobody asked for`, TRIGGER_LIMIT_MS, async () => {
    const latest = await latestDeployment(shop, project, environment)
    return latest && latest.Id !== known?.Id ? latest : undefined
  })

/** Per step of a task that has ended: its name, and the lines of its log. */
export async function stepsOf({ admin }, taskId) {
  const { ActivityLogs } = await admin('GET', `/api/tasks/${taskId}/details?verbose=false`)
  const linesOf = (activity) => [
    ...activity.LogElements.map(({ MessageText }) => MessageText),
    ...activity.Children.flatMap(linesOf),
  ]
  return ActivityLogs[0].Children.map((step) => ({ name: step.Name, status: step.Status, lines: linesOf(step) }))
}
