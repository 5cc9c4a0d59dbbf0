import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manual, ProcessWorld, script, step } from './process-world.ts'

let server: TestServer
let world: ProcessWorld
/** Where scripts leave notes of what they did. */
let notes: string
let count = 0

const WEB = ['web-1', 'web-2', 'web-3', 'web-4']

beforeAll(async () => {
  server = await startTestServer()
  world = await ProcessWorld.on(server.api, Object.fromEntries(WEB.map((name) => [name, 'web'])))
  notes = await mkdtemp(join(tmpdir(), 'flotilla-notes-'))
})
afterAll(async () => {
  await server.remove()
  await rm(notes, { recursive: true, force: true })
})

const ended = (task: string) => taskEnded(server.api, task)
const MACHINE = '$(get_octopusvariable Octopus.Machine.Name)'

/** A file of its own; scripts add lines to it with `note …`. */
function notebook() {
  count += 1
  const file = join(notes, String(count))
  return {
    note: (text: string) => `echo "${text}" >> ${file}`,
    file,
    lines: async () => (await readFile(file, 'utf8').catch(() => '')).split('\n').filter((line) => line !== ''),
  }
}

/** How many machines were at work at once, at most, by lines `+name` and `-name`. */
function mostAtOnce(lines: readonly string[]): number {
  let now = 0
  return Math.max(...lines.map((line) => (now += line.startsWith('+') ? 1 : -1)))
}

