import { startTestServer } from '@flotilla/testkit'
import { connectTo, describeMachine, inMs } from './measure.ts'
import { create, createProject, scriptStep } from './projects.ts'

/** Deployments a second when many projects deploy one script each at once. */
const PROJECTS = Number(process.argv[2] ?? 200)
const LIMIT_MS = 300_000

console.log(describeMachine())
const server = await startTestServer()
try {
  const { api } = server
  const environment = await create(api, 'environments', { Name: 'Production' })
  const lifecycleId = (await api('GET', '/api/Spaces-1/lifecycles')).body.Items[0].Id
  const releases: string[] = []
  for (let index = 1; index <= PROJECTS; index += 1) {
    const steps = [scriptStep('Run', 'echo done')]
    releases.push((await createProject(api, { name: `Project ${index}`, lifecycleId, steps })).releaseId)
  }
  const begin = performance.now()
  await Promise.all(
    releases.map((ReleaseId) => create(api, 'deployments', { ReleaseId, EnvironmentId: environment.Id })),
  )
  const acceptedInMs = performance.now() - begin
  const client = await connectTo(server.dataDir)
  for (;;) {
    const { rows } = await client.query(`select count(*)::int as open from server_task where completed_time is null`)
    if (rows[0].open === 0) break
    if (performance.now() - begin > LIMIT_MS) throw new Error(`${rows[0].open} deployments have not ended`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const tookMs = performance.now() - begin
  const { rows } = await client.query(
    `select state, extract(epoch from completed_time - queue_time) * 1000 as took from server_task where name = 'Deploy'`,
  )
  await client.end()
  const failed = rows.filter(({ state }) => state !== 'Success').length
  console.log(
    `${PROJECTS} accepted in ${acceptedInMs.toFixed(0)} ms, ended after ${(tookMs / 1000).toFixed(1)} s, ${failed} failed`,
  )
  console.log(`${((PROJECTS / tookMs) * 1000).toFixed(1)} deployments a second`)
  console.log(`from queued to ended: ${inMs(rows.map(({ took }) => Number(took)))}`)
} finally {
  await server.remove()
}
