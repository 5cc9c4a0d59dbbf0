import { loadavg } from 'node:os'
import { ADMIN_KEY, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { connectTo, describeMachine, inMs } from './measure.ts'
import { create, createProject, scriptStep } from './projects.ts'

/**
 * A script that prints steadily, read live by somebody from the first line on: whether every line is stored and shown once and in
 * order, and how long after it was printed. Arguments: lines a second (10000), seconds (20), scripts side by side (1).
 */
const LINES_A_SECOND = Number(process.argv[2] ?? 10_000)
const SECONDS = Number(process.argv[3] ?? 20)
const SCRIPTS = Number(process.argv[4] ?? 1)
const LIMIT_MS = 300_000

/** Prints `number time` so many times a second; time is that of the machine's clock, in milliseconds. */
const PRINTING = `
const begin = Date.now()
let printed = 0
const timer = setInterval(() => {
  const now = Date.now()
  const due = Math.min(${LINES_A_SECOND * SECONDS}, Math.floor((now - begin) * ${LINES_A_SECOND / 1_000}))
  let text = ''
  while (printed < due) text += \`\${(printed += 1)} \${now}\\n\`
  process.stdout.write(text)
  if (printed === ${LINES_A_SECOND * SECONDS}) clearInterval(timer)
}, 10)
`

const printing = (name: string) => {
  const step = scriptStep(name, PRINTING)
  const [action] = step.Actions
  return {
    ...step,
    Actions: [{ ...action, Properties: { ...action!.Properties, 'Octopus.Action.Script.Syntax': 'JavaScript' } }],
  }
}

interface Read {
  readonly lines: number
  /** Lines that did not come in the order in which they were printed. */
  readonly outOfOrder: number
  readonly delaysMs: readonly number[]
}

/** Reads a task's stream to its end, as its page does. */
async function readLive(server: TestServer, taskId: string): Promise<Read> {
  const response = await fetch(`${server.url}/api/Spaces-1/tasks/${taskId}/stream`, {
    headers: { 'X-Octopus-ApiKey': ADMIN_KEY },
  })
  const delaysMs: number[] = []
  let [lines, outOfOrder, rest] = [0, 0, '']
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split('\n\n')
    rest = parts.pop()!
    const now = Date.now()
    for (const part of parts) {
      const [, number, time] = /"MessageText":"(\d+) (\d{13})"/.exec(part) ?? []
      if (number === undefined) continue
      lines += 1
      if (Number(number) !== lines) outOfOrder += 1
      delaysMs.push(now - Number(time))
    }
  }
  return { lines, outOfOrder, delaysMs }
}

console.log(
  `${describeMachine()}, load ${loadavg()[0]!.toFixed(1)}; ${SCRIPTS} of ${LINES_A_SECOND} lines a second, ${SECONDS} s`,
)
const server = await startTestServer()
try {
  const { api } = server
  const environment = await create(api, 'environments', { Name: 'Production' })
  const lifecycleId = (await api('GET', '/api/Spaces-1/lifecycles')).body.Items[0].Id
  const client = await connectTo(server.dataDir)
  client.on('error', () => {})
  const names = Array.from({ length: SCRIPTS }, (_, index) => `Printer ${index + 1}`)
  const releases = await Promise.all(
    names.map((name) => createProject(api, { name, lifecycleId, steps: [printing(name)] })),
  )
  const printed = LINES_A_SECOND * SECONDS
  await Promise.all(
    releases.map(async ({ releaseId }, index) => {
      const { TaskId } = await create(api, 'deployments', { ReleaseId: releaseId, EnvironmentId: environment.Id })
      const [read, task] = await Promise.all([readLive(server, TaskId), taskEnded(api, TaskId, LIMIT_MS)])
      const { rows } = await client.query(
        `select count(*)::int as stored,
           count(*) filter (where printed <> place)::int as out_of_order,
           (extract(epoch from max(occurred_at) - min(occurred_at)))::float8 as seconds
         from (
           select split_part(message, ' ', 1)::int as printed, row_number() over (order by number) as place, occurred_at
           from task_log_line where task_id = $1 and message ~ '^[0-9]+ [0-9]{13}$') line`,
        [TaskId],
      )
      const [{ stored, out_of_order, seconds }] = rows
      console.log(
        `${names[index]}: ${task.State}; ${stored} of ${printed} lines stored within ${seconds.toFixed(1)} s, ${out_of_order} out of order; ` +
          `${read.lines} shown live, ${read.outOfOrder} out of order; from print to reader ${inMs(read.delaysMs)}`,
      )
      if (stored !== printed || out_of_order > 0 || read.lines !== printed || read.outOfOrder > 0) process.exitCode = 1
    }),
  )
  await client.end()
} finally {
  await server.remove()
}
console.log(`load afterwards ${loadavg()[0]!.toFixed(1)}`)
