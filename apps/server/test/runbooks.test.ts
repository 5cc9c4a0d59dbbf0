import { eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manual, ProcessWorld, script, step } from './process-world.ts'
import { client, createRunbook, publish } from './runbook-world.ts'

let server: TestServer
let world: ProcessWorld
let ask: ReturnType<typeof client>
let environmentId: string
let staging: string

beforeAll(async () => {
  server = await startTestServer()
  world = await ProcessWorld.on(server.api, { 'web-1': 'web', 'web-2': 'web' })
  ask = client(server.api)
  environmentId = world.environmentId
  staging = (await ask('POST', 'environments', { Name: 'Staging' })).Id
})
afterAll(() => server.remove())

const ended = (task: string) => taskEnded(server.api, task)
const create = (fields: Parameters<typeof createRunbook>[1]) => createRunbook(server.api, fields)
const run = (body: object) => ask('POST', 'runbookRuns', { EnvironmentId: environmentId, ...body })
const refused = async (method: string, path: string, body?: unknown) => {
  const answer = await server.api(method, `/api/Spaces-1/${path}`, body)
  expect(answer.status).toBeGreaterThan(299)
  return [answer.status, ...(answer.body.Errors ?? [answer.body.ErrorMessage])]
}
const say = (name: string, text: string) => script(name, `echo "${text}"`)

