import { ADMIN_KEY, createScriptProject, startTestServer, type TestServer } from '@flotilla/testkit'
import {
  Client,
  type Project,
  ProjectRepository,
  RunbookEnvironmentScope,
  RunbookProcessRepository,
  RunbookRepository,
  RunbookRunRepository,
  RunbookSnapshotRepository,
  ServerTaskWaiter,
  TaskState,
} from '@octopusdeploy/api-client'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** The runbooks of the official TypeScript client, unmodified, against a running server. */
const SPACE = 'Default'

let server: TestServer
let client: Client
let project: Project
let environmentId: string

beforeAll(async () => {
  server = await startTestServer()
  client = await Client.create({ userAgentApp: 'flotilla tests', instanceURL: server.url, apiKey: ADMIN_KEY })
  environmentId = (await server.api('POST', '/api/Spaces-1/environments', { Name: 'Test' })).body.Id
  const { projectId } = await createScriptProject(server.api, { name: 'Web API', script: 'echo hello', environmentId })
  project = await new ProjectRepository(client, SPACE).get(projectId)
})
afterAll(() => server.remove())

const refusal = async (asked: Promise<unknown>): Promise<{ StatusCode: number; ErrorMessage: string }> =>
  asked.then(
    () => {
      throw new Error('It was not refused.')
    },
    (error) => error,
  )

test('a runbook is made, given steps, published and run, changed and deleted', async () => {
  const runbooks = new RunbookRepository(client, SPACE, project)
  const made = await runbooks.create({
    Name: 'Restart',
    ProjectId: project.Id,
    EnvironmentScope: RunbookEnvironmentScope.All,
    MultiTenancyMode: 'Untenanted',
    DefaultGuidedFailureMode: 'EnvironmentDefault',
    RunRetentionPolicy: { QuantityToKeep: 100, ShouldKeepForever: false },
  } as never)
  expect((await runbooks.list({ partialName: 'rest' })).Items).toEqual([made])
  expect(await runbooks.get(made.Id)).toEqual(made)

  const processes = new RunbookProcessRepository(client, SPACE, project)
  const process = await processes.get(made)
  expect(process).toMatchObject({ Id: made.RunbookProcessId, RunbookId: made.Id, ProjectId: project.Id, Steps: [] })
  const Properties = {
    'Octopus.Action.RunOnServer': 'true',
    'Octopus.Action.Script.Syntax': 'Bash',
    'Octopus.Action.Script.ScriptBody': 'echo "restarting in #{Octopus.Environment.Name}"',
  }
  const Steps = [{ Name: 'Restart', Actions: [{ Name: 'Restart', ActionType: 'Octopus.Script', Properties }] }]
  const saved = await processes.update({ ...process, Steps } as never)
  expect(saved.Steps[0]!.Actions[0]!.Name).toBe('Restart')

  const snapshots = new RunbookSnapshotRepository(client, SPACE, project)
  const snapshot = await snapshots.create(made, 'First', true, 'For a test.')
  expect(snapshot).toMatchObject({ Name: 'First', Notes: 'For a test.', RunbookId: made.Id })
  expect((await runbooks.get(made.Id)).PublishedRunbookSnapshotId).toBe(snapshot.Id)

  const runs = new RunbookRunRepository(client, SPACE)
  const command = { spaceName: SPACE, ProjectName: 'Web API', RunbookName: 'Restart', EnvironmentNames: ['Test'] }
  const [started] = (await runs.create(command)).RunbookRunServerTasks
  const waiter = new ServerTaskWaiter(client, SPACE)
  const [task] = await waiter.waitForServerTasksToComplete([started!.ServerTaskId], 100, 60_000)
  expect(task).toMatchObject({ State: TaskState.Success, Name: 'RunbookRun' })
  expect((await server.api('GET', `/api/tasks/${task!.Id}/raw`)).body).toContain('restarting in Test')
  const run = await runs.get(started!.RunbookRunId)
  expect(run).toMatchObject({ RunbookId: made.Id, RunbookSnapshotId: snapshot.Id, EnvironmentId: environmentId })
  expect((await runs.list({ runbooks: [made.Id], taskState: TaskState.Success })).Items.map(({ Id }) => Id)).toEqual([
    run.Id,
  ])
  expect((await refusal(runs.create({ ...command, RunbookName: 'Stop' }))).StatusCode).toBe(400)
  expect((await refusal(runs.createGit(command, 'main' as never))).StatusCode).toBe(400)

  const changed = await runbooks.modify({ ...(await runbooks.get(made.Id)), Description: 'Starts it again.' })
  expect(changed.Description).toBe('Starts it again.')
  await runbooks.del(changed)
  expect(await refusal(runbooks.get(made.Id))).toMatchObject({ StatusCode: 404 })
})
