import { mkdir, readdir, readFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import type pg from 'pg'
import { connectTo, describeMachine, inMs, percentile } from './measure.ts'
import { create, createMachine, createProject, scriptStep } from './projects.ts'

/** From the moment a machine joins to its script, started by a trigger: one after the other, and many within a few seconds. */
const SAMPLES = Number(process.argv[2] ?? 40)
const STORM = Number(process.argv[3] ?? 1_000)
const STORM_SECONDS = Number(process.argv[4] ?? 10)
const LIMIT_MS = 300_000

/** A server whose trigger deploys to every machine that joins. */
interface World {
  readonly server: TestServer
  readonly client: pg.Client
  readonly environmentId: string
  readonly notes: string
}

/** With scripts, each writes down when it began; without, the step's condition leaves out every machine. */
async function inWorld(hasScripts: boolean, work: (world: World) => Promise<void>): Promise<void> {
  const server = await startTestServer()
  try {
    const { api } = server
    const notes = join(server.dataDir, 'notes')
    await mkdir(notes)
    const environment = await create(api, 'environments', { Name: 'Production' })
    const lifecycleId = (await api('GET', '/api/Spaces-1/lifecycles')).body.Items[0].Id
    const step = scriptStep('Install', `echo "$EPOCHREALTIME" > '${notes}/#{Octopus.Machine.Id}'`, 'web')
    const never = {
      Condition: 'Variable',
      Properties: { ...step.Properties, 'Octopus.Step.ConditionVariableExpression': 'false' },
    }
    const { projectId, releaseId } = await createProject(api, {
      name: 'Web UI',
      lifecycleId,
      steps: [hasScripts ? step : { ...step, ...never }],
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

/** What triggers and deployments take by themselves, where scripts cost nothing. */
async function stormWithoutScripts(world: World): Promise<void> {
  const machines = await joinAll(world)
  const started = async () =>
    (
      await world.client.query(
        `select extract(epoch from t.start_time - e.occurred_at) * 1000 as ms
         from trigger_decision d join machine_event e on e.id = d.machine_event_id
         join deployment made on made.id = d.deployment_id join server_task t on t.id = made.task_id
         where d.machine_id = any($1) and t.completed_time is not null`,
        [machines],
      )
    ).rows.map(({ ms }) => Number(ms))
  const waits = await eventually(
    'all deployments',
    async () => {
      const found = await started()
      return found.length === STORM && found
    },
    LIMIT_MS,
  )
  console.log(
    `without scripts, machine healthy to its deployment begun: ${inMs(waits)}, 99th percentile ${percentile(waits, 0.99).toFixed(0)} ms`,
  )
  await tellDeployments(world)
}

async function tellDeployments({ client }: World): Promise<void> {
  const { rows } = await client.query(
    `select count(*)::int as count, max(cardinality(specific_machine_ids)) as largest,
       extract(epoch from max(t.completed_time) - min(t.queue_time)) as seconds
     from deployment d join server_task t on t.id = d.task_id where d.trigger_id is not null`,
  )
  const [{ count, largest, seconds }] = rows
  console.log(
    `${count} deployments, ${largest} machines in the largest, all done after ${Number(seconds).toFixed(1)} s`,
  )
}

console.log(`${describeMachine()}, load ${loadavg()[0]!.toFixed(1)}`)
if (SAMPLES > 0) await inWorld(true, oneAfterTheOther)
if (STORM > 0) await inWorld(true, storm)
if (STORM > 0) await inWorld(false, stormWithoutScripts)
console.log(`load afterwards ${loadavg()[0]!.toFixed(1)}`)