describe('a runbook', () => {
  test('has every field of its own, is found by id, slug and name, and is deleted with all that belongs to it', async () => {
    const { project, runbook } = await create({ Name: 'Restart Web', steps: [step([say('Say', 'hello')])] })
    expect(runbook).toMatchObject({
      Name: 'Restart Web',
      Slug: 'restart-web',
      ProjectId: project.Id,
      RunbookProcessId: `RunbookProcess-${runbook.Id}`,
      PublishedRunbookSnapshotId: null,
      MultiTenancyMode: 'Untenanted',
      EnvironmentScope: 'All',
      Environments: [],
      DefaultGuidedFailureMode: 'EnvironmentDefault',
      ConnectivityPolicy: { AllowDeploymentsToNoTargets: false },
      RunRetentionPolicy: { QuantityToKeep: 100, ShouldKeepForever: false, Unit: 'Items', Strategy: 'Default' },
      ForcePackageDownload: false,
      RunbookTags: [],
    })
    for (const name of [runbook.Id, 'restart-web', 'Restart Web'])
      expect((await ask('GET', `projects/${project.Id}/runbooks/${encodeURIComponent(name)}`)).Id).toBe(runbook.Id)
    expect((await ask('GET', `projects/${project.Id}/runbooks?partialName=restart`)).TotalResults).toBe(1)
    expect((await ask('GET', `runbooks?projectIds=${project.Id}`)).Items).toEqual([runbook])
    expect((await ask('GET', `projects/${project.Id}/summary`)).HasRunbooks).toBe(true)

    const changed = await ask('PUT', `projects/${project.Slug}/runbooks/${runbook.Slug}`, {
      ...runbook,
      RunRetentionPolicy: { QuantityToKeep: 3, ShouldKeepForever: false },
    })
    expect(changed.RunRetentionPolicy).toMatchObject({ QuantityToKeep: 3, Strategy: 'Count', Unit: 'Items' })
    expect(await refused('POST', 'runbooks', { ProjectId: project.Id, Name: 'RESTART web' })).toContain(409)

    const snapshot = await publish(server.api, runbook)
    await ended((await run({ RunbookId: runbook.Id })).TaskId)
    await ask('DELETE', `runbooks/${runbook.Id}`)
    for (const gone of [
      `runbooks/${runbook.Id}`,
      `runbookSnapshots/${snapshot.Id}`,
      `runbookProcesses/${runbook.RunbookProcessId}`,
    ])
      expect((await server.api('GET', `/api/Spaces-1/${gone}`)).status).toBe(404)
    expect((await ask('GET', `/api/tasks?project=${project.Id}`)).TotalResults).toBe(0)
  })

  test('begins with the process of another one', async () => {
    const { project, runbook } = await create({ steps: [step([say('Say', 'hello')])] })
    const copy = await ask('POST', `runbooks?clone=${runbook.Id}`, { ProjectId: project.Id, Name: 'Copy' })
    const [original, copied] = await Promise.all(
      [runbook, copy].map(({ RunbookProcessId }) => ask('GET', `runbookProcesses/${RunbookProcessId}`)),
    )
    expect(copied.Steps.map((each: { Name: string }) => each.Name)).toEqual(['Say'])
    expect(copied.Steps[0].Id).not.toBe(original.Steps[0].Id)
    expect(copied).toMatchObject({ RunbookId: copy.Id, ProjectId: project.Id, Version: 1 })
  })

  test('has a process that is checked as that of a deployment, and that knows no releases and channels', async () => {
    const { project, runbook } = await create({ steps: [step([say('Say', 'hello')])] })
    const channel = (await ask('GET', `projects/${project.Id}/channels`)).Items[0]
    const address = `projects/${project.Id}/runbookProcesses/${runbook.RunbookProcessId}`
    const process = await ask('GET', address)
    expect(await refused('PUT', address, { ...process, Version: 0, Steps: [] })).toContain(409)
    const deploy = {
      Name: 'Deploy',
      ActionType: 'Flotilla.DeployChildProject',
      Properties: { 'ChildProject.Project.Name': 'X' },
    }
    expect(
      await refused('PUT', address, {
        ...process,
        Steps: [step([deploy]), step([{ ...say('Say', ''), Channels: [channel.Id] } as never])],
      }),
    ).toEqual([
      400,
      'Steps[0].Actions[0].ActionType: a runbook cannot have a step of the type Flotilla.DeployChildProject; a deployment process can.',
      'Steps[1].Actions[0].Channels: a runbook has no channels.',
    ])
    const list = async (what: string) =>
      (await ask('GET', `${what}?take=1000`)).Items.map(({ Id }: { Id: string }) => Id)
    expect(await list('deploymentprocesses')).not.toContain(runbook.RunbookProcessId)
    expect(await list('runbookProcesses')).toContain(runbook.RunbookProcessId)
    expect((await server.api('GET', `/api/Spaces-1/deploymentprocesses/${runbook.RunbookProcessId}`)).status).toBe(404)
    expect((await server.api('GET', `/api/Spaces-1/runbookProcesses/${project.DeploymentProcessId}`)).status).toBe(404)
  })

  test('goes with its project', async () => {
    const { project, runbook } = await create({ steps: [step([say('Say', 'hello')])] })
    await publish(server.api, runbook)
    await ask('DELETE', `projects/${project.Id}`)
    expect((await server.api('GET', `/api/Spaces-1/runbookProcesses/${runbook.RunbookProcessId}`)).status).toBe(404)
  })
})