describe('rolling', () => {
  test('C3 a window is never exceeded, and each machine goes through the children in order before the next one begins', async () => {
    const { note, lines } = notebook()
    const task = await world.run(
      [
        step(
          [
            script('drain', `${note(`+${MACHINE}`)}; ${note(`${MACHINE} drain`)}; sleep 0.2`),
            script('copy', `${note(`${MACHINE} copy`)}; sleep 0.1; ${note(`-${MACHINE}`)}`),
          ],
          { on: 'web', window: 2 },
        ),
      ],
      { variables: { 'Octopus.Action.MaxParallelism': '9' } },
    )
    expect((await ended(task)).State).toBe('Success')
    const told = await lines()
    expect(mostAtOnce(told.filter((line) => /^[+-]/.test(line)))).toBe(2)
    for (const name of WEB)
      expect(told.filter((line) => line.startsWith(`${name} `))).toEqual([`${name} drain`, `${name} copy`])
    const rolled = await world.node(task, 'All of drain')
    expect(rolled.Children.map(({ Name }) => Name)).toEqual(WEB)
    expect(rolled.Children[0]!.Children.map(({ Name, Status }) => `${Name} ${Status}`)).toEqual([
      'drain Success',
      'copy Success',
    ])
    expect(rolled.LogElements.map(({ Category, MessageText }) => `${Category} ${MessageText}`)).toEqual([
      expect.stringMatching(/^Warning .*works on 2 at once.*\(9\).*ignored/),
    ])
  })

  test('a single action rolls too, and without a window all machines go at once', async () => {
    const rolled = notebook()
    const parallel = notebook()
    const at = (book: typeof rolled) => `${book.note('+')}; sleep 0.3; ${book.note('-')}`
    const task = await world.run([
      step([script('one by one', at(rolled))], { on: 'web', window: 1 }),
      step([script('all first', at(parallel)), script('all second', 'true')], { on: 'web' }),
    ])
    expect((await ended(task)).State).toBe('Success')
    expect(mostAtOnce(await rolled.lines())).toBe(1)
    expect(mostAtOnce(await parallel.lines())).toBe(4)
  })

  test('a machine that fails: who has begun finishes, nobody else begins, its further children are left out', async () => {
    const { note, lines } = notebook()
    const task = await world.run([
      step(
        [
          script('first', `${note(`${MACHINE} first`)}; [ "${MACHINE}" != web-1 ] || exit 3; sleep 0.5`),
          script('second', note(`${MACHINE} second`)),
        ],
        { on: 'web', window: 2 },
      ),
      step([script('after', note('after'))]),
    ])
    expect((await ended(task)).State).toBe('Failed')
    expect((await lines()).sort()).toEqual(['web-1 first', 'web-2 first', 'web-2 second'])
    expect(await world.node(task, 'All of first')).toMatchObject({ Status: 'Failed' })
    expect((await world.node(task, 'All of first/web-1')).Children.map(({ Status }) => Status)).toEqual([
      'Failed',
      'Skipped',
    ])
    expect((await world.node(task, 'after')).Status).toBe('Skipped')
    expect(await world.raw(task)).toContain('Not begun after the failure: web-3, web-4.')
  })

  test('a child intervention asks once for each machine and keeps the task running', async () => {
    const { note, lines } = notebook()
    const task = await world.run([step([manual('look'), script('go', note(MACHINE))], { on: 'web', window: 1 })])
    const answered: string[] = []
    for (const _ of WEB) {
      const [asked] = await world.asked(task)
      answered.push(asked.Title)
      const { State, HasPendingInterruptions } = (await server.api('GET', `/api/tasks/${task}`)).body
      expect({ State, HasPendingInterruptions }).toEqual({ State: 'Executing', HasPendingInterruptions: true })
      await world.answer(asked, 'Proceed')
      await eventually('the next', async () => (await lines()).length === answered.length)
    }
    expect((await ended(task)).State).toBe('Success')
    expect(answered).toEqual(WEB.map((name) => `All of look on ${name}`))
  })

  test('child conditions are judged for each machine, by what the machine itself has put out', async () => {
    const { note, lines } = notebook()
    const task = await world.run([
      step(
        [
          script('ask', `set_octopusvariable Wanted "$([ ${MACHINE} = web-2 ] && echo True || echo False)"`),
          script('do', note(MACHINE), {
            fields: { Condition: 'Variable' },
            properties: {
              'Octopus.Action.ConditionVariableExpression': '#{Octopus.Action[ask].Output.Wanted}',
            },
          }),
        ],
        { on: 'web' },
      ),
    ])
    expect((await ended(task)).State).toBe('Success')
    expect(await lines()).toEqual(['web-2'])
    expect((await world.node(task, 'All of ask/web-1/do')).Status).toBe('Skipped')
  })

  test('C2 steps of a group share their machines one at a time, unless the lock is bypassed', async () => {
    const one = notebook()
    const both = notebook()
    const group = (book: typeof one) => [
      step([script('a', `${book.note('+')}; sleep 0.3; ${book.note('-')}`)], { on: 'web' }),
      step([script('b', `${book.note('+')}; sleep 0.3; ${book.note('-')}`)], { on: 'web', withPrevious: true }),
    ]
    const only = { SpecificMachineIds: [await machineId('web-3')] }
    expect((await ended(await world.run(group(one), only))).State).toBe('Success')
    expect(mostAtOnce(await one.lines())).toBe(1)
    const variables = { OctopusBypassDeploymentMutex: 'True' }
    expect((await ended(await world.run(group(both), { ...only, variables }))).State).toBe('Success')
    expect(mostAtOnce(await both.lines())).toBe(2)
  })
})

test('C2 C4 who bypasses the lock of a machine does not pass somebody who waits for it alone', async () => {
  const { note, lines, file } = notebook()
  const only = { SpecificMachineIds: [await machineId('web-4')] }
  const tasks: string[] = []
  for (const name of ['shared', 'alone', 'late']) {
    const wait = `while [ ! -e ${file}.go ]; do sleep 0.05; done`
    const variables = name === 'alone' ? {} : { OctopusBypassDeploymentMutex: 'True' }
    const body = `${note(name)}; ${wait}; ${note(`${name} ended`)}`
    const task = await world.run([step([script(name, body)], { on: 'web' })], { ...only, variables })
    tasks.push(task)
    await eventually(`${name} to be in line`, async () =>
      name === 'shared' ? (await lines()).length === 1 : (await world.raw(task)).includes('Waiting for web-4'),
    )
  }
  await writeFile(`${file}.go`, '')
  for (const task of tasks) expect((await ended(task)).State).toBe('Success')
  expect(await lines()).toEqual(['shared', 'shared ended', 'alone', 'alone ended', 'late', 'late ended'])
})

