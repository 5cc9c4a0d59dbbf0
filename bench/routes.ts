import { Agent, request } from 'node:http'
import { ADMIN_KEY, type Api, startTestServer } from '@flotilla/testkit'
import { connectTo, describeMachine, inMs, timed } from './measure.ts'
import { create, createMachine, createProject, scriptStep } from './projects.ts'
import { seedHistory } from './seed-history.ts'

/** Requests a second and how long they take, route by route, with full tables. */
const [PROJECTS = 1_000, MACHINES = 10_000, DEPLOYMENTS = 1_000_000] = process.argv.slice(2).map(Number)
const ENVIRONMENTS = 10
/** So many requests are under way at any moment. */
const AT_ONCE = 50
const WARM_UP_MS = 2_000
const MEASURED_MS = 10_000

console.log(describeMachine())
const server = await startTestServer()
try {
  const { api } = server
  const seededInMs = await timed(() => seed(api))
  console.log(
    `${PROJECTS} projects, ${ENVIRONMENTS} environments, ${MACHINES} machines and ${DEPLOYMENTS} deployments in ${(seededInMs / 1_000).toFixed(0)} s\n`,
  )
  for (const [name, addresses] of await busiestRoutes(api)) {
    await load(addresses, WARM_UP_MS)
    const { samples, bytes } = await load(addresses, MEASURED_MS)
    const perSecond = (samples.length / MEASURED_MS) * 1_000
    console.log(
      `${name}: ${perSecond.toFixed(0)} a second, ${inMs(samples)}, ${(bytes / samples.length / 1_000).toFixed(0)} kB each`,
    )
  }
} finally {
  await server.remove()
}

async function seed(api: Api): Promise<void> {
  const environments: { readonly Id: string; readonly Name: string }[] = []
  for (let n = 1; n <= ENVIRONMENTS; n += 1)
    environments.push(await create(api, 'environments', { Name: `Environment ${n}` }))
  const lifecycle = await create(api, 'lifecycles', {
    Name: 'Straight',
    Phases: environments.map(({ Id, Name }) => ({ Name, OptionalDeploymentTargets: [Id] })),
  })
  const projectIds: string[] = []
  await inParallel(PROJECTS, async (index) => {
    const steps = [scriptStep('Install', 'true', `component-${index}`)]
    projectIds[index] = (
      await createProject(api, { name: `Component ${index}`, lifecycleId: lifecycle.Id, steps })
    ).projectId
  })
  await inParallel(MACHINES, async (index) => {
    const environment = environments[index % ENVIRONMENTS]!
    const roles = [index, index + 1].map((component) => `component-${component % PROJECTS}`)
    await createMachine(api, `machine-${index}`, environment.Id, roles)
  })
  const client = await connectTo(server.dataDir)
  await seedHistory(client, { deployments: DEPLOYMENTS, projectIds, environmentIds: environments.map(({ Id }) => Id) })
  await client.end()
}

async function inParallel(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  const worker = async () => {
    for (let index = next++; index < count; index = next++) await work(index)
  }
  await Promise.all(Array.from({ length: 8 }, worker))
}

/** The ten that clients call most, each with addresses that are asked in turn: what pages show, and what waits for a task polls. */
async function busiestRoutes(api: Api): Promise<readonly (readonly [string, readonly string[]])[]> {
  const items = async (path: string) => (await api('GET', `/api/Spaces-1/${path}`)).body.Items as { Id: string }[]
  const projects = await items('projects?take=50')
  const environments = await items('environments?take=10')
  const tasks = await items('tasks?take=50')
  const releases = await items('releases?take=50')
  const each = (list: readonly { Id: string }[], path: (id: string) => string) =>
    list.map(({ Id }) => `/api/Spaces-1/${path(Id)}`)
  return [
    ['GET dashboard', ['/api/Spaces-1/dashboard']],
    ['GET dashboard of a project', each(projects, (id) => `dashboard?projectId=${id}`)],
    ['GET progression/{project}', each(projects, (id) => `progression/${id}`)],
    [
      'GET projects',
      ['/api/Spaces-1/projects?take=30', '/api/Spaces-1/projects?partialName=component&skip=500&take=30'],
    ],
    ['GET projects/{id}/releases', each(projects, (id) => `projects/${id}/releases`)],
    ['GET releases/{id}', each(releases, (id) => `releases/${id}`)],
    ['GET deployments', each(projects, (id) => `deployments?projects=${id}&environments=${environments[0]!.Id}`)],
    ['GET tasks/{id}', tasks.map(({ Id }) => `/api/tasks/${Id}`)],
    ['GET tasks/{id}/details', tasks.map(({ Id }) => `/api/tasks/${Id}/details`)],
    ['GET tasks', ['/api/tasks?take=20', ...each(projects, (id) => `tasks?project=${id}&states=Failed`)]],
    ['GET machines', each(environments, (id) => `machines?environmentIds=${id}&take=30`)],
  ]
}

/** Keeps so many requests under way for a while; answers what each took in milliseconds. */
async function load(addresses: readonly string[], lastsMs: number): Promise<{ samples: number[]; bytes: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const samples: number[] = []
  let bytes = 0
  let next = 0
  const end = performance.now() + lastsMs
  const worker = async () => {
    while (performance.now() < end) {
      const address = addresses[next++ % addresses.length]!
      samples.push(
        await timed(() =>
          get(agent, address, (chunk) => {
            bytes += chunk.length
          }),
        ),
      )
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  agent.destroy()
  return { samples, bytes }
}

function get(agent: Agent, address: string, onChunk: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-octopus-apikey': ADMIN_KEY, 'accept-encoding': 'gzip, deflate, br' }
    request(`${server.url}${address}`, { agent, headers }, (response) => {
      response.on('data', onChunk)
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 200) resolve()
        else reject(new Error(`${response.statusCode} at ${address}`))
      })
    })
      .on('error', reject)
      .end()
  })
}
