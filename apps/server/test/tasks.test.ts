import { readFile } from 'node:fs/promises'
import {
  type Answer,
  createScriptProject,
  eventually,
  startTestServer,
  type TestServer,
  taskEnded,
} from '@flotilla/testkit'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'

let server: TestServer
let environmentId: string
let count = 0

beforeAll(async () => {
  server = await startTestServer()
  environmentId = (await server.api('POST', '/api/Spaces-1/environments', { Name: 'Test' })).body.Id
})
afterAll(() => server.remove())

const project = (script: string) => {
  count += 1
  return createScriptProject(server.api, { name: `Project ${count}`, script, environmentId })
}
const read = async (taskId: string) => (await server.api('GET', `/api/tasks/${taskId}`)).body
const cancel = (taskId: string) => server.api('POST', `/api/tasks/${taskId}/cancel`)
const running = (taskId: string, line: string) =>
  eventually(`${taskId} to say "${line}"`, async () =>
    (await server.api('GET', `/api/tasks/${taskId}/raw`)).body.includes(line),
  )
const deployment = async (
  releaseId: string,
  more: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> => {
  const response = await fetch(`${server.url}/api/Spaces-1/deployments`, {
    method: 'POST',
    headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ReleaseId: releaseId, EnvironmentId: environmentId, ...more }),
  })
  return { status: response.status, body: await response.json() }
}

test('X2 X3: a cancelled deployment ends its script and everything the script started', async () => {
  const { deploy } = await project('setsid sleep 300 & echo "child $!"; sleep 300')
  const task = await deploy()
  await running(task, 'child ')
  const pid = /child (\d+)/.exec((await server.api('GET', `/api/tasks/${task}/raw`)).body)![1]
  expect((await cancel(task)).body.State).toBe('Cancelling')
  const ended = await taskEnded(server.api, task)
  expect(ended).toMatchObject({ State: 'Canceled', IsCompleted: true, FinishedSuccessfully: false })
  await eventually('the child to be gone', async () => {
    try {
      process.kill(Number(pid), 0)
      return false
    } catch {
      return true
    }
  })
  expect((await cancel(task)).body.State).toBe('Canceled')
})

test('C1 C4: deployments of one project to one environment run one after the other, in the order they came', async () => {
  const { deploy } = await project('echo begin; sleep 0.5; echo end')
  const tasks = [await deploy(), await deploy(), await deploy()]
  const second = await eventually('the second to wait', async () => {
    const task = await read(tasks[1]!)
    return task.WaitingFor ? task : undefined
  })
  expect(second).toMatchObject({ State: 'Queued', StartTime: null, WaitingFor: expect.stringContaining(tasks[0]!) })
  expect((await server.api('GET', `/api/tasks/${tasks[1]}/queued-behind`)).body.Items[0].Id).toBe(tasks[0])
  const ended = []
  for (const task of tasks) ended.push(await taskEnded(server.api, task))
  for (const [index, task] of ended.slice(1).entries()) expect(task.StartTime >= ended[index].CompletedTime).toBe(true)
})

test('X1: a deployment cancelled while it waits never begins', async () => {
  const { deploy } = await project('sleep 1')
  const [first, second] = [await deploy(), await deploy()]
  expect((await cancel(second)).body).toMatchObject({ State: 'Canceled', StartTime: null })
  expect((await taskEnded(server.api, first)).State).toBe('Success')
  expect((await server.api('GET', `/api/tasks/${second}/details`)).body.ActivityLogs).toEqual([])
})

test('a deployment begins at its queue time, and is TimedOut when it could not begin before its expiry', async () => {
  const { releaseId } = await project('sleep 3')
  const at = (ms: number) => new Date(Date.now() + ms).toISOString()
  const now = (await deployment(releaseId)).body
  const later = (await deployment(releaseId, { QueueTime: at(300), QueueTimeExpiry: at(1_500) })).body
  expect(await read(later.TaskId)).toMatchObject({ State: 'Queued', StartTime: null })
  expect((await taskEnded(server.api, later.TaskId)).State).toBe('TimedOut')
  expect((await taskEnded(server.api, now.TaskId)).State).toBe('Success')
})