describe('a snapshot', () => {
  test('keeps process and variables as they were, and the published one is run', async () => {
    const variable = (Value: string) => ({ Name: 'Word', Value, Type: 'String', Scope: {} })
    const { project, runbook } = await create({
      steps: [step([say('Say', 'first #{Word}')])],
      variables: [variable('one')],
    })
    expect(await refused('POST', 'runbookRuns', { RunbookId: runbook.Id, EnvironmentId: environmentId })).toEqual([
      400,
      `RunbookSnapshotId: runbook ${runbook.Name} has no published snapshot. Publish one, or name the one to run.`,
    ])
    const first = await publish(server.api, runbook, { Notes: 'The first.' })
    expect(first).toMatchObject({
      Name: 'Snapshot 1',
      Notes: 'The first.',
      RunbookId: runbook.Id,
      ProjectId: project.Id,
    })
    expect(first.FrozenRunbookProcessId).toMatch(/^RunbookProcess-Runbooks-\d+-s-1-[A-Z]{5}$/)

    const process = await ask('GET', `runbookProcesses/${runbook.RunbookProcessId}`)
    await ask('PUT', `runbookProcesses/${process.Id}`, { ...process, Steps: [step([say('Say', 'second #{Word}')])] })
    const set = await ask('GET', `variables/${project.VariableSetId}`)
    await ask('PUT', `variables/${set.Id}`, { ...set, Variables: [variable('two')] })
    const template = `projects/${project.Id}/runbooks/${runbook.Id}/runbookSnapshotTemplate`
    expect(await ask('GET', template)).toMatchObject({
      NextNameIncrement: 'Snapshot 2',
      RunbookProcessId: process.Id,
      Packages: [],
    })
    expect(await ask('GET', `projects/${project.Id}/runbooks/${runbook.Id}/runbookRunTemplate`)).toMatchObject({
      RunbookSnapshotId: first.Id,
      IsRunbookProcessModified: true,
      IsVariableSetModified: true,
    })
    const draft = await ask('POST', `projects/${project.Id}/runbookSnapshots`, { RunbookId: runbook.Id, Name: 'Draft' })

    const published = await run({ RunbookId: runbook.Id })
    const ofDraft = await run({ RunbookSnapshotId: draft.Id })
    expect((await ended(published.TaskId)).State).toBe('Success')
    expect((await ended(ofDraft.TaskId)).State).toBe('Success')
    expect(await world.raw(published.TaskId)).toContain('first one')
    expect(await world.raw(ofDraft.TaskId)).toContain('second two')

    await ask('PUT', `runbooks/${runbook.Id}`, {
      ...(await ask('GET', `runbooks/${runbook.Id}`)),
      PublishedRunbookSnapshotId: draft.Id,
    })
    expect((await run({ RunbookId: runbook.Id })).RunbookSnapshotId).toBe(draft.Id)
    const names = (await ask('GET', `projects/${project.Id}/runbooks/${runbook.Id}/runbookSnapshots`)).Items
    expect(names.map(({ Name }: { Name: string }) => Name)).toEqual(['Draft', 'Snapshot 1'])
    expect((await ask('GET', `projects/${project.Id}/runbooks/${runbook.Id}/runbookSnapshots/draft`)).Id).toBe(draft.Id)
  })

  test('has one name in its runbook, and a published one stays', async () => {
    const { runbook } = await create({ steps: [step([say('Say', 'hello')])] })
    const snapshot = await publish(server.api, runbook, { Name: 'Good' })
    expect(await refused('POST', 'runbookSnapshots', { RunbookId: runbook.Id, Name: 'good' })).toContain(409)
    expect(await refused('DELETE', `runbookSnapshots/${snapshot.Id}`)).toEqual([
      400,
      'Snapshot Good cannot be deleted: it is published. Publish another one first.',
    ])
    const better = await publish(server.api, runbook)
    await ask('DELETE', `runbookSnapshots/${snapshot.Id}`)
    expect((await ask('GET', `runbooks/${runbook.Id}`)).PublishedRunbookSnapshotId).toBe(better.Id)
    const other = await create({})
    expect(
      await refused('PUT', `runbooks/${other.runbook.Id}`, { ...other.runbook, PublishedRunbookSnapshotId: better.Id }),
    ).toContain(`PublishedRunbookSnapshotId: the runbook has no snapshot ${better.Id}.`)
  })
})