test('what an action waits for is told for as long as it waits', async () => {
  const { note, lines, file } = notebook()
  const waitsFor = async (task: string, path: string) =>
    (await world.node(task, path).catch(() => undefined))?.WaitingFor
  const only = { SpecificMachineIds: [await machineId('web-2')] }
  const hold = script('hold', `${note('held')}; until [ -e ${file}.go ]; do sleep 0.05; done`)
  const holding = await world.run([step([hold], { on: 'web' })], only)
  await eventually('the machine to be in use', async () => (await lines()).length === 1)
  const next = await world.run([step([script('next', 'true')], { on: 'web' })], only)
  const held = `web-2, which ${holding} uses`
  await eventually('the machine to be waited for', async () => (await waitsFor(next, 'next/web-2')) === held)
  await writeFile(`${file}.go`, '')
  expect((await ended(next)).State).toBe('Success')
  expect(await waitsFor(next, 'next/web-2')).toBe(null)

  const asking = await world.run([step([manual('look')])])
  const [asked] = await world.asked(asking)
  await eventually('a person', async () => (await waitsFor(asking, 'look/Octopus Server')) === 'a person')
  await world.answer(asked, 'Proceed')
  await ended(asking)
  expect(await waitsFor(asking, 'look/Octopus Server')).toBe(null)

  const properties = {
    'Octopus.Action.AutoRetry.MaximumCount': '2',
    'Octopus.Action.AutoRetry.MinimumBackoff': '600',
  }
  const failing = await world.run([step([script('bad', 'exit 1', { properties })])])
  const backOff = 'its next attempt'
  await eventually('the back-off', async () => (await waitsFor(failing, 'bad/Octopus Server')) === backOff)
  await server.api('POST', `/api/tasks/${failing}/cancel`)
  expect((await ended(failing)).State).toBe('Canceled')
})

const machineId = async (name: string): Promise<string> =>
  (await server.api('GET', '/api/Spaces-1/machines/all')).body.find(({ Name }: { Name: string }) => Name === name).Id