test('A3: a repeated request with the same idempotency key makes no second deployment; another body under it is refused', async () => {
  const { releaseId } = await project('echo once')
  const headers = { 'idempotency-key': 'build-17' }
  const answers = await Promise.all([1, 2, 3].map(async () => (await deployment(releaseId, {}, headers)).body))
  expect(new Set(answers.map(({ Id }) => Id)).size).toBe(1)
  expect((await deployment(releaseId, { Comments: 'other' }, headers)).status).toBe(409)
  const { body } = await server.api('GET', `/api/Spaces-1/releases/${releaseId}/deployments`)
  expect(body.TotalResults).toBe(1)
})

test('A2: a refused deployment changes nothing and says which fields are wrong', async () => {
  const { releaseId } = await project('echo never')
  const before = (await server.api('GET', '/api/Spaces-1/deployments')).body.TotalResults
  const refused = await deployment(releaseId, { SpecificMachineIds: ['Machines-999'], SkipActions: ['nothing'] })
  expect(refused.status).toBe(400)
  const { ErrorMessage, Errors } = refused.body
  expect(ErrorMessage).not.toBe('')
  expect(Errors.join(' ')).toMatch(/SpecificMachineIds.*Machines-999/)
  expect(Errors.join(' ')).toMatch(/SkipActions/)
  expect((await server.api('GET', '/api/Spaces-1/deployments')).body.TotalResults).toBe(before)
})

test('L1 L2 L3 L4: a stream that is cut and resumed gives every line once and in order', async () => {
  const { deploy } = await project(
    'for n in $(seq 1 200); do echo "line $n"; [ $((n % 50)) = 0 ] && sleep 0.2; done; true',
  )
  const task = await deploy()
  const lines: string[] = []
  let last = '0'
  let ended = false
  for (let connection = 0; !ended && connection < 20; connection += 1) {
    const abort = new AbortController()
    const response = await fetch(`${server.url}/api/tasks/${task}/stream`, {
      headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0', 'last-event-id': last },
      signal: abort.signal,
    })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    let text = ''
    const mostLines = lines.length + 70
    try {
      for await (const bytes of response.body!) {
        text += Buffer.from(bytes).toString('utf8')
        const events = text.split('\n\n')
        text = events.pop()!
        for (const event of events) {
          const id = /^id: (\d+)$/m.exec(event)?.[1]
          if (/^event: line$/m.test(event) && id) {
            lines.push(JSON.parse(/^data: (.*)$/m.exec(event)![1]!).MessageText)
            last = id
          }
          if (/^event: end$/m.test(event)) ended = true
          if (lines.length >= mostLines) break
        }
        if (lines.length >= mostLines) break
      }
    } finally {
      abort.abort()
    }
  }
  expect(ended).toBe(true)
  expect(lines.filter((line) => line.startsWith('line '))).toEqual(
    Array.from({ length: 200 }, (_, index) => `line ${index + 1}`),
  )
})

test('a stream tells every change of an activity, none again that has not changed, and parts behind what they are in', async () => {
  const { deploy } = await project('for n in 25 50 75; do update_progress "$n" "at $n"; sleep 0.3; done')
  const task = await deploy()
  const read = async () => {
    const response = await fetch(`${server.url}/api/tasks/${task}/stream`, {
      headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0' },
    })
    const events = [...(await response.text()).matchAll(/^event: activity\ndata: (.*)$/gm)].map(([, data]) => data!)
    expect(new Set(events).size).toBe(events.length)
    const told = events.map((data) => JSON.parse(data))
    const known = new Set([null])
    for (const activity of told) {
      expect(known).toContain(activity.Parent)
      known.add(activity.Number)
    }
    return told
  }
  const tree = [
    { Name: expect.stringContaining('Deploy'), Status: 'Success', Parent: null },
    { Name: 'Step 1: Run', Status: 'Success', Parent: 1 },
    { Name: 'Octopus Server', Status: 'Success', Parent: 2 },
  ]
  const live = await read()
  const last = new Map(live.map((activity) => [activity.Number, activity]))
  expect([...last.values()]).toMatchObject(tree)
  const progress = live.map(({ ProgressMessage }) => ProgressMessage)
  expect(progress).toEqual(expect.arrayContaining(['at 25', 'at 50', 'at 75']))
  expect(await read()).toMatchObject(tree)
})

test('a failing script fails the deployment with its reason', async () => {
  const { deploy } = await project('fail_step "the disk is full"')
  const task = await taskEnded(server.api, await deploy())
  expect(task).toMatchObject({
    State: 'Failed',
    ErrorMessage: expect.stringContaining('the disk is full'),
    HasWarningsOrErrors: true,
  })
})