describe('a run', () => {
  test('goes through the steps of its machines, hands outputs on, and is a task of its own kind', async () => {
    const { project, runbook } = await create({
      Name: 'Look around',
      steps: [
        step([script('Ask', 'set_octopusvariable Answer 42')]),
        step(
          [
            say(
              'Tell',
              '#{Octopus.Machine.Name} hears #{Octopus.Action[Ask].Output.Answer} of #{Octopus.Runbook.Name}',
            ),
          ],
          {
            on: 'web',
          },
        ),
      ],
    })
    const snapshot = await publish(server.api, runbook, { Notes: 'Noted.' })
    const machine = (await ask('GET', 'machines?partialName=web-1')).Items[0]
    const made = await run({ RunbookId: runbook.Id, SpecificMachineIds: [machine.Id], Comments: 'For a test.' })
    const task = await ended(made.TaskId)
    expect(task).toMatchObject({
      Name: 'RunbookRun',
      State: 'Success',
      ProjectId: project.Id,
      Arguments: { RunbookRunId: made.Id },
      Description: `Run Look around of ${project.Name} (Snapshot 1) on Test`,
    })
    const log = await world.raw(made.TaskId)
    expect(log).toContain('web-1 hears 42 of Look around')
    expect(log).not.toContain('web-2')
    expect(log).toContain('The runbook run completed successfully.')
    const read = await ask('GET', `runbookRuns/${made.Id}`)
    expect(read).toMatchObject({
      RunbookSnapshotId: snapshot.Id,
      EnvironmentId: environmentId,
      TenantId: null,
      DeployedToMachineIds: [machine.Id],
      FailureEncountered: false,
      Comments: 'For a test.',
    })
    for (const query of [`runbooks=${runbook.Id}`, `ids=${made.Id}`, `projects=${project.Id}&taskState=Success`])
      expect((await ask('GET', `runbookRuns?${query}`)).Items).toEqual([read])
    for (const query of [`runbook=${runbook.Id}`, `project=${project.Id}&name=RunbookRun`])
      expect((await ask('GET', `/api/tasks?${query}`)).Items.map(({ Id }: { Id: string }) => Id)).toEqual([made.TaskId])
    const categories = (await ask('GET', `events?regardingAny=${made.Id}`)).Items.map(
      (each: { Category: string }) => each.Category,
    )
    expect(categories).toEqual(['RunbookRunSucceeded', 'RunbookRunStarted', 'RunbookRunQueued'])
    const tasks = await ask('GET', `machines/${machine.Id}/tasks?type=RunbookRun`)
    expect(tasks.Items.map(({ Id }: { Id: string }) => Id)).toContain(made.TaskId)
  })

  test('T3 is no deployment: nothing that asks what is deployed where sees it', async () => {
    const steps = [step([say('Say', 'hello')], { on: 'web' })]
    const { projectId, releaseId } = await world.project(steps)
    const { runbook } = await create({ projectId, steps })
    await publish(server.api, runbook)
    await ended((await run({ RunbookId: runbook.Id })).TaskId)
    expect((await ask('GET', `deployments?projects=${projectId}`)).TotalResults).toBe(0)
    expect((await ask('GET', `progression/${projectId}`)).Releases[0].Deployments).toEqual({})
    expect((await ask('GET', `dashboard?projectId=${projectId}`)).Items).toEqual([])
    const release = await ask('GET', `releases/${releaseId}/progression`)
    expect(release.Phases.flatMap(({ Deployments }: { Deployments: unknown[] }) => Deployments)).toEqual([])
    await ended(await world.deploy(releaseId))
    await ended((await run({ RunbookId: runbook.Id })).TaskId)
    expect((await ask('GET', `deployments?projects=${projectId}`)).TotalResults).toBe(1)
    expect((await ask('GET', `dashboard?projectId=${projectId}`)).Items).toHaveLength(1)
  })

  test('knows itself by name, and by the names that scripts of deployments use', async () => {
    const names = [
      'Octopus.Runbook.Id',
      'Octopus.RunbookRun.Id',
      'Octopus.RunbookRun.CreatedBy.Username',
      'Octopus.RunbookSnapshot.Name',
      'Octopus.Deployment.Id',
      'Octopus.Deployment.Comments',
      'Octopus.Release.Number',
      'Octopus.Deployment.Changes',
    ]
    const { runbook } = await create({
      steps: [step([script('Say', names.map((name) => `echo "${name}=#{${name}}"`).join('\n'))])],
    })
    await publish(server.api, runbook)
    const { Id, TaskId } = await run({ RunbookId: runbook.Id, Comments: 'Well.' })
    await ended(TaskId)
    const log = await world.raw(TaskId)
    for (const line of [
      `Octopus.Runbook.Id=${runbook.Id}`,
      `Octopus.RunbookRun.Id=${Id}`,
      'Octopus.RunbookRun.CreatedBy.Username=admin',
      'Octopus.RunbookSnapshot.Name=Snapshot 1',
      `Octopus.Deployment.Id=${Id}`,
      'Octopus.Deployment.Comments=Well.',
      'Octopus.Release.Number=#{Octopus.Release.Number}',
      'Octopus.Deployment.Changes=#{Octopus.Deployment.Changes}',
    ])
      expect(log).toContain(line)
  })

  test('has the variables that are scoped to its runbook, and asks their questions', async () => {
    const { project, runbook } = await create({ steps: [step([say('Say', '#{Who} #{Question}')])] })
    const other = await create({ projectId: project.Id, steps: [step([say('Say', '#{Who} #{Question}')])] })
    const set = await ask('GET', `variables/${project.VariableSetId}`)
    expect(set.ScopeValues.Processes.map(({ Id }: { Id: string }) => Id)).toEqual([
      project.Id,
      runbook.Id,
      other.runbook.Id,
    ])
    const variable = (Name: string, Value: string, owner?: string, more = {}) => ({
      Name,
      Value,
      Type: 'String',
      Scope: owner ? { ProcessOwner: [owner] } : {},
      ...more,
    })
    const Prompt = {
      Label: 'Why?',
      Description: '',
      Required: true,
      DisplaySettings: { 'Octopus.ControlType': 'SingleLineText' },
    }
    await ask('PUT', `variables/${set.Id}`, {
      ...set,
      Variables: [
        variable('Who', 'anybody'),
        variable('Who', 'this one', runbook.Id),
        variable('Who', 'the deployment', project.Id),
        variable('Question', '', runbook.Id, { Prompt }),
        variable('Question', 'none'),
      ],
    })
    const snapshot = await publish(server.api, runbook)
    await publish(server.api, other.runbook)
    expect(await refused('POST', 'runbookRuns', { RunbookId: runbook.Id, EnvironmentId: environmentId })).toEqual([
      400,
      'FormValues: Why? is required, and no value was given. Give one for the variable Question.',
    ])
    const preview = await ask('GET', `runbookSnapshots/${snapshot.Id}/runbookRuns/preview/${environmentId}`)
    expect(preview.StepsToExecute.map(({ ActionName }: { ActionName: string }) => ActionName)).toEqual(['Say'])
    const [element] = preview.Form.Elements
    expect(element.Control).toMatchObject({ Name: 'Question', Label: 'Why?', Required: true })
    const own = await run({ RunbookId: runbook.Id, FormValues: { [element.Name]: 'because' } })
    const others = await run({ RunbookId: other.runbook.Id })
    await Promise.all([own, others].map(({ TaskId }) => ended(TaskId)))
    expect(await world.raw(own.TaskId)).toContain('this one because')
    expect(await world.raw(others.TaskId)).toContain('anybody none')
    const seen = await ask(
      'GET',
      `variables/preview?project=${project.Id}&runbook=${runbook.Id}&environment=${environmentId}&name=Who`,
    )
    expect(seen.Variables[0].EvaluatedValue).toBe('this one')
  })

  test('V1 fails with its reason, pauses for people, and is cancelled, as a deployment does', async () => {
    const { runbook: broken } = await create({ steps: [step([script('Break', 'exit 3')])] })
    await publish(server.api, broken)
    const failed = await run({ RunbookId: broken.Id })
    expect((await ended(failed.TaskId)).State).toBe('Failed')
    expect((await ask('GET', `runbookRuns/${failed.Id}`)).FailureEncountered).toBe(true)

    const { runbook: guided } = await create({
      DefaultGuidedFailureMode: 'On',
      steps: [step([script('Break', 'exit 3')]), step([manual('Approve')]), step([say('Say', 'went on')])],
    })
    await publish(server.api, guided)
    const asking = await run({ RunbookId: guided.Id })
    expect(asking.UseGuidedFailure).toBe(true)
    const [guidance] = await world.asked(asking.TaskId)
    await world.answer(guidance, 'Ignore')
    const [approval] = await eventually('the approval', async () => {
      const items = await world.pending(asking.TaskId)
      return items[0]?.Type === 'ManualIntervention' ? items : undefined
    })
    expect((await ask('GET', `interruptions?regarding=${guided.Id}&pendingOnly=true`)).Items).toHaveLength(1)
    await world.answer(approval, 'Proceed')
    expect((await ended(asking.TaskId)).State).toBe('Success')
    expect(await world.raw(asking.TaskId)).toContain('went on')

    const { runbook: waiting } = await create({ steps: [step([manual('Wait')])] })
    await publish(server.api, waiting)
    const cancelled = await run({ RunbookId: waiting.Id })
    await world.asked(cancelled.TaskId)
    expect(await refused('DELETE', `runbooks/${waiting.Id}`)).toContain(400)
    await ask('POST', `/api/tasks/${cancelled.TaskId}/cancel`)
    expect((await ended(cancelled.TaskId)).State).toBe('Canceled')
    await ask('DELETE', `runbookRuns/${cancelled.Id}`)
    expect((await server.api('GET', `/api/tasks/${cancelled.TaskId}`)).status).toBe(404)
  })

  test('C1 goes one at a time in a place, beside deployments and other runbooks of the project', async () => {
    const steps = [
      step([
        manual('Wait', {
          Properties: {
            'Octopus.Action.Manual.Instructions': 'x',
            'Octopus.Action.Manual.BlockConcurrentDeployments': 'True',
          },
        }),
      ]),
    ]
    const { projectId, releaseId } = await world.project([step([say('Say', 'deployed')])])
    const { runbook } = await create({ projectId, steps })
    const { runbook: other } = await create({ projectId, steps: [step([say('Say', 'ran')])] })
    await publish(server.api, runbook)
    await publish(server.api, other)
    const first = await run({ RunbookId: runbook.Id })
    const [question] = await world.asked(first.TaskId)
    const second = await run({ RunbookId: runbook.Id })
    await eventually('the second to wait', async () => {
      const { WaitingFor } = await ask('GET', `/api/tasks/${second.TaskId}`)
      return WaitingFor === `another runbook run to end first: ${first.TaskId}`
    })
    expect((await ended(await world.deploy(releaseId))).State).toBe('Success')
    expect((await ended((await run({ RunbookId: other.Id })).TaskId)).State).toBe('Success')
    await ask('POST', `/api/tasks/${second.TaskId}/cancel`)
    await world.answer(question, 'Proceed')
    expect((await ended(first.TaskId)).State).toBe('Success')
  })
})

