import { mkdir, readdir, readFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { type Identity, newIdentity, signText } from '@flotilla/agent-protocol'
import { RUSH_ENDS_AFTER_MS } from '@flotilla/domain/triggers'
import { eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import type pg from 'pg'
import { connectTo, describeMachine, inMs, percentile } from './measure.ts'
import { create, createMachine, createProject, scriptStep } from './projects.ts'
import { connectAgent, simulatedTransport } from './simulated-agents.ts'

/** From the moment a machine joins to its script, started by a trigger: one after the other, and many within a few seconds. */
const SAMPLES = Number(process.argv[2] ?? 40)
const STORM = Number(process.argv[3] ?? 1_000)
const STORM_SECONDS = Number(process.argv[4] ?? 10)
const LIMIT_MS = 300_000
/** Agents that join before the storm of agents, at the same pace: a server that has just started compiles its programs as it goes. */
const WARM_UP = 300

/** A server whose trigger deploys to every machine that joins. */
interface World {
  readonly server: TestServer
  readonly client: pg.Client
  readonly environmentId: string
  readonly notes: string
}

/** Each script writes down when it began. */
async function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  const server = await startTestServer()
  try {
    const { api } = server
    const notes = join(server.dataDir, 'notes')
    await mkdir(notes)
    const environment = await create(api, 'environments', { Name: 'Production' })
    const lifecycleId = (await api('GET', '/api/Spaces-1/lifecycles')).body.Items[0].Id
    const step = {
      ...scriptStep('Install', `echo "$EPOCHREALTIME" > '${notes}/#{Octopus.Machine.Id}'`, 'web'),
      // By default it is ten at once, which is meant for fewer machines.
      Properties: { 'Octopus.Action.TargetRoles': 'web', 'Octopus.Action.MaxParallelism': '40' },
    }
    const { projectId, releaseId } = await createProject(api, {
      name: 'Web UI',
      lifecycleId,
      steps: [step],
    })
    await createMachine(api, 'web-0', environment.Id, ['web'])
    const first = await create(api, 'deployments', { ReleaseId: releaseId, EnvironmentId: environment.Id })
    await taskEnded(api, first.TaskId)
    await create(api, 'projecttriggers', {
      Name: 'New machines',
      ProjectId: projectId,
      Filter: {
        FilterType: 'MachineFilter',
        EnvironmentIds: [environment.Id],
        Roles: ['web'],
        EventGroups: ['MachineAvailableForDeployment'],
      },
      Action: { ActionType: 'AutoDeploy', ShouldRedeployWhenMachineHasBeenDeployedTo: false },
    })
    const client = await connectTo(server.dataDir)
    await work({ server, client, environmentId: environment.Id, notes })
    await client.end()
  } finally {
    await server.remove()
  }
}

/** When the script of a machine began, in milliseconds since 1970; undefined as long as it has not. */
async function begunAt({ notes }: World, machineId: string): Promise<number | undefined> {
  const text = await readFile(join(notes, machineId), 'utf8').catch(() => '')
  return text.endsWith('\n') ? Number(text) * 1_000 : undefined
}

const isQuiet = async ({ client }: World): Promise<boolean> =>
  (await client.query(`select 1 from server_task where completed_time is null limit 1`)).rowCount === 0

/** When machines were found healthy: the commit that let the trigger see them came a moment later. */
async function healthySince({ client }: World): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query(
    `select machine_id as id, extract(epoch from min(occurred_at)) * 1000 as at from machine_event
     where category = 'MachineHealthy' group by machine_id`,
  )
  return new Map(rows.map(({ id, at }) => [id, Number(at)]))
}

async function oneAfterTheOther(world: World): Promise<void> {
  const begun = new Map<string, number>()
  for (let index = 1; index <= SAMPLES; index += 1) {
    const machine = await createMachine(world.server.api, `web-${index}`, world.environmentId, ['web'])
    begun.set(machine.Id, await eventually(`the script on ${machine.Id}`, () => begunAt(world, machine.Id)))
    // The next one comes when this one is done, so that none waits for another's deployment.
    await eventually('the deployment to end', () => isQuiet(world))
  }
  const healthy = await healthySince(world)
  console.log(`machine healthy to its script started: ${inMs([...begun].map(([id, at]) => at - healthy.get(id)!))}`)
}

/** Machines join at even distances, whether or not those before have been answered. Answers their ids. */
async function joinAll({ server, environmentId }: World): Promise<readonly string[]> {
  const begin = performance.now()
  const tookMs: number[] = []
  const machines = await Promise.all(
    Array.from({ length: STORM }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index * STORM_SECONDS * 1_000) / STORM))
      const sent = performance.now()
      const machine = await createMachine(server.api, `web-${index + 1}`, environmentId, ['web'])
      tookMs.push(performance.now() - sent)
      return machine.Id as string
    }),
  )
  const seconds = ((performance.now() - begin) / 1_000).toFixed(1)
  console.log(`${STORM} machines joined in ${seconds} s; the request of each took ${inMs(tookMs)}`)
  return machines
}

