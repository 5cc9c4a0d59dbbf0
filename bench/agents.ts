import { readFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { type Identity, newIdentity, thumbprintOf } from '@flotilla/agent-protocol'
import { startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import type pg from 'pg'
import { connectTo, describeMachine, inMs, percentile } from './measure.ts'
import { create, createProject, scriptStep } from './projects.ts'
import { connectAgent, simulatedTransport } from './simulated-agents.ts'

/**
 * A fleet of agents on one server: the real protocol on real connections, all in this one process, with scripts that end at once.
 * Arguments: how many agents (10000), seconds to watch them idle (20).
 */
const AGENTS = Number(process.argv[2] ?? 10_000)
const IDLE_SECONDS = Number(process.argv[3] ?? 20)
const AT_ONCE = 40
const LIMIT_MS = 900_000

/** Every agent has a connection here and one in the server, and both have some files besides. */
async function checkFileLimit(): Promise<void> {
  const limits = await readFile('/proc/self/limits', 'utf8')
  const most = Number(/^Max open files +\d+ +(\d+)/m.exec(limits)?.[1])
  if (most < AGENTS + 1_000) {
    throw new Error(`${AGENTS} agents need 'ulimit -Hn ${AGENTS + 1_000}'; the limit here is ${most}.`)
  }
}

async function manyAtOnce<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index]!, index)
    }),
  )
  return results
}

/** The first one over the API, the others as copies of it: how machines are made is not what is measured here. */
async function makeMachines(
  { api }: TestServer,
  client: pg.Client,
  environmentId: string,
  [first, ...others]: readonly string[],
): Promise<void> {
  const { Id } = await create(api, 'machines', {
    Name: 'agent',
    EnvironmentIds: [environmentId],
    Roles: ['fleet'],
    SkipInitialHealthCheck: true,
    Endpoint: { CommunicationStyle: 'TentacleActive', Uri: 'poll://agent/', Thumbprint: first },
  })
  await client.query(
    `insert into machine (id, space_id, name, slug, environment_ids, roles, tenancy, tenant_ids, tenant_tags, is_disabled,
        health_status, communication_style, document)
      select 'Machines-' || (number + 1000000), space_id, 'agent-' || number, 'agent-' || number, environment_ids, roles, tenancy, tenant_ids,
        tenant_tags, is_disabled, health_status, communication_style,
        document || jsonb_build_object('Id', 'Machines-' || (number + 1000000), 'Name', 'agent-' || number, 'Slug', 'agent-' || number,
          'Thumbprint', key, 'Endpoint', document -> 'Endpoint' || jsonb_build_object('Thumbprint', key))
      from machine, unnest($2::text[]) with ordinality other(key, number) where machine.id = $1`,
    [Id, others],
  )
  await client.query('analyze machine')
}

const transport = simulatedTransport()
const connectAll = (server: TestServer, serverKey: string, identities: readonly Identity[]) =>
  manyAtOnce(identities, (identity, index) => connectAgent(server.url, serverKey, identity, String(index), transport))

