// The step of action.yml: plain JavaScript without packages, for the Node that every runner has.
import { createRelease, deployAll } from './deploy.mjs'
import { InputError, readInputs } from './inputs.mjs'
import { annotate, output, plain, summarize } from './runner.mjs'
import { connect, ServerError } from './server.mjs'

/** The worst first. */
const BY_WEIGHT = ['Failed', 'TimedOut', 'Canceled', 'Cancelling', 'Executing', 'Queued', 'Success']

async function main(env) {
  const inputs = readInputs(env)
  const server = await connect(inputs, env)
  const release = await createRelease(server, inputs)
  output(env, 'release-id', release.id)
  output(env, 'release-version', release.version)
  const deployments = new Map()
  let refusal
  try {
    await deployAll(server, inputs, release, (deployment) => deployments.set(deployment.id, deployment))
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    refusal = error
  }
  // Whatever came of it, what was begun is told.
  const all = [...deployments.values()]
  const state = refusal ? 'Failed' : stateOf(all)
  output(env, 'deployment-ids', JSON.stringify(all.map(({ id }) => id)))
  output(env, 'task-ids', JSON.stringify(all.map(({ taskId }) => taskId)))
  output(env, 'state', state)
  summarize(env, report({ inputs, release, all, state, refusal }))
  if (refusal) throw refusal
  const bad = all.filter((each) => inputs.wait && each.state !== 'Success')
  for (const { environment, taskId, state: how, message } of bad) {
    annotate('error', `The deployment to ${environment} (${taskId}) ended with ${how}. ${message ?? ''}`)
  }
  return bad.length === 0
}

const stateOf = (all) =>
  all.length === 0 ? 'Created' : (BY_WEIGHT.find((state) => all.some((each) => each.state === state)) ?? 'Queued')

function report({ inputs, release, all, state, refusal }) {
  const rows = all.map(({ environment, description, state: how, duration, taskId, web, message }) => {
    const task = web ? `[${plain(taskId)}](${encodeURI(inputs.url + web)})` : plain(taskId)
    return `| ${plain(environment)} | ${plain(description ?? '')} | ${plain(how)} | ${plain(duration ?? '')} | ${task} | ${plain(message ?? '')} |`
  })
  const skipped = inputs.environments.filter((name) => !all.some(({ environment }) => environment === name))
  return [
    `### ${plain(inputs.project)} ${plain(release.version)}: ${plain(state)}`,
    '',
    ...(rows.length > 0
      ? [
          '| Environment | Deployment | State | Duration | Task | Message |',
          '| --- | --- | --- | --- | --- | --- |',
          ...rows,
          '',
        ]
      : []),
    ...(refusal ? [`The server refused: ${plain(refusal.message)}`, ''] : []),
    ...(skipped.length > 0 ? [`Not deployed to: ${skipped.map(plain).join(', ')}`, ''] : []),
  ].join('\n')
}

try {
  process.exitCode = (await main(process.env)) ? 0 : 1
} catch (error) {
  const isKnown = error instanceof InputError || error instanceof ServerError
  annotate('error', isKnown ? error.message : `The action itself failed: ${error.stack ?? error}`)
  process.exitCode = 1
}