/** Scripts run on the machine of the server, where they and it have to share the processors. */
async function storm(world: World): Promise<void> {
  const machines = await joinAll(world)
  await eventually(
    'all scripts',
    async () => (await readdir(world.notes)).length > STORM && (await isQuiet(world)),
    LIMIT_MS,
  )
  const healthy = await healthySince(world)
  const waits: number[] = []
  for (const id of machines) waits.push((await begunAt(world, id))! - healthy.get(id)!)
  console.log(
    `machine healthy to its script started: ${inMs(waits)}, 99th percentile ${percentile(waits, 0.99).toFixed(0)} ms`,
  )
  await tellDeployments(world)
}

/**
 * Machines with agents of their own register and connect at even distances: what the server takes for each, where scripts run
 * elsewhere. The time begins with the agent's first request.
 */
async function stormOfAgents(world: World): Promise<void> {
  const { Token } = await create(world.server.api, 'agentregistrationtokens', {
    EnvironmentIds: [world.environmentId],
    Roles: ['web'],
    MaxUses: WARM_UP + STORM,
  })
  const joinAtEvenDistances = async (name: string, count: number) => {
    // Machines make their keys themselves, each on its own processor.
    const identities = Array.from({ length: count }, newIdentity)
    const waits = await Promise.all(
      identities.map(async (identity, index) => {
        await new Promise((resolve) => setTimeout(resolve, (index * STORM_SECONDS * 1_000) / STORM))
        return joinWithAgent(world, Token, identity, `${name}-${index}`)
      }),
    )
    await eventually('the deployments to end', () => isQuiet(world), LIMIT_MS)
    return waits
  }
  await joinAtEvenDistances('warm-up', WARM_UP)
  // What is measured is a storm of its own, not the second part of a longer one, in which deployments are further apart.
  await new Promise((resolve) => setTimeout(resolve, RUSH_ENDS_AFTER_MS + 1_000))
  const before = await lastTask(world)
  const waits = await joinAtEvenDistances('agent', STORM)
  console.log(
    `agent's registration to its script started: ${inMs(waits)}, 99th percentile ${percentile(waits, 0.99).toFixed(0)} ms`,
  )
  await tellDeployments(world, before)
}

const lastTask = async ({ client }: World): Promise<Date> =>
  (await client.query('select max(queue_time) as at from server_task')).rows[0].at

/** Registers an agent and connects it; answers after how many milliseconds it was told to start its script. */
async function joinWithAgent({ server }: World, token: string, identity: Identity, name: string): Promise<number> {
  const begin = performance.now()
  const { status, body } = await server.api('POST', '/api/agents/register', {
    Token: token,
    PublicKey: identity.publicKey,
    Signature: signText(identity, 'agent registration', token),
    Name: name,
  })
  if (status >= 300) throw new Error(`${name} was not registered: ${JSON.stringify(body)}`)
  return new Promise((resolve, reject) => {
    const transport = simulatedTransport(() => resolve(performance.now() - begin))
    // As an agent does, it comes again when a server that is too busy does not let it in, or its connection ends.
    const join = async (triesLeft: number): Promise<unknown> => {
      try {
        const { ended } = await connectAgent(server.url, body.ServerPublicKey, identity, name, transport)
        await ended
      } catch (error) {
        if (triesLeft === 0) return reject(error)
      }
      return join(triesLeft - 1)
    }
    void join(5)
  })
}

async function tellDeployments({ client }: World, since = new Date(0)): Promise<void> {
  const { rows } = await client.query(
    `select count(*)::int as count, max(cardinality(specific_machine_ids)) as largest,
       extract(epoch from max(t.completed_time) - min(t.queue_time)) as seconds
     from deployment d join server_task t on t.id = d.task_id where d.trigger_id is not null and t.queue_time > $1`,
    [since],
  )
  const [{ count, largest, seconds }] = rows
  console.log(
    `${count} deployments, ${largest} machines in the largest, all done after ${Number(seconds).toFixed(1)} s`,
  )
}

console.log(`${describeMachine()}, load ${loadavg()[0]!.toFixed(1)}`)
if (SAMPLES > 0) await inWorld(oneAfterTheOther)
if (STORM > 0) await inWorld(stormOfAgents)
if (STORM > 0) await inWorld(storm)
console.log(`load afterwards ${loadavg()[0]!.toFixed(1)}`)