describe('retries and time limits', () => {
  const retries = (MaximumCount: number, MinimumBackoff = 1) => ({
    'Octopus.Action.AutoRetry.MaximumCount': String(MaximumCount),
    'Octopus.Action.AutoRetry.MinimumBackoff': String(MinimumBackoff),
  })

  test('E4 a failed action is tried again: at once, then after the back-off; the log has a node for each attempt', async () => {
    const { note, file, lines } = notebook()
    const body = `${note('$(date +%s%N)')}; echo attempt; [ $(wc -l < ${file}) = 3 ]`
    const task = await world.run([step([script('flaky', body, { properties: retries(3) })])])
    expect((await ended(task)).State).toBe('Success')
    const at = (await lines()).map((line) => Number(line) / 1e9)
    expect(at).toHaveLength(3)
    expect(at[1]! - at[0]!).toBeLessThan(0.9)
    expect(at[2]! - at[1]!).toBeGreaterThanOrEqual(1)
    const place = await world.node(task, 'flaky/Octopus Server')
    expect(place.Status).toBe('Success')
    expect(place.Children.map(({ Name, Status }) => `${Name} ${Status}`)).toEqual([
      'Attempt 1 Failed',
      'Attempt 2 Failed',
      'Attempt 3 Success',
    ])
    for (const attempt of place.Children) expect(attempt.Ended >= attempt.Started).toBe(true)
    const said = (node: { readonly LogElements: readonly { readonly MessageText: string }[] }) =>
      node.LogElements.map(({ MessageText }) => MessageText)
    const failed = ['attempt', 'The script ended with exit code 1.']
    expect(place.Children.map(said)).toEqual([failed, failed, ['attempt']])
    expect(said(place)).toEqual([
      'Failed: The script ended with exit code 1. Trying again: retry 1 of 3.',
      'Failed: The script ended with exit code 1. Trying again in 1 s: retry 2 of 3.',
    ])
  })

  test('E4 after the last attempt the action has failed; only the action is repeated, not what came before it', async () => {
    const { note, lines } = notebook()
    const task = await world.run([
      step([script('before', note('before')), script('bad', `${note('bad')}; exit 7`, { properties: retries(2, 0) })]),
    ])
    const { State, ErrorMessage } = await ended(task)
    expect({ State, ErrorMessage }).toEqual({ State: 'Failed', ErrorMessage: 'The script ended with exit code 7.' })
    expect(await lines()).toEqual(['before', 'bad', 'bad', 'bad'])
  })

  test('X7 X2 a script that takes too long is ended with all that it started, and counts as failed', async () => {
    const { note, lines } = notebook()
    const body = `${note('begin')}; setsid sleep 300 & echo "child $!"; sleep 300`
    const limit = { ...retries(1), 'Octopus.Action.ExecutionTimeout.Minutes': '0.02' }
    const task = await world.run([step([script('slow', body, { properties: limit })])])
    const { State, ErrorMessage } = await ended(task)
    expect(State).toBe('Failed')
    expect(ErrorMessage).toMatch(/longer than its time limit of 1 s/)
    expect(await lines()).toEqual(['begin', 'begin'])
    const children = [...(await world.raw(task)).matchAll(/child (\d+)/g)].map(([, pid]) => Number(pid))
    expect(children).toHaveLength(2)
    await eventually('their processes to be gone', async () =>
      children.every((pid) => {
        try {
          return !process.kill(pid, 0)
        } catch {
          return true
        }
      }),
    )
  })

  test('a time limit does not touch what is quick, nor an intervention', async () => {
    const limit = { 'Octopus.Action.ExecutionTimeout.Minutes': '0.01', ...retries(3) }
    const task = await world.run([
      step([{ ...manual('look'), Properties: { ...manual('look').Properties, ...limit } }]),
      step([script('quick', 'true', { properties: { 'Octopus.Action.ExecutionTimeout.Minutes': '1' } })]),
    ])
    const [asked] = await world.asked(task)
    await new Promise((resolve) => setTimeout(resolve, 900))
    await world.answer(asked, 'Proceed')
    expect((await ended(task)).State).toBe('Success')
  })

  test('X1 a cancel ends a back-off', async () => {
    const { note, lines } = notebook()
    const task = await world.run([step([script('bad', `${note('x')}; exit 1`, { properties: retries(3, 600) })])])
    await eventually('the back-off', async () => (await world.raw(task)).includes('Trying again in 600 s'))
    await server.api('POST', `/api/tasks/${task}/cancel`)
    expect((await ended(task)).State).toBe('Canceled')
    expect(await lines()).toEqual(['x', 'x'])
  })
})