test('the details are a tree of task, steps and places, as the step template reads it', async () => {
  const { deploy } = await project('echo hello')
  const task = await deploy()
  await taskEnded(server.api, task)
  const { body } = await server.api('GET', `/api/tasks/${task}/details`)
  expect(body.ActivityLogs[0].Children[0].Name).toBe('Step 1: Run')
  expect(body.ActivityLogs[0].Children[0].Children[0]).toMatchObject({
    Name: 'Octopus Server',
    Status: 'Success',
    LogElements: [{ Category: 'Info', MessageText: 'hello', Number: expect.any(Number) }],
  })
})

test('F10 A1 V3: the embedded database is killed and comes back; what was accepted is there and work goes on', async () => {
  onTestFailed(() => console.log(server.output()))
  const { deploy } = await project('for n in 1 2 3 4 5 6; do echo "line $n"; sleep 0.5; done')
  const task = await deploy()
  await running(task, 'line 1')
  const pid = Number((await readFile(`${server.dataDir}/database/postmaster.pid`, 'utf8')).split('\n')[0])
  process.kill(pid, 'SIGKILL')
  const ended = await eventually(
    'the task to end',
    async () => {
      const { status, body } = await server.api('GET', `/api/tasks/${task}`)
      return status === 200 && body.IsCompleted ? body : undefined
    },
    60_000,
  )
  expect(ended.State).toBe('Success')
  const log: string = (await server.api('GET', `/api/tasks/${task}/raw`)).body
  expect([...log.matchAll(/line (\d)$/gm)].map((match) => match[1]).join('')).toBe('123456')
}, 90_000)

test('a plan for machines that do not exist is refused, as the deployment would be', async () => {
  const { releaseId } = await project('echo never')
  const asked = { EnvironmentId: environmentId, SpecificMachineIds: ['Machines-999'], ExcludedMachineIds: ['nobody'] }
  const { status, body } = await server.api('POST', `/api/Spaces-1/releases/${releaseId}/deployments/plan`, asked)
  expect(status).toBe(400)
  expect(body.Errors).toEqual([
    expect.stringMatching(/SpecificMachineIds.*Machines-999/),
    expect.stringMatching(/ExcludedMachineIds.*nobody/),
  ])
})

test('a plan for steps that are not saved yet is that of a deployment with them; only who may change them is told', async () => {
  const { releaseId } = await project('echo never')
  const deploys = (Mode: string) => [
    {
      Name: 'Deploy it',
      Actions: [
        {
          Name: 'Deploy it',
          ActionType: 'Flotilla.DeployChildProject',
          Properties: {
            'Octopus.Action.RunOnServer': 'true',
            'ChildProject.Project.Name': 'No such project',
            'ChildProject.DeploymentMode.Value': Mode,
          },
        },
      ],
    },
  ]
  const path = `/api/Spaces-1/releases/${releaseId}/deployments/plan`
  const planned = await server.api('POST', path, { EnvironmentId: environmentId, Steps: deploys('Promote') })
  expect(planned.body.Children).toMatchObject([
    { ActionName: 'Deploy it', Outcome: 'fail', Reason: expect.stringContaining('No such project') },
  ])
  const stored = await server.api('POST', path, { EnvironmentId: environmentId })
  expect(stored.body.Children).toEqual([])
  const nameless = [{ ...deploys('Promote')[0], Name: '' }]
  expect(await refusal(server.api('POST', path, { EnvironmentId: environmentId, Steps: nameless }))).toEqual([
    400,
    'Steps[0].Name: Every step needs a name.',
  ])
  const make = async (address: string, body: object) => (await server.api('POST', `/api/${address}`, body)).body
  const user = await make('users', { Username: 'onlooker', IsService: true })
  const team = await make('teams', { Name: 'Onlookers', MemberUserIds: [user.Id] })
  await make('scopeduserroles', { UserRoleId: 'userroles-projectviewer', TeamId: team.Id, SpaceId: 'Spaces-1' })
  const onlooker = server.as((await make(`users/${user.Id}/apikeys`, { Purpose: 'test' })).ApiKey)
  expect((await onlooker('POST', path, { EnvironmentId: environmentId })).status).toBe(200)
  expect((await onlooker('POST', path, { EnvironmentId: environmentId, Steps: deploys('Promote') })).status).toBe(403)
})

const refusal = async (answer: Promise<Answer>) => {
  const { status, body } = await answer
  return [status, ...(body.Errors ?? [body.ErrorMessage])]
}