describe('where it runs', () => {
  test('environments: all, some, or those of the lifecycles', async () => {
    const steps = [step([say('Say', 'hello')])]
    const { project, runbook } = await create({ steps, EnvironmentScope: 'Specified', Environments: [staging] })
    await publish(server.api, runbook)
    const environments = async () =>
      (await ask('GET', `projects/${project.Id}/runbooks/${runbook.Id}/environments`)).map(
        ({ Id }: { Id: string }) => Id,
      )
    expect(await environments()).toEqual([staging])
    expect(await refused('POST', 'runbookRuns', { RunbookId: runbook.Id, EnvironmentId: environmentId })).toEqual([
      400,
      `EnvironmentId: runbook ${runbook.Name} may not run on Test.`,
    ])
    const lifecycle = await ask('POST', 'lifecycles', {
      Name: 'Only Test',
      Phases: [{ Name: 'Test', OptionalDeploymentTargets: [environmentId] }],
    })
    await ask('PUT', `projects/${project.Id}`, { ...project, LifecycleId: lifecycle.Id })
    await ask('PUT', `runbooks/${runbook.Id}`, {
      ...(await ask('GET', `runbooks/${runbook.Id}`)),
      EnvironmentScope: 'FromProjectLifecycles',
    })
    expect(await environments()).toEqual([environmentId])
  })

  test('tenants: as the runbook says, whatever the project does', async () => {
    const { project, runbook } = await create({
      steps: [step([say('Say', 'for #{Octopus.Deployment.Tenant.Name}')])],
      MultiTenancyMode: 'Tenanted',
    })
    await publish(server.api, runbook)
    await ask('PUT', `projects/${project.Id}`, { ...project, TenantedDeploymentMode: 'TenantedOrUntenanted' })
    const tenant = await ask('POST', 'tenants', { Name: 'Ann', ProjectEnvironments: { [project.Id]: [environmentId] } })
    expect(await refused('POST', 'runbookRuns', { RunbookId: runbook.Id, EnvironmentId: environmentId })).toEqual([
      400,
      `TenantId: runbook ${runbook.Name} can only be run for a tenant, and none was given.`,
    ])
    expect(
      await refused('POST', 'runbookRuns', { RunbookId: runbook.Id, EnvironmentId: staging, TenantId: tenant.Id }),
    ).toEqual([400, 'TenantId: Tenant Ann is not connected to this project for Staging.'])
    const named = await ask('POST', 'runbook-runs/create/v1', {
      ProjectName: project.Name,
      RunbookName: runbook.Name,
      EnvironmentNames: ['Test'],
      Tenants: ['Ann'],
    })
    const [{ ServerTaskId, RunbookRunId }] = named.RunbookRunServerTasks
    expect((await ended(ServerTaskId)).State).toBe('Success')
    expect((await ask('GET', `runbookRuns/${RunbookRunId}`)).TenantId).toBe(tenant.Id)
    expect(await world.raw(ServerTaskId)).toContain('for Ann')
    const template = await ask('GET', `projects/${project.Id}/runbooks/${runbook.Id}/runbookRunTemplate`)
    expect(template).toMatchObject({
      PromoteTo: [],
      TenantPromotions: [{ Id: tenant.Id, PromoteTo: [{ Id: environmentId }] }],
    })
  })
})

