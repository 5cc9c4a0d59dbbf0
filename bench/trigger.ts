import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually, startTestServer, taskEnded } from '@flotilla/testkit'
import { connectTo, describeMachine, inMs } from './measure.ts'
import { create, createMachine, createProject, scriptStep } from './projects.ts'

/** From the moment a machine is found healthy to the first line of its script, started by a trigger. */
const SAMPLES = Number(process.argv[2] ?? 40)

console.log(describeMachine())
const server = await startTestServer()
try {
  const { api } = server
  const notes = join(server.dataDir, 'notes')
  await mkdir(notes)
  const environment = await create(api, 'environments', { Name: 'Production' })
  const lifecycleId = (await api('GET', '/api/Spaces-1/lifecycles')).body.Items[0].Id
  const script = `date +%s%N > '${notes}/#{Octopus.Machine.Id}'`
  const { projectId, releaseId } = await createProject(api, {
    name: 'Web UI',
    lifecycleId,
    steps: [scriptStep('Install', script, 'web')],
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
  const samples: number[] = []
  for (let index = 1; index <= SAMPLES; index += 1) {
    const machine = await createMachine(api, `web-${index}`, environment.Id, ['web'])
    const startedAt = await eventually(`the script on ${machine.Id}`, async () => {
      const text = await readFile(join(notes, machine.Id), 'utf8').catch(() => '')
      return text.endsWith('\n') ? Number(text) / 1e6 : undefined
    })
    const { rows } = await client.query(
      `select extract(epoch from occurred_at) * 1000 as at from machine_event
       where machine_id = $1 and category = 'MachineHealthy' order by id limit 1`,
      [machine.Id],
    )
    samples.push(startedAt - Number(rows[0].at))
    // The next one comes when this one is done, so that none waits for another's deployment.
    await eventually('the deployment to end', async () => {
      const open = await client.query(`select 1 from server_task where completed_time is null`)
      return open.rowCount === 0
    })
  }
  await client.end()
  console.log(`machine healthy to its script started: ${inMs(samples)}`)
} finally {
  await server.remove()
}
