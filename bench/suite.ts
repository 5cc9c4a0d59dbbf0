import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Api, startTestServer, taskEnded } from '@flotilla/testkit'
import { describeMachine, inMs } from './measure.ts'
import { childStep, create, createMachine, createProject, scriptStep } from './projects.ts'

/** What orchestration adds to the scripts' own time in a suite of four children of one script each. */
const CHILDREN = ['Database', 'Scheduling Service', 'Web API', 'Web UI']
const SCRIPT_SECONDS = 0.2
const WARM_UP = 2
const SAMPLES = 15

console.log(describeMachine())
const server = await startTestServer()
try {
  const { api } = server
  const notes = join(server.dataDir, 'notes')
  await mkdir(notes)
  const environment = await create(api, 'environments', { Name: 'Production' })
  const lifecycleId = (await api('GET', '/api/Spaces-1/lifecycles')).body.Items[0].Id
  const note = (what: string) => `date +%s%N >> '${notes}/#{Octopus.Task.Id}.${what}'`
  const script = `${note('begin')}\nsleep ${SCRIPT_SECONDS}\n${note('end')}`
  for (const name of CHILDREN) {
    const role = name.toLowerCase().replaceAll(' ', '-')
    await createMachine(api, `${role}-1`, environment.Id, [role])
    await createProject(api, { name, lifecycleId, steps: [scriptStep('Install', script, role)] })
  }
  for (const besides of [false, true]) {
    const { releaseId } = await createProject(api, {
      name: besides ? 'Side by side' : 'One after the other',
      lifecycleId,
      steps: CHILDREN.map((project) => childStep(project, { mode: 'AlwaysLatest', besides })),
    })
    const added: number[] = []
    for (let run = 0; run < WARM_UP + SAMPLES; run += 1) {
      const sample = await deploySuite(api, { releaseId, environmentId: environment.Id, notes })
      if (run >= WARM_UP) added.push(sample)
    }
    console.log(`${besides ? 'side by side' : 'one after the other'}: orchestration adds ${inMs(added)}`)
  }
} finally {
  await server.remove()
}

/** Milliseconds from the request to the parent's end in which no script of a child was running. */
async function deploySuite(
  api: Api,
  { releaseId, environmentId, notes }: { releaseId: string; environmentId: string; notes: string },
): Promise<number> {
  const begin = Date.now()
  const deployment = await create(api, 'deployments', { ReleaseId: releaseId, EnvironmentId: environmentId })
  const task = await taskEnded(api, deployment.TaskId)
  if (task.State !== 'Success') throw new Error(`${task.State}: ${task.ErrorMessage}`)
  const end = Date.parse(task.CompletedTime)
  const { body } = await api('GET', '/api/Spaces-1/deployments?take=20')
  const children = body.Items.filter((each: { ParentTaskId: string }) => each.ParentTaskId === deployment.TaskId)
  if (children.length !== CHILDREN.length) throw new Error(`${children.length} children ran`)
  const time = async (taskId: string, what: string) =>
    Number(await readFile(join(notes, `${taskId}.${what}`), 'utf8')) / 1e6
  const spans = await Promise.all(
    children.map(async ({ TaskId }: { TaskId: string }) => ({
      from: await time(TaskId, 'begin'),
      to: await time(TaskId, 'end'),
    })),
  )
  return end - begin - covered(spans)
}

/** How much time is covered by spans that may overlap. */
function covered(spans: readonly { readonly from: number; readonly to: number }[]): number {
  let total = 0
  let until = 0
  for (const { from, to } of [...spans].sort((one, other) => one.from - other.from)) {
    total += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  return total
}
