import { createScriptProject, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let server: TestServer
let environmentId: string
let nth = 0
beforeAll(async () => {
  server = await startTestServer({
    env: {
      FLOTILLA_MAX_TASK_LOG_BYTES: '20000',
      FLOTILLA_MAX_TASK_OUTPUT_BYTES: '2000',
      FLOTILLA_MAX_SCRIPT_MINUTES: '1',
    },
  })
  environmentId = (await server.api('POST', '/api/Spaces-1/environments', { Name: 'Test' })).body.Id
})
afterAll(() => server?.remove())

/** Runs a script to its end and answers its task and what the log says. */
async function run(script: string) {
  nth += 1
  const project = await createScriptProject(server.api, { name: `Project ${nth}`, script, environmentId })
  const taskId = await project.deploy()
  const task = await taskEnded(server.api, taskId)
  const raw = (await server.api('GET', `/api/tasks/${taskId}/raw`)).body as string
  return { task, raw }
}

describe('O what a task may take', () => {
  test('O L1: what is beyond the limit of the log is counted in a line that says so; the script goes on', async () => {
    // 1,000 lines of 49 bytes.
    const { task, raw } = await run('for n in $(seq 1000); do printf "line %04d %039d\\n" $n 0; done')
    expect(task).toMatchObject({ State: 'Success', HasWarningsOrErrors: true })
    const kept = raw.match(/line \d{4} 0{39}/g) ?? []
    expect(kept.map((line) => Number(line.slice(5, 9)))).toEqual(kept.map((_, index) => index + 1))
    expect(kept.length).toBeGreaterThan(300)
    const dropped = 1_000 - kept.length
    expect(raw).toContain(
      `The log of this task holds at most 20000 bytes: ${dropped} lines of this script, ${dropped * 49} bytes, were not kept.`,
    )
  })

  test('O a step whose output variables are too much for the task fails and says which', async () => {
    const { task, raw } = await run(
      'set_octopusvariable a $(printf %01500d 0); set_octopusvariable b $(printf %0600d 0)',
    )
    expect(task.State).toBe('Failed')
    expect(raw).toContain('With the output variable b those of this task are larger than 0.00191 MiB together.')
  })

  test('O a step that puts out a variable of more than 1 MiB fails and says which', async () => {
    const { task, raw } = await run(
      'head -c 1100000 /dev/zero | tr "\\0" x > big; set_octopusvariable huge "$(cat big)"',
    )
    expect(task.State).toBe('Failed')
    expect(raw).toContain('The output variable huge is larger than 1 MiB')
  })
})