describe('run conditions', () => {
  test('after a failure Success is skipped, Failure and Always run, an expression decides alone; they see what failed', async () => {
    const { note, lines } = notebook()
    const tell = (...names: string[]) =>
      names.map((name) => note(`${name}=$(get_octopusvariable "${name}")`)).join('; ')
    const task = await world.run(
      [
        step([script('first', note('first'))], { condition: { expression: '#{if Go}True#{/if}' } }),
        step([script('not', note('not'))], { condition: 'Failure' }),
        step([script('bad', 'fail_step "no space"')]),
        step([script('success', note('success'))]),
        step(
          [
            script(
              'failure',
              tell(
                'Octopus.Deployment.Error',
                'Octopus.Deployment.ErrorDetail',
                'Octopus.Step[bad].Status.Code',
                'Octopus.Step[bad].Status.Error',
                'Octopus.Step[bad].Status.ErrorDetail',
                'Octopus.Action[bad].Status.Code',
                'Octopus.Step[not].Status.Code',
                'Octopus.Action[not].IsSkipped',
                'Octopus.Action[first].IsSkipped',
                'Octopus.Step[first].Status.Code',
                'Octopus.Action[off].Status.Code',
              ),
            ),
          ],
          { condition: 'Failure' },
        ),
        step([script('always', note('always'))], { condition: 'Always' }),
        step([script('whatever', note('whatever'))], { condition: { expression: 'yes' } }),
        step([script('only well', note('only well'))], {
          condition: { expression: '#{unless Octopus.Deployment.Error}True#{/unless}' },
        }),
        step([script('off', note('off'), { fields: { IsDisabled: true } })]),
      ],
      { variables: { Go: 'yes' } },
    )
    expect((await ended(task)).State).toBe('Failed')
    expect(await lines()).toEqual([
      'first',
      'Octopus.Deployment.Error=no space',
      'Octopus.Deployment.ErrorDetail=bad: no space',
      'Octopus.Step[bad].Status.Code=Failed',
      'Octopus.Step[bad].Status.Error=no space',
      'Octopus.Step[bad].Status.ErrorDetail=bad: no space',
      'Octopus.Action[bad].Status.Code=Failed',
      'Octopus.Step[not].Status.Code=Skipped',
      'Octopus.Action[not].IsSkipped=True',
      'Octopus.Action[first].IsSkipped=',
      'Octopus.Step[first].Status.Code=Succeeded',
      'Octopus.Action[off].Status.Code=Skipped',
      'always',
      'whatever',
    ])
    expect((await world.steps(task)).map(({ Status }) => Status)).toEqual([
      'Success',
      'Skipped',
      'Failed',
      'Skipped',
      'Success',
      'Success',
      'Success',
      'Skipped',
    ])
  })

  test('machine by machine: an expression of what the machine put out leaves some of them out', async () => {
    const { note, lines } = notebook()
    const task = await world.run([
      step([script('look', `set_octopusvariable Old "$([ ${MACHINE} = web-3 ] && echo True || echo False)"`)], {
        on: 'web',
      }),
      step([script('renew', note(MACHINE))], {
        on: 'web',
        condition: { expression: '#{Octopus.Action[look].Output[#{Octopus.Machine.Name}].Old}' },
      }),
    ])
    expect((await ended(task)).State).toBe('Success')
    expect(await lines()).toEqual(['web-3'])
    expect((await world.node(task, 'renew')).Children.map(({ Name }) => Name)).toEqual(['web-3'])
  })

  test('X1 after a cancel nothing runs, not even Always', async () => {
    const { note, lines } = notebook()
    const task = await world.run([
      step([script('long', `${note('long')}; sleep 300`)]),
      step([script('always', note('always'))], { condition: 'Always' }),
    ])
    await eventually('it to begin', async () => (await lines()).length === 1)
    await server.api('POST', `/api/tasks/${task}/cancel`)
    expect((await ended(task)).State).toBe('Canceled')
    expect(await lines()).toEqual(['long'])
  })

  test('a child with an expression runs on its machine even behind a failed one, and sees the failure', async () => {
    const { note, lines } = notebook()
    const task = await world.run([
      step(
        [
          script('bad', '[ $(get_octopusvariable Octopus.Machine.Name) != web-2 ]'),
          script('good', note(`${MACHINE} good`)),
          script('repair', note(`${MACHINE} repair`), {
            fields: { Condition: 'Variable' },
            properties: { 'Octopus.Action.ConditionVariableExpression': '#{if Octopus.Deployment.Error}True#{/if}' },
          }),
        ],
        { on: 'web' },
      ),
    ])
    expect((await ended(task)).State).toBe('Failed')
    expect((await lines()).sort()).toEqual(['web-1 good', 'web-2 repair', 'web-3 good', 'web-4 good'])
  })
})

