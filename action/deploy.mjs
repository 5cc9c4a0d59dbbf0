import { annotate, say } from './runner.mjs'

const FIRST_LOOK_MS = 500
const LONGEST_PAUSE_MS = 5_000

/** Creates the release, or finds it. */
export async function createRelease(server, inputs) {
  const { ReleaseId, ReleaseVersion } = await server.post('~/releases/create/v1', {
    ProjectName: inputs.project,
    ...(inputs.version ? { ReleaseVersion: inputs.version } : {}),
    ...(inputs.channel ? { ChannelName: inputs.channel } : {}),
    ...(inputs.packageVersion ? { PackageVersion: inputs.packageVersion } : {}),
    Packages: inputs.packages,
    ReleaseNotes: inputs.notes,
    IgnoreIfAlreadyExists: inputs.ignoreExisting,
  })
  say(`Release ${ReleaseVersion} of ${inputs.project} (${ReleaseId})`)
  return { id: ReleaseId, version: ReleaseVersion }
}

/**
 * Deploys to each environment, and tells `onDeployment` of each deployment as it begins and ends. When it waits, it goes on only
 * behind a success.
 */
export async function deployAll(server, inputs, release, onDeployment) {
  for (const environment of inputs.environments) {
    const begun = await begin(server, inputs, release, environment)
    for (const deployment of begun) onDeployment(deployment)
    if (!inputs.wait) continue
    const ended = await waitForAll(server, begun, inputs)
    for (const deployment of ended) onDeployment(deployment)
    if (ended.some(({ state }) => state !== 'Success')) return
  }
}

async function begin(server, inputs, release, environment) {
  const isTenanted = inputs.tenants.length + inputs.tenantTags.length > 0
  const common = {
    ProjectName: inputs.project,
    ReleaseVersion: release.version,
    Variables: inputs.variables,
    SpecificMachineNames: inputs.targets,
    ExcludedMachineNames: inputs.excludedTargets,
    SkipStepNames: inputs.skipSteps,
    ...(inputs.guidedFailure === undefined ? {} : { UseGuidedFailure: inputs.guidedFailure }),
  }
  const { DeploymentServerTasks } = await server.post(
    `~/deployments/create/${isTenanted ? 'tenanted' : 'untenanted'}/v1`,
    isTenanted
      ? { ...common, EnvironmentName: environment, Tenants: inputs.tenants, TenantTags: inputs.tenantTags }
      : { ...common, EnvironmentNames: [environment] },
  )
  return DeploymentServerTasks.map(({ DeploymentId, ServerTaskId }) => {
    say(`Deploying to ${environment}: ${DeploymentId} (${ServerTaskId})`)
    return { id: DeploymentId, taskId: ServerTaskId, environment, state: 'Queued' }
  })
}

/** The deployments with what came of their tasks. What has not ended in time is `TimedOut`. */
async function waitForAll(server, deployments, { timeoutMs, cancelOnTimeout }) {
  const giveUpAt = Date.now() + timeoutMs
  const ended = new Map()
  const told = new Map()
  let pauseMs = FIRST_LOOK_MS
  for (;;) {
    for (const { taskId } of deployments.filter((each) => !ended.has(each.taskId))) {
      const task = await server.get(`/api/tasks/${taskId}`)
      tell(task, told)
      if (task.IsCompleted) ended.set(taskId, task)
    }
    if (ended.size === deployments.length || Date.now() > giveUpAt) break
    await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, Math.max(0, giveUpAt - Date.now()) + 1)))
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
  for (const { taskId } of deployments.filter((each) => !ended.has(each.taskId))) {
    if (cancelOnTimeout) await server.post(`/api/tasks/${taskId}/cancel`, {})
    annotate('error', `${taskId} has not ended in time${cancelOnTimeout ? ' and is cancelled' : '; it goes on'}.`)
  }
  return deployments.map((each) => {
    const task = ended.get(each.taskId)
    return task
      ? {
          ...each,
          state: task.State,
          message: task.ErrorMessage,
          duration: task.Duration,
          description: task.Description,
          web: task.Links?.Web,
        }
      : { ...each, state: 'TimedOut', message: 'It had not ended in time.' }
  })
}

function tell(task, told) {
  const waits = task.HasPendingInterruptions ? ', waits for a person' : ''
  const text = `${task.Id} ${task.Description}: ${task.State}${waits}${task.IsCompleted && task.ErrorMessage ? `: ${task.ErrorMessage}` : ''}`
  if (told.get(task.Id) === text) return
  told.set(task.Id, text)
  say(text)
  if (waits) annotate('notice', `${task.Id} waits for a person.`)
}
