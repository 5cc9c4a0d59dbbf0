import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Api, eventually, startTestServer, taskEnded, type TestServer } from '@flotilla/testkit'
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/database/embedded-postgres.ts'

let directory: string
let postgres: EmbeddedPostgres
const servers: TestServer[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flotilla-nodes-'))
  postgres = await startEmbeddedPostgres(join(directory, 'database'))
})
afterAll(async () => {
  for (const server of servers) await server.stop()
  await postgres.stop()
  await rm(directory, { recursive: true, force: true })
})

/** Nodes of one installation share the database, and here also the folder where scripts run. */
const startNode = async (name: string): Promise<TestServer> => {
  const server = await startTestServer({
    dataDir: join(directory, 'data'),
    env: { DATABASE_URL: postgres.connectionString, FLOTILLA_NODE_NAME: name },
  })
  servers.push(server)
  return server
}

async function deployScript(api: Api, script: string): Promise<string> {
  const environment = (await api('POST', '/api/Spaces-1/environments', { Name: 'Test' })).body
  const lifecycle = (await api('GET', '/api/Spaces-1/lifecycles')).body.Items[0]
  const group = (await api('GET', '/api/Spaces-1/projectgroups')).body.Items[0]
  const project = (await api('POST', '/api/Spaces-1/projects', { Name: 'Slow', LifecycleId: lifecycle.Id, ProjectGroupId: group.Id })).body
  const process = (await api('GET', `/api/Spaces-1/deploymentprocesses/${project.DeploymentProcessId}`)).body
  const properties = {
    'Octopus.Action.RunOnServer': 'true',
    'Octopus.Action.Script.Syntax': 'Bash',
    'Octopus.Action.Script.ScriptBody': script,
  }
  const steps = [{ Name: 'Run', Actions: [{ Name: 'Run', ActionType: 'Octopus.Script', Properties: properties }] }]
  await api('PUT', `/api/Spaces-1/deploymentprocesses/${project.DeploymentProcessId}`, { ...process, Steps: steps })
  const release = (await api('POST', '/api/Spaces-1/releases', { ProjectId: project.Id, Version: '1.0' })).body
  const deployment = await api('POST', '/api/Spaces-1/deployments', { ReleaseId: release.Id, EnvironmentId: environment.Id })
  expect(deployment.status).toBe(201)
  return deployment.body.TaskId
}

test('D1 F8 V2 F2 E1 L1: two nodes start at once, one dies, the other ends its deployment with one run of the script', async () => {
  const [one, other] = await Promise.all([startNode('one'), startNode('other')])
  onTestFailed(() => console.log(one.output(), other.output()))
  const begins = join(directory, 'begins')
  const task = await deployScript(one.api, `echo begin >> ${begins}\nfor n in $(seq 1 80); do echo "line $n"; sleep 0.1; done`)
  await eventually('the script to run', async () => (await readFile(begins, 'utf8').catch(() => '')) !== '')
  await one.stop('SIGKILL')

  const ended = await taskEnded(other.api, task, 60_000)
  expect(ended.State).toBe('Success')
  expect(await readFile(begins, 'utf8')).toBe('begin\n')
  const log: string = (await other.api('GET', `/api/tasks/${task}/raw`)).body
  const numbers = [...log.matchAll(/line (\d+)$/gm)].map((match) => Number(match[1]))
  expect(numbers).toEqual(Array.from({ length: 80 }, (_, index) => index + 1))
}, 120_000)
