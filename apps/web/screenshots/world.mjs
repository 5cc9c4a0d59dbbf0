// What the demo's world lacks for a picture of every page: made over the API, once.

/** Requests with the administrator's key. */
export const apiOf = (url, key) => async (method, path, body) => {
  const isFile = body instanceof FormData
  const answer = await fetch(`${url}/api/${path}`, {
    method,
    headers: { 'x-octopus-apikey': key, ...(body && !isFile ? { 'content-type': 'application/json' } : {}) },
    body: isFile ? body : body && JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** The package that the project of the failure uses. */
const REPORTS = 'Acme.Reports'

/** Makes what is missing and gives the ids that addresses of pages are made of. */
export async function furnish(api) {
  const named = async (kind, name) => (await api('GET', `Spaces-1/${kind}/all`)).find(({ Name }) => Name === name)
  const made = await named('projects', 'Nightly Report')
  if (!made) {
    await addPackages(api)
    await addLibrary(api)
    await addAccount(api)
    await addRunbook(api, await named('projects', 'Web API'), await named('environments', 'Staging'))
    await addFailure(api, await named('environments', 'Development'))
    const built = [await named('environments', 'Development'), await named('environments', 'Test')]
    await addRelease(api, await named('projects', 'Database'), '2021.1.0.2', 'An index for orders by day.', built)
    await addRelease(api, await named('projects', 'Web API'), '2021.1.0.4', 'Searching answers twice as fast.', built)
    await askForApproval(
      api,
      await named('projects', 'Release Orchestration'),
      await named('environments', 'Prod Approval'),
    )
    await addDrift(api, await named('projects', 'Release Orchestration'), {
      's-app-service-02': { environment: await named('environments', 'Staging'), roles: ['App-Service'] },
      't-front-01': { environment: await named('environments', 'Test'), roles: ['App-WebApi', 'App-WebUI'] },
    })
  }
  const latest = async (project, environment) => {
    const projects = (await named('projects', project)).Id
    const environments = (await named('environments', environment)).Id
    return (await api('GET', `Spaces-1/deployments?projects=${projects}&environments=${environments}`)).Items[0].Id
  }
  const runbook = await named('runbooks', 'Restart the service')
  const [run] = (await api('GET', `Spaces-1/runbooks/${runbook.Id}/runbookRuns`)).Items
  const triggered = (await api('GET', 'Spaces-1/deployments?take=100')).Items.find(
    ({ DeployedBy }) => DeployedBy === 'system',
  )
  return {
    failing: await latest('Nightly Report', 'Development'),
    asking: await latest('Release Orchestration', 'Prod Approval'),
    triggered: triggered?.Id,
    runbook: runbook.Id,
    runTask: run.TaskId,
    script: (await named('libraryvariablesets', 'Deploy helpers')).Id,
    set: (await named('libraryvariablesets', 'Mail')).Id,
  }
}

async function addPackages(api) {
  await pushPackage(api, 'Acme.WebApi', ['2021.1.0', '2021.1.1', '2021.2.0-beta.1'])
  await pushPackage(api, REPORTS, ['3.2.0', '3.2.1'])
  await api('POST', 'Spaces-1/feeds', {
    Name: 'nuget.org',
    FeedType: 'NuGet',
    FeedUri: 'https://api.nuget.org/v3/index.json',
  })
}

async function pushPackage(api, id, versions) {
  for (const version of versions) {
    const form = new FormData()
    form.append('file', new Blob([`${id}, ${version}`]), `${id}.${version}.zip`)
    await api('POST', 'Spaces-1/packages/raw?overwriteMode=OverwriteExisting', form)
  }
}

async function addAccount(api) {
  await api('POST', 'Spaces-1/accounts', {
    Name: 'deploy on the hosts of Staging',
    AccountType: 'UsernamePassword',
    Username: 'deploy',
    Password: { HasValue: true, NewValue: 'not a real one' },
  })
}

const value = (Name, Value) => ({ Name, Value, Type: 'String', Scope: {}, IsEditable: true })

async function addLibrary(api) {
  await addToLibrary(api, { Name: 'Mail', Description: 'How the shop sends mail' }, [
    value('Mail.Relay', 'relay.acme.example'),
    value('Mail.From', 'Acme Shop <shop@acme.example>'),
    { ...value('Mail.Password', 'not a real one'), Type: 'Sensitive', IsSensitive: true },
  ])
  const module = {
    Name: 'Deploy helpers',
    ContentType: 'ScriptModule',
    Description: 'What all deployment scripts share',
  }
  const body =
    'function wait_for() {\n  # Waits until an address answers.\n  until curl --silent --fail "$1"; do sleep 1; done\n}\n'
  await addToLibrary(api, module, [
    value('Octopus.Script.Module[Deploy helpers]', body),
    value('Octopus.Script.Module.Language[Deploy helpers]', 'Bash'),
  ])
}

async function addToLibrary(api, set, variables) {
  const { VariableSetId } = await api('POST', 'Spaces-1/libraryvariablesets', set)
  const path = `Spaces-1/variables/${VariableSetId}`
  await api('PUT', path, { ...(await api('GET', path)), Variables: variables })
}

const script = (name, text, properties = {}) => ({
  Name: name,
  ...(properties.roles ? { Properties: { 'Octopus.Action.TargetRoles': properties.roles } } : {}),
  Actions: [
    {
      Name: name,
      ActionType: 'Octopus.Script',
      Properties: {
        'Octopus.Action.RunOnServer': properties.roles ? 'false' : 'true',
        'Octopus.Action.Script.Syntax': 'Bash',
        'Octopus.Action.Script.ScriptBody': text,
      },
    },
  ],
})

async function addRunbook(api, project, environment) {
  const runbook = await api('POST', 'Spaces-1/runbooks', {
    Name: 'Restart the service',
    ProjectId: project.Id,
    Description: 'When it answers slowly: takes one machine after the other out of the balancer and restarts it.',
  })
  const path = `Spaces-1/runbookprocesses/${runbook.RunbookProcessId}`
  const process = await api('GET', path)
  const steps = [
    script('Restart', 'echo "Restarting on $(hostname)"', { roles: 'App-WebApi' }),
    script('Warm it up', 'echo "It answers in 40 ms"'),
  ]
  await api('PUT', path, { ...process, Steps: steps })
  const snapshot = await api('POST', 'Spaces-1/runbooksnapshots?publish=true', {
    ProjectId: project.Id,
    RunbookId: runbook.Id,
    Name: 'Snapshot 1',
  })
  const run = await api('POST', 'Spaces-1/runbookruns', {
    RunbookId: runbook.Id,
    RunbookSnapshotId: snapshot.Id,
    EnvironmentId: environment.Id,
  })
  await until(api, run.TaskId, ({ IsCompleted }) => IsCompleted)
}

/** A deployment whose step fails and asks what to do. */
async function addFailure(api, environment) {
  const lifecycles = await api('GET', 'Spaces-1/lifecycles/all')
  const [group] = await api('GET', 'Spaces-1/projectgroups/all')
  const project = await api('POST', 'Spaces-1/projects', {
    Name: 'Nightly Report',
    Description: 'Writes to the accountants what was sold.',
    LifecycleId: lifecycles.find(({ Name }) => Name === 'Component').Id,
    ProjectGroupId: group.Id,
  })
  const path = `Spaces-1/deploymentprocesses/${project.DeploymentProcessId}`
  const process = await api('GET', path)
  const failing =
    'echo "Reading the orders of yesterday"\nsleep 0.3\necho "psql: connection to server at d-database failed: Connection refused" >&2\nexit 2'
  const [feed] = (await api('GET', 'Spaces-1/feeds?feedType=BuiltIn')).Items
  const writing = script('Write the report', failing)
  writing.Actions[0].Packages = [{ Name: '', PackageId: REPORTS, FeedId: feed.Id, AcquisitionLocation: 'NotAcquired' }]
  const steps = [script('Check the disk', 'echo "41 GB are free"'), writing, viewer(feed)]
  await api('PUT', path, { ...process, Steps: steps })
  const release = await api('POST', 'Spaces-1/releases', { ProjectId: project.Id, Version: '1.4.0' })
  const { TaskId } = await api('POST', 'Spaces-1/deployments', {
    ReleaseId: release.Id,
    EnvironmentId: environment.Id,
    UseGuidedFailure: true,
  })
  await until(api, TaskId, ({ HasPendingInterruptions }) => HasPendingInterruptions)
}

/** A step that deploys a package. */
const viewer = (feed) => ({
  Name: 'Install the viewer',
  Properties: { 'Octopus.Action.TargetRoles': 'App-WebUI' },
  Actions: [
    {
      Name: 'Install the viewer',
      ActionType: 'Octopus.TentaclePackage',
      Packages: [{ Name: '', PackageId: REPORTS, FeedId: feed.Id }],
      Properties: {
        'Octopus.Action.EnabledFeatures': 'Octopus.Features.CustomDirectory,Octopus.Features.CustomScripts',
        'Octopus.Action.Package.CustomInstallationDirectory': '/srv/reports/#{Octopus.Environment.Name}',
        'Octopus.Action.CustomScripts.PostDeploy.sh': 'systemctl --user restart report-viewer',
      },
    },
  ],
})

/** A component's release, which the build server brings to the environments that it owns. */
async function addRelease(api, project, version, notes, environments) {
  const body = { ProjectId: project.Id, Version: version, ReleaseNotes: notes }
  const release = await api('POST', 'Spaces-1/releases', body)
  for (const { Id } of environments) {
    const { TaskId } = await api('POST', 'Spaces-1/deployments', { ReleaseId: release.Id, EnvironmentId: Id })
    await until(api, TaskId, ({ IsCompleted }) => IsCompleted)
  }
}

async function askForApproval(api, project, environment) {
  const release = await api('GET', `Spaces-1/projects/${project.Id}/releases/2021.1.0`)
  const { TaskId } = await api('POST', 'Spaces-1/deployments', { ReleaseId: release.Id, EnvironmentId: environment.Id })
  await until(api, TaskId, ({ HasPendingInterruptions }) => HasPendingInterruptions)
}

/** Machines that have joined while the trigger, which would have brought them what they lack, was disabled. */
async function addDrift(api, project, machines) {
  const path = `Spaces-1/projects/${project.Id}/triggers`
  const switchTrigger = async (IsDisabled) => {
    const [trigger] = (await api('GET', path)).Items
    await api('PUT', `Spaces-1/projecttriggers/${trigger.Id}`, { ...trigger, IsDisabled })
  }
  await switchTrigger(true)
  for (const [Name, { environment, roles }] of Object.entries(machines)) {
    const machine = { Name, EnvironmentIds: [environment.Id], Roles: roles, Endpoint: { CommunicationStyle: 'None' } }
    const { Id } = await api('POST', 'Spaces-1/machines', machine)
    const { Id: check } = await api('POST', 'tasks', {
      Name: 'Health',
      Description: `Check ${Name}`,
      SpaceId: 'Spaces-1',
      Arguments: { MachineIds: [Id] },
    })
    await until(api, check, ({ IsCompleted }) => IsCompleted)
  }
  await switchTrigger(false)
}

async function until(api, taskId, isSo) {
  for (let tries = 0; tries < 300; tries += 1) {
    const task = await api('GET', `tasks/${taskId}`)
    if (isSo(task)) return
    if (task.IsCompleted) throw new Error(`${task.Description} ended: ${task.State} ${task.ErrorMessage}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`${taskId} has not come so far.`)
}