/** Processor time that a process has used, in seconds; its children's is their own. */
async function cpuSeconds(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

async function memoryMb(pid: number): Promise<number> {
  return Number(/^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

/** By default a step runs on ten machines at once. */
const asManyAtOnce = (step: object): object => ({
  ...step,
  Properties: { 'Octopus.Action.TargetRoles': 'fleet', 'Octopus.Action.MaxParallelism': '200' },
})

async function runOnAll(server: TestServer, client: pg.Client, environmentId: string): Promise<void> {
  const { api } = server
  const lifecycleId = (await api('GET', '/api/Spaces-1/lifecycles')).body.Items[0].Id
  const { releaseId } = await createProject(api, {
    name: 'Fleet',
    lifecycleId,
    steps: [asManyAtOnce(scriptStep('Say hello', 'echo hello', 'fleet'))],
  })
  const before = await cpuSeconds(server.process.pid!)
  const begin = performance.now()
  const deployment = await create(api, 'deployments', { ReleaseId: releaseId, EnvironmentId: environmentId })
  const task = await taskEnded(api, deployment.TaskId, LIMIT_MS)
  const seconds = (performance.now() - begin) / 1_000
  const { rows } = await client.query(
    `select (extract(epoch from ended_at - created_at) * 1000)::float8 as ms,
       (extract(epoch from ended_at - min(created_at) over ()))::float8 as since_first
     from script_attempt where task_id = $1 and outcome ->> 'exitCode' = '0'`,
    [deployment.TaskId],
  )
  const used = (await cpuSeconds(server.process.pid!)) - before
  console.log(
    `a deployment of one script to all: ${task.State}, ${rows.length} results stored; whole task ${seconds.toFixed(1)} s, ` +
      `of it first command to last result ${Math.max(...rows.map((row) => row.since_first)).toFixed(1)} s; ` +
      `each command to its result ${inMs(rows.map((row) => row.ms))}; server CPU ${used.toFixed(1)} s`,
  )
}

/** The smallest command there is: each agent says what its machine is, and that is stored as the machine's health. */
async function askAll(server: TestServer, client: pg.Client, environmentId: string): Promise<void> {
  const begin = performance.now()
  const task = await create(server.api, 'tasks', {
    Name: 'Health',
    Arguments: { EnvironmentId: environmentId, OnlyTestConnection: 'true', Timeout: '00:15:00' },
  })
  const { State } = await taskEnded(server.api, task.Id, LIMIT_MS)
  const { rows } = await client.query(`select count(*)::int as count from machine where health_status = 'Healthy'`)
  console.log(
    `a health check of all by connection: ${State}, ${rows[0].count} found healthy, ${((performance.now() - begin) / 1_000).toFixed(1)} s`,
  )
}

async function main(): Promise<void> {
  await checkFileLimit()
  console.log(`${describeMachine()}, load ${loadavg()[0]!.toFixed(1)}; ${AGENTS} agents`)
  const server = await startTestServer({ env: { FLOTILLA_MAX_RUNNING_SCRIPTS: '200' } })
  const { api } = server
  const pid = server.process.pid!
  try {
    const client = await connectTo(server.dataDir)
    client.on('error', () => {})
    const environment = await create(api, 'environments', { Name: 'Production' })
    const { rows } = await client.query('select public_key from server_identity')
    const identities = Array.from({ length: AGENTS }, () => newIdentity())
    await makeMachines(
      server,
      client,
      environment.Id,
      identities.map(({ publicKey }) => thumbprintOf(publicKey)),
    )
    const empty = await memoryMb(pid)
    let begin = performance.now()
    const connections = await connectAll(server, rows[0].public_key, identities)
    const connectedInS = (performance.now() - begin) / 1_000
    console.log(
      `all connected in ${connectedInS.toFixed(1)} s (${(AGENTS / connectedInS).toFixed(0)} a second, ${AT_ONCE} at once)`,
    )
    const cpuBefore = await cpuSeconds(pid)
    const samples: number[] = []
    for (let second = 0; second < IDLE_SECONDS; second += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      samples.push(await memoryMb(pid))
    }
    const idle = ((await cpuSeconds(pid)) - cpuBefore) / IDLE_SECONDS
    console.log(
      `idle: server ${percentile(samples, 0.5).toFixed(0)} MB (${empty.toFixed(0)} MB before they connected), ` +
        `${(idle * 100).toFixed(1)} % of a core; this process, all agents together: ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`,
    )
    await askAll(server, client, environment.Id)
    await runOnAll(server, client, environment.Id)
    console.log(`memory afterwards ${(await memoryMb(pid)).toFixed(0)} MB`)
    begin = performance.now()
    await server.stop('SIGKILL')
    await Promise.all(connections.map(({ ended }) => ended))
    const again = await startTestServer({ dataDir: server.dataDir })
    begin = performance.now()
    await connectAll(again, rows[0].public_key, identities)
    console.log(
      `after a restart of the server all connected again in ${((performance.now() - begin) / 1_000).toFixed(1)} s`,
    )
    await again.stop()
    await client.end().catch(() => {})
  } finally {
    await server.remove()
  }
  console.log(`load afterwards ${loadavg()[0]!.toFixed(1)}`)
  process.exit(0)
}

await main().catch((error: unknown) => {
  console.error(error)
  process.exit(1)
})