test('A3 commands by name: all or nothing, each thing that is wrong named, and a repeated one is not doubled', async () => {
  const { project, runbook } = await create({ steps: [step([say('Say', 'hello')]), step([say('More', 'more')])] })
  await publish(server.api, runbook)
  const command = { ProjectName: project.Slug, RunbookName: runbook.Slug, EnvironmentNames: ['Test', 'Staging'] }
  expect(
    await refused('POST', 'runbook-runs/create/v1', {
      ...command,
      EnvironmentNames: ['Test', 'Nowhere'],
      SkipStepNames: ['Less'],
      SpecificMachineNames: ['web-9'],
    }),
  ).toEqual([
    400,
    "EnvironmentNames: the environment 'Nowhere' does not exist.",
    "SpecificMachineNames: the machine 'web-9' does not exist.",
    "SkipStepNames: the runbook has no step 'Less'.",
  ])
  expect(await refused('POST', 'runbook-runs/create/v1', { ...command, Variables: { Colour: 'red' } })).toEqual([
    400,
    `Variables: runbook ${runbook.Name} asks for nothing called 'Colour'.`,
  ])
  expect(await refused('POST', 'runbook-runs/create/v1', { ...command, Snapshot: 'Nine' })).toContain(
    `Snapshot: runbook ${runbook.Name} has no snapshot 'Nine'.`,
  )
  expect((await ask('GET', `runbookRuns?runbooks=${runbook.Id}`)).TotalResults).toBe(0)
  const { RunbookRunServerTasks } = await ask('POST', 'runbook-runs/create/v1', {
    ...command,
    SkipStepNames: ['Say'],
    Snapshot: 'snapshot 1',
  })
  expect(RunbookRunServerTasks).toHaveLength(2)
  for (const { ServerTaskId } of RunbookRunServerTasks) {
    expect((await ended(ServerTaskId)).State).toBe('Success')
    const log = await world.raw(ServerTaskId)
    expect(log).toContain('more')
    expect(log).not.toContain('hello')
  }
})