describe('which actions a deployment has', () => {
  test('scoping, disabling and skipping are one decision: in the preview and in the run', async () => {
    const { note, lines } = notebook()
    const elsewhere = (await server.api('POST', '/api/Spaces-1/environments', { Name: 'Elsewhere' })).body.Id
    const here = world.environmentId
    const of = (name: string, fields: object) => step([script(name, note(name), { fields })])
    const { releaseId } = await world.project([
      of('everywhere', {}),
      of('here', { Environments: [here] }),
      of('elsewhere', { Environments: [elsewhere] }),
      of('not here', { ExcludedEnvironments: [here] }),
      of('tenants', { TenantTags: [] }),
      of('off', { IsDisabled: true }),
      of('skipped', {}),
      of('required', { IsRequired: true }),
    ])
    const preview = (await server.api('GET', `/api/Spaces-1/releases/${releaseId}/deployments/preview/${here}`)).body
    const offered = preview.StepsToExecute.map(({ ActionName }: { ActionName: string }) => ActionName)
    expect(offered).toEqual(['everywhere', 'here', 'tenants', 'skipped', 'required'])
    const idOf = (name: string) =>
      preview.StepsToExecute.find(({ ActionName }: { ActionName: string }) => ActionName === name).ActionId
    const body = { ReleaseId: releaseId, EnvironmentId: here }
    const refused = await server.api('POST', '/api/Spaces-1/deployments', { ...body, SkipActions: [idOf('required')] })
    expect(refused.body.Errors.join()).toMatch(/required.*cannot be skipped/)
    const task = await world.deploy(releaseId, { SkipActions: [idOf('skipped')] })
    expect((await ended(task)).State).toBe('Success')
    expect(await lines()).toEqual(offered.filter((name: string) => name !== 'skipped'))
    expect(await world.steps(task)).toHaveLength(4)
  })
})

test('the tags of a tenant decide as they were when the deployment was created', async () => {
  const call = async (method: string, path: string, body?: object) => {
    const answer = await server.api(method, `/api/Spaces-1/${path}`, body)
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    return answer.body
  }
  await call('POST', 'tagsets', { Name: 'Ring', Tags: [{ Name: 'Early', Color: '#333333' }] })
  const { note, lines } = notebook()
  const { projectId, releaseId } = await world.project([
    step([script('early', note('early'), { fields: { TenantTags: ['Ring/Early'] } })]),
    step([script('all', note('all'))]),
  ])
  const project = await call('GET', `projects/${projectId}`)
  await call('PUT', `projects/${projectId}`, { ...project, TenantedDeploymentMode: 'Tenanted' })
  const tenant = await call('POST', 'tenants', {
    Name: 'Pet Life',
    TenantTags: ['Ring/Early'],
    ProjectEnvironments: { [projectId]: [world.environmentId] },
  })
  const task = await world.deploy(releaseId, {
    TenantId: tenant.Id,
    QueueTime: new Date(Date.now() + 1_500).toISOString(),
  })
  await call('PUT', `tenants/${tenant.Id}`, { ...tenant, TenantTags: [] })
  expect((await ended(task)).State).toBe('Success')
  expect(await lines()).toEqual(['early', 'all'])
})