/** A deployment of the project that waits for a person, whose step keeps others out. */
async function holdPlace(projectId: string): Promise<string> {
  const address = `/api/Spaces-1/deploymentprocesses/deploymentprocess-${projectId}`
  const process = (await server.api('GET', address)).body
  const hold = {
    Name: 'Hold',
    Actions: [
      {
        Name: 'Hold',
        ActionType: 'Octopus.Manual',
        Properties: {
          'Octopus.Action.Manual.Instructions': 'Wait.',
          'Octopus.Action.Manual.BlockConcurrentDeployments': 'True',
        },
      },
    ],
  }
  await server.api('PUT', address, { ...process, Steps: [hold] })
  const held = (await server.api('POST', '/api/Spaces-1/releases', { ProjectId: projectId, Version: '2.0' })).body
  const holder = (await deployment(held.Id)).body.TaskId
  await eventually('the holder to ask', async () => (await read(holder)).HasPendingInterruptions)
  return holder
}

test('C4: what is of priority, or goes into a phase that is, goes before what came earlier', async () => {
  const { releaseId, projectId } = await project('echo hello')
  const lifecycle = await server.api('POST', '/api/Spaces-1/lifecycles', {
    Name: 'Urgent',
    Phases: [{ Name: 'First', OptionalDeploymentTargets: [environmentId], IsPriorityPhase: true }],
  })
  const holder = await holdPlace(projectId)
  const address = `/api/Spaces-1/projects/${projectId}`
  const queued = async (more: object = {}) => {
    const task: string = (await deployment(releaseId, more)).body.TaskId
    await eventually(`${task} to wait`, async () => (await read(task)).WaitingFor !== null)
    return task
  }
  const usual = await queued()
  const urgent = await queued({ Priority: 'On' })
  await server.api('PUT', address, { ...(await server.api('GET', address)).body, LifecycleId: lifecycle.body.Id })
  const ofPhase = await queued()
  const not = await queued({ Priority: 'Off' })
  const behind = (await server.api('GET', `/api/tasks/${not}/queued-behind`)).body.Items
  expect(behind.map(({ Id }: { Id: string }) => Id).toSorted()).toEqual([holder, urgent, ofPhase, usual].toSorted())
  const behindUsual = (await server.api('GET', `/api/tasks/${usual}/queued-behind`)).body.Items
  expect(behindUsual.map(({ Id }: { Id: string }) => Id)).toEqual([urgent, ofPhase, holder])
  await cancel(holder)
  const starts = []
  for (const task of [urgent, ofPhase, usual, not]) starts.push((await taskEnded(server.api, task)).StartTime)
  expect(starts).toEqual([...starts].sort())
  const { Phases } = (await server.api('GET', `/api/Spaces-1/releases/${releaseId}/progression`)).body
  expect(Phases[0].IsPriorityPhase).toBe(true)
})

test('C4: a task that is moved to the top goes before those that came earlier', async () => {
  const { deploy: later, projectId } = await project('echo hello')
  const holder = await holdPlace(projectId)
  const [earlier, moved] = [await later(), await later()]
  for (const task of [earlier, moved])
    await eventually(`${task} to wait`, async () => (await read(task)).WaitingFor !== null)
  expect((await server.api('POST', `/api/tasks/${moved}/prioritize`)).status).toBe(200)
  const behind = (await server.api('GET', `/api/tasks/${earlier}/queued-behind`)).body.Items
  expect(behind.map(({ Id }: { Id: string }) => Id)).toEqual([moved, holder])
  const [message] = (await server.api('GET', `/api/tasks/${earlier}/status/messages`)).body
  expect(message.MessageText).toMatch(/^Waiting for another deployment to end first: /)
  await cancel(holder)
  const starts = []
  for (const task of [moved, earlier]) starts.push((await taskEnded(server.api, task)).StartTime)
  expect(starts).toEqual([...starts].sort())
  expect(await refusal(server.api('POST', `/api/tasks/${moved}/prioritize`))).toEqual([
    400,
    `${moved} is not waiting in the queue: its state is Success.`,
  ])
})

