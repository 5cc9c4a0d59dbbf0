/** What the workflow asks for, read and checked. Errors: `InputError`, in words for who wrote the workflow. */
export class InputError extends Error {}

/** @param {Readonly<Record<string, string | undefined>>} env */
export function readInputs(env) {
  const given = JSON.parse(env.FLOTILLA_INPUTS ?? '{}')
  const text = (name) => String(given[name] ?? '').trim()
  const lines = (name) =>
    text(name)
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '')
  const needed = (name) => {
    if (text(name) === '') throw new InputError(`The input '${name}' is missing.`)
    return text(name)
  }
  const flag = (name) => {
    const value = text(name).toLowerCase()
    if (value === '') return undefined
    if (value !== 'true' && value !== 'false') throw new InputError(`The input '${name}' must be true or false.`)
    return value === 'true'
  }
  const url = needed('url').replace(/\/+$/, '')
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new InputError(
      `The input 'url' must be the address of a server, such as https://flotilla.example.com, not '${url}'.`,
    )
  }
  if ((text('api-key') === '') === (text('service-account-id') === '')) {
    throw new InputError("Give one of the inputs 'api-key' and 'service-account-id'.")
  }
  const tenants = lines('tenants')
  const tenantTags = lines('tenant-tags')
  const environments = lines('environments')
  if (environments.length === 0 && tenants.length + tenantTags.length > 0) {
    throw new InputError("Tenants are named, but no environment: add the input 'environments'.")
  }
  return {
    url,
    apiKey: text('api-key'),
    serviceAccountId: text('service-account-id'),
    space: text('space'),
    project: needed('project'),
    version: text('version'),
    channel: text('channel'),
    packageVersion: text('package-version'),
    packages: lines('packages'),
    notes: notesOf(text('release-notes'), flag('git-notes') ?? true, env),
    ignoreExisting: flag('ignore-existing') ?? true,
    environments,
    tenants,
    tenantTags,
    variables: Object.fromEntries(lines('variables').map(variableOf)),
    targets: lines('targets'),
    excludedTargets: lines('excluded-targets'),
    skipSteps: lines('skip-steps'),
    guidedFailure: flag('guided-failure'),
    wait: flag('wait') ?? true,
    timeoutMs: durationOf(text('timeout') || '30m'),
    cancelOnTimeout: flag('cancel-on-timeout') ?? false,
  }
}

/** `Name=Value`; the value is everything after the first `=`. */
function variableOf(line) {
  const at = line.indexOf('=')
  if (at <= 0) throw new InputError(`'${line}' of the input 'variables' is not like Name=Value.`)
  return [line.slice(0, at).trim(), line.slice(at + 1)]
}

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000 }

/** `90s`, `30m`, `1h30m`, in milliseconds. */
function durationOf(text) {
  const compact = text.replaceAll(' ', '').toLowerCase()
  if (!/^(\d+[smh])+$/.test(compact))
    throw new InputError(`The input 'timeout' must be like 90s, 30m or 1h30m, not '${text}'.`)
  return [...compact.matchAll(/(\d+)([smh])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNITS_MS[unit],
    0,
  )
}

/** Release notes that say what was built, so that whoever reads the release finds it. */
function notesOf(notes, withGit, env) {
  const { GITHUB_REPOSITORY: repository, GITHUB_SHA: sha, GITHUB_REF_NAME: ref, GITHUB_RUN_ID: run } = env
  if (!withGit || !repository || !sha) return notes
  const server = `${env.GITHUB_SERVER_URL ?? 'https://github.com'}/${repository}`
  const built = `Built from [${repository}@${sha.slice(0, 7)}](${server}/commit/${sha})${ref ? ` (${ref})` : ''}`
  const line = run ? `${built} by [run ${run}](${server}/actions/runs/${run}).` : `${built}.`
  return notes === '' ? line : `${notes}\n\n${line}`
}