describe('guided failure', () => {
  const guided = { UseGuidedFailure: true }
  const task = (id: string) => server.api('GET', `/api/tasks/${id}`).then(({ body }) => body)

  test('the question on the wire, who may answer it, and Fail', async () => {
    const id = await world.run([step([script('bad', 'fail_step "no space"')])], guided)
    const [asked] = await world.asked(id)
    expect(asked).toMatchObject({
      Type: 'GuidedFailure',
      Title: 'bad requires failure guidance',
      IsPending: true,
      TaskId: id,
      ResponsibleTeamIds: [],
      CanTakeResponsibility: true,
      HasResponsibility: false,
      Form: { Values: { Instructions: 'bad failed: no space', Notes: '', Guidance: '' } },
    })
    expect(asked.Form.Elements.map(({ Name }: { Name: string }) => Name)).toEqual(['Instructions', 'Notes', 'Guidance'])
    expect(asked.Form.Elements[2].Control.Buttons.map(({ Value }: { Value: string }) => Value)).toEqual([
      'Fail',
      'Retry',
      'Ignore',
    ])
    await eventually('it to pause', async () => (await task(id)).State === 'Queued')
    expect(await task(id)).toMatchObject({
      State: 'Queued',
      HasPendingInterruptions: true,
      PendingInterruptionTypes: ['GuidedFailure'],
    })
    const address = `/api/Spaces-1/interruptions/${asked.Id}`
    expect((await server.api('POST', `${address}/submit`, { Guidance: 'Fail' })).status).toBe(400)
    await server.api('PUT', `${address}/responsible`)
    const wrong = await server.api('POST', `${address}/submit`, { Guidance: 'Exclude' })
    expect(wrong.body.Errors[0]).toMatch(/^Guidance: The answer must be one of Fail, Retry, Ignore/)
    await world.answer(asked, 'Fail', 'not worth it')
    expect(await ended(id)).toMatchObject({ State: 'Failed', ErrorMessage: 'no space', PendingInterruptionTypes: [] })
    expect(await world.raw(id)).toMatch(/answered Fail: not worth it/)
    const events = (await server.api('GET', `/api/Spaces-1/events?regarding=${asked.Id}`)).body.Items
    expect(events.map(({ Category }: { Category: string }) => Category)).toEqual(
      expect.arrayContaining(['GuidedFailureInterruptionRaised', 'InterruptionSubmitted']),
    )
  })

  test('E4 Retry runs the action again, as often as a person says so', async () => {
    const { note, file, lines } = notebook()
    const id = await world.run([step([script('flaky', `${note('try')}; [ $(wc -l < ${file}) = 3 ]`)])], guided)
    for (const times of [1, 2]) {
      const [asked] = await world.asked(id)
      expect(await lines()).toHaveLength(times)
      await world.answer(asked, 'Retry')
      await eventually('it to try', async () => (await lines()).length === times + 1)
    }
    expect((await ended(id)).State).toBe('Success')
    expect(
      (await world.node(id, 'flaky/Octopus Server')).Children.map(({ Name, Status }) => `${Name} ${Status}`),
    ).toEqual(['Attempt 1 Failed', 'Attempt 2 Failed', 'Attempt 3 Success'])
  })

  test('Ignore goes on as if it had passed: a success with warnings', async () => {
    const { note, lines } = notebook()
    const id = await world.run([step([script('bad', 'exit 1')]), step([script('after', note('after'))])], guided)
    await world.answer((await world.asked(id))[0], 'Ignore')
    expect(await ended(id)).toMatchObject({ State: 'Success', HasWarningsOrErrors: true })
    expect(await lines()).toEqual(['after'])
    expect((await world.node(id, 'bad')).Status).toBe('SuccessWithWarning')
  })

  test('Exclude goes on without the machine: not in the rest of the step, not in later steps', async () => {
    const { note, lines } = notebook()
    const id = await world.run(
      [
        step(
          [
            script('copy', '[ $(get_octopusvariable Octopus.Machine.Name) != web-2 ]'),
            script('start', note(`${MACHINE} start`)),
          ],
          {
            on: 'web',
            window: 4,
          },
        ),
        step([script('test', note(`${MACHINE} test`))], { on: 'web' }),
      ],
      guided,
    )
    const [asked] = await world.asked(id)
    expect(asked.Title).toBe('copy on web-2 requires failure guidance')
    await world.answer(asked, 'Exclude')
    expect(await ended(id)).toMatchObject({ State: 'Success', HasWarningsOrErrors: true })
    const others = WEB.filter((name) => name !== 'web-2')
    expect((await lines()).sort()).toEqual(others.flatMap((name) => [`${name} start`, `${name} test`]))
    expect((await world.node(id, 'All of copy/web-2')).Children.map(({ Status }) => Status)).toEqual([
      'SuccessWithWarning',
      'Skipped',
    ])
    expect((await world.node(id, 'test')).Children.map(({ Name }) => Name)).toEqual(others)
  })

  test('in a rolling step the machine that failed is asked about; no further machine begins before the answer', async () => {
    const { note, lines, file } = notebook()
    // The second machine is still at work when the first one fails.
    const body = `${note(MACHINE)}; [ "${MACHINE}" != web-1 ] || exit 1; while [ ! -e ${file}.asked ]; do sleep 0.02; done`
    const id = await world.run([step([script('roll', body)], { on: 'web', window: 2 })], guided)
    const [asked] = await world.asked(id)
    await writeFile(`${file}.asked`, '')
    await eventually('it to pause', async () => (await task(id)).State === 'Queued')
    expect((await lines()).sort()).toEqual(['web-1', 'web-2'])
    await world.answer(asked, 'Ignore')
    expect((await ended(id)).State).toBe('Success')
    expect((await lines()).sort()).toEqual(WEB)
  })

  test('S3 Retry of a child that failed deploys it again, as a child of its own', async () => {
    const { note, lines, file } = notebook()
    const child = await world.project([step([script('install', `${note('install')}; [ ! -e ${file}.full ]`)])])
    expect((await ended(await world.deploy(child.releaseId))).State).toBe('Success')
    await writeFile(`${file}.full`, '')
    const { Name } = (await server.api('GET', `/api/Spaces-1/projects/${child.projectId}`)).body
    const deploys = {
      Name: 'deploy child',
      ActionType: 'Flotilla.DeployChildProject',
      Properties: { 'ChildProject.Project.Name': Name, 'ChildProject.DeploymentMode.Value': 'Redeploy' },
    }
    const id = await world.run([step([deploys])], guided)
    const [asked] = await world.asked(id)
    await rm(`${file}.full`)
    await world.answer(asked, 'Retry')
    expect((await ended(id)).State).toBe('Success')
    expect(await lines()).toHaveLength(3)
    const { Items } = (await server.api('GET', `/api/Spaces-1/deployments?projects=${child.projectId}`)).body
    expect(Items.filter(({ ParentTaskId }: { ParentTaskId: string }) => ParentTaskId === id)).toHaveLength(2)
  })

  test('a required action offers less; retries by rule come first', async () => {
    const { note, lines } = notebook()
    const required = script('must', `${note('x')}; exit 1`, {
      fields: { IsRequired: true },
      properties: { 'Octopus.Action.AutoRetry.MaximumCount': '1' },
    })
    const id = await world.run([step([required])], guided)
    const [asked] = await world.asked(id)
    expect(asked.Form.Elements[2].Control.Buttons.map(({ Value }: { Value: string }) => Value)).toEqual([
      'Fail',
      'Retry',
    ])
    expect(await lines()).toHaveLength(2)
    await world.answer(asked, 'Fail')
    expect((await ended(id)).State).toBe('Failed')
  })

  test('without being told, a deployment of the API asks nobody; a preview offers what project and environment say', async () => {
    const { projectId, releaseId } = await world.project([step([script('bad', 'exit 1')])])
    const project = (await server.api('GET', `/api/Spaces-1/projects/${projectId}`)).body
    await server.api('PUT', `/api/Spaces-1/projects/${projectId}`, { ...project, DefaultGuidedFailureMode: 'On' })
    const address = `/api/Spaces-1/releases/${releaseId}/deployments/preview/${world.environmentId}`
    expect((await server.api('GET', address)).body.UseGuidedFailureModeByDefault).toBe(true)
    expect((await ended(await world.deploy(releaseId))).State).toBe('Failed')
  })

  test('an abort of an intervention is not asked about again', async () => {
    const id = await world.run([step([manual('look')])], guided)
    await world.answer((await world.asked(id))[0], 'Abort')
    expect((await ended(id)).State).toBe('Failed')
  })

  test('C1 while it waits alone another deployment passes; X1 a cancel closes the question', async () => {
    const { releaseId } = await world.project([step([script('bad', 'exit 1')])])
    const first = await world.deploy(releaseId, guided)
    await world.asked(first)
    const second = await world.deploy(releaseId)
    expect((await ended(second)).State).toBe('Failed')
    await server.api('POST', `/api/tasks/${first}/cancel`)
    expect(await ended(first)).toMatchObject({ State: 'Canceled', HasPendingInterruptions: false })
    expect(await world.pending(first)).toEqual([])
  })
})
