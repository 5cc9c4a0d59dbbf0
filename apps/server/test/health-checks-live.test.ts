import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createScriptProject, eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  createLink,
  findMachine,
  healthy,
  type Link,
  make,
  makeToken,
  rawLog,
  registerAgent,
  type TestAgent,
} from './agent-world.ts'

// A real server that checks real agents by itself.

const S = '/api/Spaces-1'
let server: TestServer
let link: Link
let environmentId: string
const agents: TestAgent[] = []

beforeAll(async () => {
  server = await startTestServer()
  link = await createLink(server.url)
  environmentId = (await make(server.api, 'environments', { Name: 'Staging' })).Id
}, 120_000)
afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.remove()))
  await link?.close()
  await server?.remove()
})

const makePolicy = (name: string, script: string, check: object = {}) =>
  make(server.api, 'machinepolicies', {
    Name: name,
    MachineHealthCheckPolicy: {
      HealthCheckInterval: '00:00:01',
      BashHealthCheckPolicy: { RunType: 'Inline', ScriptBody: script },
      ...check,
    },
    MachineRpcCallRetryPolicy: { Enabled: true, HealthCheckRetryDuration: '00:00:01' },
  })

async function joinAs(scope: object, name: string): Promise<TestAgent> {
  const { Token } = await makeToken(server.api, scope as Record<string, unknown>)
  const agent = await registerAgent(link.url, Token, name)
  agents.push(agent)
  agent.start()
  return agent
}
const target = (role: string) => ({ EnvironmentIds: [environmentId], Roles: [role] })

test('a machine is checked soon after it has joined, and then on schedule: gone, back, and gone for good', async () => {
  const policy = await makePolicy('Short-lived', 'echo "it is $(get_octopusvariable Octopus.Machine.Name)"')
  const agent = await joinAs({ ...target('web'), MachinePolicyId: policy.Id }, 'web-1')
  const machine = await healthy(server.api, 'web-1')
  expect(machine.ShellName).not.toBe('Unknown')
  const { body: last } = await server.api('GET', `${S}/machines/${machine.Id}/connection`)
  expect(JSON.stringify(last.Logs)).toContain('it is web-1')
  await agent.stop()
  await eventually(
    'it to be missed',
    async () => (await findMachine(server.api, 'web-1')).HealthStatus === 'Unavailable',
  )
  agent.start()
  await healthy(server.api, 'web-1')
  const { body: events } = await server.api(
    'GET',
    `${S}/events?regarding=${machine.Id}&eventGroups=MachineHealthChanged`,
  )
  const categories = events.Items.map(({ Category }: { Category: string }) => Category).reverse()
  // A loaded machine may miss the agent once more; but each event is a change.
  expect(categories[0]).toBe('MachineHealthy')
  expect(categories).toContain('MachineUnavailable')
  expect(categories.every((category: string, at: number) => category !== categories[at - 1])).toBe(true)
  const now = (await server.api('GET', `${S}/machinepolicies/${policy.Id}`)).body
  const cleanUp = { DeleteMachinesBehavior: 'DeleteUnavailableMachines', DeleteMachinesElapsedTimeSpan: '00:00:03' }
  await server.api('PUT', `${S}/machinepolicies/${policy.Id}`, { ...now, MachineCleanupPolicy: cleanUp })
  await agent.stop()
  await eventually('it to be removed', async () => (await findMachine(server.api, 'web-1')) === undefined)
}, 120_000)

test('a step without target runs on a worker of its pool', async () => {
  const pool = await make(server.api, 'workerpools', { Name: 'Builders' })
  await joinAs({ WorkerPoolIds: [pool.Id] }, 'builder-1')
  await eventually('the worker to be healthy', async () => {
    const { body } = await server.api('GET', `${S}/workers?name=builder-1`)
    return body.Items[0]?.HealthStatus === 'Healthy'
  })
  const script = 'echo "work in $FLOTILLA_DIRECTORY for $(get_octopusvariable Octopus.WorkerPool.Name)"'
  const { projectId } = await createScriptProject(server.api, { name: 'Build', script, environmentId })
  const project = (await server.api('GET', `${S}/projects/${projectId}`)).body
  const address = `${S}/deploymentprocesses/${project.DeploymentProcessId}`
  const process = (await server.api('GET', address)).body
  process.Steps[0].Actions[0].WorkerPoolId = pool.Id
  await server.api('PUT', address, process)
  const release = await make(server.api, 'releases', { ProjectId: projectId, Version: '1.1' })
  const deployment = await make(server.api, 'deployments', { ReleaseId: release.Id, EnvironmentId: environmentId })
  const task = await taskEnded(server.api, deployment.TaskId)
  const log = await rawLog(server.api, deployment.TaskId)
  expect(task.State, log).toBe('Success')
  expect(log).toMatch(/builder-1/)
  expect(log).toMatch(/work in .*flotilla-agent-.* for Builders/)
}, 120_000)

test('E2: a server that dies in the middle of a health script goes on with it: it runs once', async () => {
  const file = join(tmpdir(), `flotilla-health-live-${process.pid}`)
  const script = `echo begin >> ${file}; for n in 1 2 3 4 5 6 7 8; do echo "line $n"; sleep 0.25; done; echo end >> ${file}`
  const policy = await makePolicy('Slow', script, { HealthCheckInterval: '00:00:00' })
  await joinAs({ ...target('slow'), MachinePolicyId: policy.Id }, 'slow-1')
  await eventually('the script to begin', () => readFile(file, 'utf8').catch(() => undefined))
  const { dataDir } = server
  await server.stop('SIGKILL')
  server = await startTestServer({ dataDir })
  link.target(server.url)
  await healthy(server.api, 'slow-1')
  expect(await readFile(file, 'utf8')).toBe('begin\nend\n')
  await rm(file)
}, 150_000)
