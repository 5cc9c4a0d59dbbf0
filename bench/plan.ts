import { type Api, startTestServer, type TestServer } from '@flotilla/testkit'
import type pg from 'pg'
import { connectTo, describeMachine, inMs, percentile, timed } from './measure.ts'
import { childStep, create, createMachine, createProject, scriptStep } from './projects.ts'
import { seedHistory } from './seed-history.ts'

/** How long the plan of a suite of 50 takes, and what it reads, with a small and with a large past. */
const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [10_000, 1_000_000]
const COMPONENTS = 50
/** Projects that are no part of the suite but have a past, too. */
const OTHERS = 50
const ENVIRONMENTS = ['Development', 'Test', 'Staging', 'Production']
const WARM_UP = 10
const SAMPLES = 40

console.log(describeMachine())
const subjects: Subject[] = []
try {
  for (const size of SIZES) subjects.push(await prepare(size))
  for (let run = 0; run < WARM_UP; run += 1) for (const subject of subjects) await plan(subject)
  for (const subject of subjects) subject.before = await rowsRead(subject.client)
  // In turn, so that whatever else the machine does hits all sizes alike.
  for (let run = 0; run < SAMPLES; run += 1) {
    for (const subject of subjects) subject.samples.push(await timed(() => plan(subject)))
  }
  for (const subject of subjects) await report(subject)
  const [first, last] = [subjects[0]!, subjects.at(-1)!]
  const ratio = percentile(last.samples, 0.5) / percentile(first.samples, 0.5)
  if (first !== last) console.log(`\n${last.size} against ${first.size}: ${ratio.toFixed(2)} times the median`)
} finally {
  for (const { client, server } of subjects) {
    await client.end()
    await server.remove()
  }
}

interface Subject extends Suite {
  readonly size: number
  readonly server: TestServer
  readonly client: pg.Client
  readonly samples: number[]
  before: RowCounts
}
type RowCounts = ReadonlyMap<string, { readonly bySequence: number; readonly byIndex: number }>

async function prepare(size: number): Promise<Subject> {
  const server = await startTestServer()
  const suite = await setUp(server.api)
  const client = await connectTo(server.dataDir)
  const tookMs = await timed(() => seedHistory(client, { deployments: size, ...suite }))
  console.log(`${size} deployments seeded in ${(tookMs / 1000).toFixed(0)} s`)
  return { ...suite, size, server, client, samples: [], before: new Map() }
}

interface Suite {
  readonly projectIds: readonly string[]
  readonly environmentIds: readonly string[]
  readonly releaseId: string
}

async function setUp(api: Api): Promise<Suite> {
  const environments = []
  for (const Name of ENVIRONMENTS) environments.push(await create(api, 'environments', { Name }))
  const lifecycle = await create(api, 'lifecycles', {
    Name: 'Straight',
    Phases: environments.map(({ Id, Name }) => ({ Name, OptionalDeploymentTargets: [Id] })),
  })
  const anywhere = await create(api, 'lifecycles', {
    Name: 'Anywhere',
    Phases: [{ Name: 'All', OptionalDeploymentTargets: environments.map(({ Id }) => Id) }],
  })
  const components = Array.from({ length: COMPONENTS }, (_, index) => `Component ${index + 1}`)
  const others = Array.from({ length: OTHERS }, (_, index) => `Other ${index + 1}`)
  const projectIds: string[] = []
  // In turn, so that the suite has busy and quiet components.
  for (const name of components.flatMap((component, index) => [component, others[index]!])) {
    const steps = [scriptStep('Install', 'true', name.toLowerCase().replaceAll(' ', '-'))]
    projectIds.push((await createProject(api, { name, lifecycleId: lifecycle.Id, steps })).projectId)
  }
  for (const { Id, Name } of environments) {
    for (let machine = 0; machine < COMPONENTS; machine += 1) {
      const roles = [machine, machine + 1].map((index) => `component-${(index % COMPONENTS) + 1}`)
      await createMachine(api, `${Name}-${machine}`, Id, roles)
    }
  }
  const { releaseId } = await createProject(api, {
    name: 'Suite',
    lifecycleId: anywhere.Id,
    steps: components.map((project) => childStep(project, { mode: 'Promote', besides: true })),
  })
  return { projectIds, environmentIds: environments.map(({ Id }) => Id), releaseId }
}

async function plan({ server, releaseId, environmentIds }: Subject) {
  const answer = await server.api('POST', `/api/Spaces-1/releases/${releaseId}/deployments/plan`, {
    EnvironmentId: environmentIds.at(-1),
    SpecificMachineIds: [],
    ExcludedMachineIds: [],
    FormValues: {},
  })
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

async function report(subject: Subject): Promise<void> {
  const after = await rowsRead(subject.client)
  const outcomes = new Map<string, number>()
  for (const { Outcome } of (await plan(subject)).Children) outcomes.set(Outcome, (outcomes.get(Outcome) ?? 0) + 1)
  console.log(
    `\n${subject.size} deployments: ${[...outcomes].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}`,
  )
  console.log(inMs(subject.samples))
  console.log('rows read by one plan:')
  for (const [table, { bySequence, byIndex }] of after) {
    const old = subject.before.get(table)
    const perPlan = (now: number, then = 0) => Math.round((now - then) / SAMPLES)
    const sequence = perPlan(bySequence, old?.bySequence)
    const index = perPlan(byIndex, old?.byIndex)
    if (sequence + index > 0) console.log(`  ${table}: ${index} by index, ${sequence} by reading the whole table`)
  }
}

/** What PostgreSQL has counted so far; it tells with a delay of about a second. */
async function rowsRead(client: pg.Client): Promise<RowCounts> {
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  const { rows } = await client.query(
    `select relname, seq_tup_read::float8 as sequence, coalesce(idx_tup_fetch, 0)::float8 as index from pg_stat_user_tables
     where schemaname = 'public' order by relname`,
  )
  return new Map(rows.map((row) => [row.relname, { bySequence: row.sequence, byIndex: row.index }]))
}