test('Z2 who may run runbooks runs what is published, sees runs where he may, and edits nothing', async () => {
  const { project, runbook } = await create({ steps: [step([say('Say', 'hello')])] })
  await publish(server.api, runbook)
  const draft = await ask('POST', 'runbookSnapshots', { RunbookId: runbook.Id })
  const hidden = await run({ RunbookId: runbook.Id, EnvironmentId: staging })
  const role = await ask('POST', '/api/userroles', {
    Name: 'Runner',
    GrantedSpacePermissions: [
      'RunbookView',
      'RunbookRunView',
      'RunbookRunCreate',
      'ProjectView',
      'EnvironmentView',
      'TaskView',
    ],
  })
  const user = await ask('POST', '/api/users', {
    Username: 'runner',
    DisplayName: 'Runner',
    Password: 'correct horse battery',
  })
  const team = await ask('POST', '/api/teams', { Name: 'Runners', MemberUserIds: [user.Id] })
  await ask('POST', '/api/scopeduserroles', {
    TeamId: team.Id,
    UserRoleId: role.Id,
    SpaceId: 'Spaces-1',
    EnvironmentIds: [environmentId],
  })
  const { ApiKey } = await ask('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'Test' })
  const runner = server.as(ApiKey)
  const post = (body: object) => runner('POST', '/api/Spaces-1/runbookRuns', body)
  const own = await post({ RunbookId: runbook.Id, EnvironmentId: environmentId })
  expect(own.status).toBe(201)
  expect((await post({ RunbookId: runbook.Id, EnvironmentId: staging })).status).toBe(403)
  expect((await post({ RunbookSnapshotId: draft.Id, EnvironmentId: environmentId })).status).toBe(403)
  const seen = await runner('GET', `/api/Spaces-1/runbookRuns?projects=${project.Id}`)
  expect(seen.body.Items.map(({ Id }: { Id: string }) => Id)).toEqual([own.body.Id])
  expect((await runner('GET', `/api/Spaces-1/runbookRuns/${hidden.Id}`)).status).toBe(404)
  expect((await runner('PUT', `/api/Spaces-1/runbooks/${runbook.Id}`, runbook)).status).toBe(403)
  expect((await runner('POST', '/api/Spaces-1/runbookSnapshots', { RunbookId: runbook.Id })).status).toBe(403)
  expect((await runner('DELETE', `/api/Spaces-1/runbookRuns/${own.body.Id}`)).status).toBe(403)
})

test('retention keeps as many runs in each environment as the runbook says', async () => {
  const { runbook } = await create({
    steps: [step([say('Say', 'hello')])],
    RunRetentionPolicy: { QuantityToKeep: 2, ShouldKeepForever: false, Unit: 'Items' },
  })
  await publish(server.api, runbook)
  const made: { Id: string; TaskId: string }[] = []
  for (const EnvironmentId of [environmentId, environmentId, staging, environmentId])
    made.push(await run({ RunbookId: runbook.Id, EnvironmentId }))
  for (const { TaskId } of made) await ended(TaskId)
  const retention = await ask('POST', '/api/tasks', { Name: 'Retention' })
  expect((await ended(retention.Id)).State).toBe('Success')
  const left = (await ask('GET', `runbookRuns?runbooks=${runbook.Id}`)).Items.map(({ Id }: { Id: string }) => Id)
  expect(left).toEqual([made[3]!.Id, made[2]!.Id, made[1]!.Id])
  expect(await world.raw(retention.Id)).toContain(
    `Deleted run ${made[0]!.Id} of ${runbook.Name} (Run on Test): the runbook keeps 2 runs.`,
  )
})