test('an ended task can be said to have come to something else, and its release counts accordingly', async () => {
  const { deploy, releaseId, projectId } = await project('exit 1')
  const task = await deploy()
  await taskEnded(server.api, task)
  const set = (State: string, Reason?: string) => server.api('POST', `/api/tasks/${task}/state`, { State, Reason })
  const current = async () =>
    (await server.api('GET', `/api/tasks?project=${projectId}&states=Success`)).body.Items.length
  const succeeded = async () => {
    const { Phases } = (await server.api('GET', `/api/Spaces-1/releases/${releaseId}/progression`)).body
    return Phases.some(({ Progress }: { Progress: string }) => Progress === 'Complete')
  }
  expect([await current(), await succeeded()]).toEqual([0, false])
  expect((await set('Success', 'It did what it had to.')).body).toMatchObject({ State: 'Success', ErrorMessage: '' })
  expect([await current(), await succeeded()]).toEqual([1, true])
  expect((await set('Failed', 'It did not.')).body).toMatchObject({ State: 'Failed', ErrorMessage: 'It did not.' })
  expect([await current(), await succeeded()]).toEqual([0, false])
  const events = (await server.api('GET', `/api/Spaces-1/events?regardingAny=${task}&eventCategories=Modified`)).body
  expect(events.Items[0].Message).toMatch(/was Success and was set to Failed: It did not\.$/)
  expect((await set('Queued')).status).toBe(400)
  const { deploy: slow } = await project('sleep 60')
  const unended = await slow()
  expect((await server.api('POST', `/api/tasks/${unended}/state`, { State: 'Success' })).status).toBe(400)
  await cancel(unended)
})

test('an ended health check can be run again; a deployment is made anew instead', async () => {
  const machine = (
    await server.api('POST', '/api/Spaces-1/machines', {
      Name: 'again',
      EnvironmentIds: [environmentId],
      Roles: ['x'],
      Endpoint: { CommunicationStyle: 'None' },
    })
  ).body
  const asked = { Name: 'Health', Arguments: { MachineIds: [machine.Id] } }
  const first = (await server.api('POST', '/api/Spaces-1/tasks', asked)).body
  expect((await taskEnded(server.api, first.Id)).CanRerun).toBe(true)
  const again = await server.api('POST', `/api/tasks/rerun/${first.Id}`)
  expect(again.body).toMatchObject({ Name: 'Health', Arguments: { MachineIds: machine.Id } })
  expect((await taskEnded(server.api, again.body.Id)).State).toBe('Success')
  const { deploy } = await project('true')
  const task = await deploy()
  expect((await taskEnded(server.api, task)).CanRerun).toBe(false)
  expect(await refusal(server.api('POST', `/api/tasks/rerun/${task}`))).toEqual([
    400,
    `${task} cannot be run again: make a new deployment or run instead.`,
  ])
})

test('Z2 tasks are listed by what they are about, when and where they ran, and whether the caller may see them', async () => {
  const { deploy, projectId } = await project('true')
  const task = await taskEnded(server.api, await deploy())
  const ids = async (query: string, api = server.api) =>
    (await api('GET', `/api/tasks?project=${projectId}&${query}`)).body.Items.map(({ Id }: { Id: string }) => Id)
  const of = (date: string) => encodeURIComponent(date)
  for (const query of [
    'description=deploy%20project',
    `node=${task.ServerNode.toUpperCase()}`,
    `fromQueueDate=${of(task.QueueTime)}&toQueueDate=${of(task.QueueTime)}`,
    `fromStartDate=${of(task.StartTime)}`,
    `toCompletedDate=2100-01-01`,
  ])
    expect(await ids(query)).toEqual([task.Id])
  for (const query of ['node=other', 'batch=1', 'tenantTag=Ring/One', 'runbook=Runbooks-1', 'fromStartDate=2100-01-01'])
    expect(await ids(query)).toEqual([])
  expect((await server.api('GET', '/api/tasks?fromStartDate=soon')).status).toBe(400)

  const role = (await server.api('POST', '/api/userroles', { Name: 'Watcher', GrantedSpacePermissions: ['TaskView'] }))
    .body
  const user = (
    await server.api('POST', '/api/users', { Username: 'watcher', DisplayName: 'W', Password: 'correct horse battery' })
  ).body
  const team = (await server.api('POST', '/api/teams', { Name: 'Watchers', MemberUserIds: [user.Id] })).body
  const { projectId: other } = await project('true')
  await server.api('POST', '/api/scopeduserroles', {
    TeamId: team.Id,
    UserRoleId: role.Id,
    SpaceId: 'Spaces-1',
    ProjectIds: [other],
  })
  const { ApiKey } = (await server.api('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'Test' })).body
  expect(await ids('', server.as(ApiKey))).toEqual([])
})
