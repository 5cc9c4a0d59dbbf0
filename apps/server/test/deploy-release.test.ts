import { eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deployRelease, ReleaseWorld } from './deploy-release-world.ts'
import { manual, ProcessWorld, script, step } from './process-world.ts'

// "Deploy a Release" on a running server (domain reference 4.10). What is decided is proven in the domain.

let server: TestServer
let world: ProcessWorld
let projects: ReleaseWorld

beforeAll(async () => {
  server = await startTestServer()
  world = await ProcessWorld.on(server.api, { 'web-1': 'web', 'web-2': 'web', 'api-1': 'api' })
  projects = new ReleaseWorld(world)
})
afterAll(() => server?.remove())

const SPACE = '/api/Spaces-1'
const ended = (task: string) => taskEnded(server.api, task)

describe('setting it up', () => {
  test('a process says what it deploys, or is refused with the field', async () => {
    const child = await projects.child('true')
    const parent = await projects.parent(child)
    const path = `projects/${parent.projectId}/deploymentprocesses`
    const process = await projects.ask('GET', path)
    const save = async (action: ReturnType<typeof deployRelease>) => {
      const Steps = [step([action])]
      const { status, body } = await server.api('PUT', `${SPACE}/${path}`, { ...process, Steps })
      return `${status} ${(body.Errors ?? []).join(' ')}`
    }
    const field = 'Steps[0].Actions[0].Properties[Octopus.Action.DeployRelease.'
    expect(await save(deployRelease('Child', 'Projects-999'))).toContain(`400 ${field}ProjectId]: project Projects-999`)
    expect(await save(deployRelease('Child', ''))).toContain(`400 ${field}ProjectId]: `)
    expect(await save(deployRelease('Child', parent.projectId))).toContain(`400 ${field}ProjectId]: A project cannot`)
    const condition = deployRelease('Child', child.projectId, { condition: 'Sometimes' })
    expect(await save(condition)).toContain(`400 ${field}DeploymentCondition]: `)
    const variables = deployRelease('Child', child.projectId, { variables: ['red'] })
    expect(await save(variables)).toContain(`400 ${field}Variables]: `)
    expect(await save(deployRelease('Child', child.projectId.toLowerCase(), { condition: 'ifNewer' }))).toContain('200')
  })

  test('a release fixes the version: the one asked for, else the one created last that the channel admits', async () => {
    const child = await projects.child('true')
    for (const version of ['3.0', '2.0', '2.5']) await projects.release(child.projectId, version)
    const parent = await projects.parent(child)
    const channel = (await projects.ask('GET', `projects/${parent.projectId}/channels`)).Items[0]
    const rule = { VersionRange: '[3.0,4.0)', ActionPackages: [{ DeploymentAction: 'Child', PackageReference: '' }] }
    await projects.ask('PUT', `channels/${channel.Id}`, { ...channel, Rules: [rule] })

    const template = await projects.ask('GET', `projects/${parent.projectId}/deploymentprocesses/template`)
    expect(template.Packages).toMatchObject([
      { ActionName: 'Child', StepName: 'Child', PackageId: child.projectId, OfferedVersion: '3.0' },
    ])
    const chosen = async (Version: string, SelectedPackages: readonly object[], more: object = {}) => {
      const body = { ProjectId: parent.projectId, Version, SelectedPackages, ...more }
      const answer = await server.api('POST', `${SPACE}/releases`, body)
      return answer.status === 201 ? answer.body.SelectedPackages : answer.body.Errors
    }
    const fixed = (Version: string) => [{ ActionName: 'Child', StepName: 'Child', PackageReferenceName: '', Version }]
    expect(await chosen('2', [])).toEqual(fixed('3.0'))
    expect(await chosen('3', [{ StepName: 'Child', Version: '3.0' }])).toEqual(fixed('3.0'))
    expect(await chosen('4', [{ ActionName: 'Child', Version: '2.0' }])).toEqual([
      expect.stringMatching(/^SelectedPackages\[Child\]: version 2\.0 for Child does not fit channel/),
    ])
    expect(await chosen('5', [{ ActionName: 'Child', Version: '3.1' }])).toEqual([
      expect.stringMatching(/^SelectedPackages\[Child\]: project .* has no release 3\.1/),
    ])
    const ignoring = { IgnoreChannelRules: true }
    expect(await chosen('6', [{ ActionName: 'Child', Version: '2.0' }], ignoring)).toEqual(fixed('2.0'))
    expect(await chosen('7', [], ignoring)).toEqual(fixed('2.5'))

    const second = (await projects.ask('GET', `projects/${parent.projectId}/releases/2`)) as Record<string, unknown>
    const { SelectedPackages: _, ...silent } = second
    const edited = await projects.ask('PUT', `releases/${second.Id}`, { ...silent, ReleaseNotes: 'New.' })
    expect(edited).toMatchObject({ ReleaseNotes: 'New.', SelectedPackages: fixed('3.0') })
  })

  test('without any release of the child there is none of the parent', async () => {
    const child = await projects.child('true')
    const parent = await projects.parent(child)
    await projects.ask('DELETE', `releases/${child.releaseId}`)
    const body = { ProjectId: parent.projectId, Version: '2.0' }
    const refused = await server.api('POST', `${SPACE}/releases`, body)
    expect(refused).toMatchObject({
      status: 400,
      body: { Errors: [expect.stringMatching(/^SelectedPackages\[.+\]: /)] },
    })

    const task = await world.deploy(parent.releaseId)
    expect(await ended(task)).toMatchObject({ State: 'Failed', ErrorMessage: expect.stringContaining('is gone') })
  })
})

describe('deploying', () => {
  test('the child gets the variables, and its outputs come back, secrets as secrets', async () => {
    const child = await projects.child(
      `echo "the colour is $(get_octopusvariable Colour)/$(get_octopusvariable Asked)"
       set_octopusvariable Found "$(get_octopusvariable Colour)!"
       set_octopusvariable Token hidden-4711 -sensitive`,
      { Colour: 'white' },
    )
    const set = await projects.ask('GET', `variables/variableset-${child.projectId}`)
    const Prompt = { Label: 'What?', Required: true, DisplaySettings: {} }
    const asked = { Name: 'Asked', Value: '', Type: 'String', Scope: {}, Prompt }
    await projects.ask('PUT', `variables/${set.Id}`, { ...set, Variables: [...set.Variables, asked] })
    await projects.release(child.projectId, '2.0')
    const variables = { colour: '#{Paint} #{unknown}', Asked: 'told' }
    const output = 'Octopus.Action[Child].Output.Deployment[work]'
    const read = `echo "found #{${output}.Found} and #{${output}.Token}"; [ "#{${output}.Token}" = hidden-4711 ] || exit 4`
    const parent = await world.project(
      [step([deployRelease('Child', child.projectId, { variables })]), step([script('read', read)])],
      { Paint: 'blue' },
    )
    const { Children } = await projects.ask(
      'POST',
      `releases/${parent.releaseId}/deployments/plan`,
      { EnvironmentId: world.environmentId },
      200,
    )
    const task = await world.deploy(parent.releaseId)
    expect(await ended(task)).toMatchObject({ State: 'Success' })
    const [deployed] = await projects.children(task)
    expect(Children).toMatchObject([
      {
        ProjectName: expect.stringMatching(/^Project \d+$/),
        Outcome: 'deploy',
        ReleaseVersion: '2.0',
        ReleaseId: deployed.ReleaseId,
      },
    ])
    expect(Children[0].Plan.promptedValues).toEqual(
      Object.fromEntries(Object.keys(deployed.FormValues).map((name) => [name, 'told'])),
    )
    expect(deployed).toMatchObject({ EnvironmentId: world.environmentId, TenantId: null, SpecificMachineIds: [] })
    expect(await world.raw(deployed.TaskId)).toContain('the colour is blue #{unknown}/told')
    const log = await world.raw(task)
    expect(log).toContain('Deploying release 2.0 to Test.')
    expect(log).toMatch(/found blue #\{unknown\}! and \*+/)
    expect(log).not.toContain('hidden-4711')
  })

  test('a value made of a secret stays one in the child', async () => {
    const child = await projects.child('echo "got $(get_octopusvariable Key)"')
    const parent = await projects.parent(child, { variables: { Key: '<#{Secret}>' } })
    const set = await projects.ask('GET', `variables/variableset-${parent.projectId}`)
    const secret = { Name: 'Secret', Value: 'hush-0815', Type: 'Sensitive', IsSensitive: true, Scope: {} }
    await projects.ask('PUT', `variables/${set.Id}`, { ...set, Variables: [secret] })
    const { Id } = await projects.release(parent.projectId, '2.0')
    const task = await world.deploy(Id)
    expect(await ended(task)).toMatchObject({ State: 'Success' })
    const [deployed] = await projects.children(task)
    expect(await world.raw(deployed.TaskId)).toMatch(/got <?\*+/)
    const own = await server.api('GET', `${SPACE}/variables/variableset-${deployed.Id}`)
    expect(JSON.stringify([await world.raw(deployed.TaskId), own.body, deployed])).not.toContain('hush-0815')
  })

  test('conditions look at what the environment runs', async () => {
    const child = await projects.child('true')
    const unlessCurrent = await projects.parent(child, { condition: 'IfNotCurrentVersion' })
    const newer = await projects.parent(child, { condition: 'IfNewer' })
    const counts: number[] = []
    const run = async (releaseId: string) => {
      const task = await world.deploy(releaseId)
      expect(await ended(task)).toMatchObject({ State: 'Success' })
      counts.push((await projects.children(task)).length)
      return task
    }
    await run(unlessCurrent.releaseId)
    const skipped = await run(unlessCurrent.releaseId)
    expect(await world.raw(skipped)).toContain('Release 1.0 is already deployed to Test.')
    await projects.release(child.projectId, '0.9')
    await run((await projects.release(newer.projectId, '2.0')).Id)
    await run((await projects.release(unlessCurrent.projectId, '2.0')).Id)
    expect(counts).toEqual([1, 0, 0, 1])
  })

  test('a child that fails fails the step, and its outputs are there all the same', async () => {
    const child = await projects.child('set_octopusvariable Why tired; exit 3')
    const task = await world.run([
      step([deployRelease('Child', child.projectId)]),
      step([script('tell', 'echo "it was #{Octopus.Action[Child].Output.Deployment[work].Why}"')], {
        condition: 'Always',
      }),
    ])
    expect(await ended(task)).toMatchObject({
      State: 'Failed',
      ErrorMessage: expect.stringContaining('ended as Failed'),
    })
    expect(await world.raw(task)).toContain('it was tired')
  })

  test('X4: cancelling the parent cancels the child', async () => {
    const child = await projects.child('echo began; sleep 60')
    const parent = await projects.parent(child)
    const task = await world.deploy(parent.releaseId)
    const deployed = await eventually('the child to begin', async () => {
      const [found] = await projects.children(task)
      return found && (await world.raw(found.TaskId)).includes('began') && found
    })
    await server.api('POST', `/api/tasks/${task}/cancel`, {})
    expect(await ended(task)).toMatchObject({ State: 'Canceled' })
    expect(await projects.task(deployed.TaskId)).toMatchObject({ State: 'Canceled' })
  })

  test('a rolling step deploys the child to each of its machines alone', async () => {
    const onWeb = [
      step([script('work', 'set_octopusvariable Here "$(get_octopusvariable Octopus.Machine.Name)"')], { on: 'web' }),
    ]
    const child = await world.project(onWeb)
    const output = 'Octopus.Action[Child].Output'
    const read = `echo "on $(get_octopusvariable Octopus.Machine.Name): #{${output}.Deployment[work].Here}, of web-2: #{${output}[web-2].Deployment[work][web-2].Here}"`
    const parent = await world.project([
      step([deployRelease('Child', child.projectId), script('next', 'true')], { on: 'web', window: 1 }),
      step([script('read', read)], { on: 'web' }),
    ])
    const ask = { EnvironmentId: world.environmentId }
    const { Children } = await projects.ask('POST', `releases/${parent.releaseId}/deployments/plan`, ask, 200)
    const task = await world.deploy(parent.releaseId)
    expect(await ended(task)).toMatchObject({ State: 'Success' })
    const machines = (await projects.children(task)).map(
      (each: { DeployedToMachineIds: string[] }) => each.DeployedToMachineIds,
    )
    expect(machines).toHaveLength(2)
    expect(new Set(machines.flat()).size).toBe(2)
    expect(
      Children.map((each: { Machines: { Kept: { Id: string }[] } }) => each.Machines.Kept.map(({ Id }) => Id)),
    ).toEqual(machines)
    const log = await world.raw(task)
    for (const name of ['web-1', 'web-2']) expect(log).toContain(`on ${name}: ${name}, of web-2: web-2`)
  })

  test('T7: a new machine that only the child reaches has the parent deployed by its trigger', async () => {
    const child = await world.project([step([script('work', 'true')], { on: 'api' })])
    const parent = await projects.parent(child)
    expect(await ended(await world.deploy(parent.releaseId))).toMatchObject({ State: 'Success' })
    const trigger = await projects.ask('POST', 'projecttriggers', {
      Name: 'New machines',
      ProjectId: parent.projectId,
      Filter: { FilterType: 'MachineFilter', EventGroups: ['MachineAvailableForDeployment'] },
      Action: { ActionType: 'AutoDeploy' },
    })
    const machine = await projects.ask('POST', 'machines', {
      Name: 'api-2',
      EnvironmentIds: [world.environmentId],
      Roles: ['api'],
      Endpoint: { CommunicationStyle: 'None' },
    })
    const deployed = await eventually('the trigger to deploy the parent', async () => {
      const { Items } = await projects.ask('GET', `deployments?projects=${parent.projectId}`)
      return Items.find(({ TriggerId }: { TriggerId: string }) => TriggerId === trigger.Id)
    })
    expect(await ended(deployed.TaskId)).toMatchObject({ State: 'Success' })
    const [begun] = await projects.children(deployed.TaskId)
    expect(begun.SpecificMachineIds).toEqual([])
    expect(begun.DeployedToMachineIds).toContain(machine.Id)
  })

  test('tenants: handed down to who takes them, left out of who does not, missing for who needs one', async () => {
    const child = await projects.child('true')
    const parent = await projects.parent(child)
    const mode = async (projectId: string, TenantedDeploymentMode: string) =>
      projects.ask('PUT', `projects/${projectId}`, {
        ...(await projects.ask('GET', `projects/${projectId}`)),
        TenantedDeploymentMode,
      })
    await mode(parent.projectId, 'TenantedOrUntenanted')
    const here = [world.environmentId]
    const connected = { [parent.projectId]: here }
    const tenant = await projects.ask('POST', 'tenants', { Name: 'Acme', ProjectEnvironments: connected })
    const run = async (TenantId: string | null) => {
      const task = await world.deploy(parent.releaseId, TenantId ? { TenantId } : {})
      const { State } = await ended(task)
      return [State, ...(await projects.children(task)).map((each: { TenantId: string }) => each.TenantId)]
    }
    expect(await run(tenant.Id)).toEqual(['Success', null])
    await mode(child.projectId, 'Tenanted')
    const both = { ...connected, [child.projectId]: here }
    await projects.ask('PUT', `tenants/${tenant.Id}`, { ...tenant, ProjectEnvironments: both })
    expect(await run(tenant.Id)).toEqual(['Success', tenant.Id])
    expect(await run(null)).toEqual(['Failed'])
  })
})

describe('questions of the child', () => {
  /** A child that asks, deployed by a parent; answers the parent's task and the two questions. */
  async function askBoth() {
    const child = await world.project([step([manual('look')])])
    const parent = await projects.parent(child)
    const task = await world.deploy(parent.releaseId)
    const [onParent] = await world.asked(task)
    const [deployed] = await projects.children(task)
    const [onChild] = await world.asked(deployed.TaskId)
    return { task, childTask: deployed.TaskId as string, onParent, onChild }
  }
  const look = async (id: string) => projects.ask('GET', `interruptions/${id}`)

  test('are shown on the parent, and answered there', async () => {
    const { task, childTask, onParent, onChild } = await askBoth()
    expect(onParent).toMatchObject({ IsLinkedToOtherInterruption: true, TaskId: task, IsPending: true })
    expect(onParent.Title).toContain('look')
    expect(onChild).toMatchObject({ IsLinkedToOtherInterruption: false, TaskId: childTask })
    expect(await projects.task(task)).toMatchObject({ HasPendingInterruptions: true, State: 'Executing' })
    await world.answer(onParent, 'Proceed', 'fine')
    expect(await ended(task)).toMatchObject({ State: 'Success', HasPendingInterruptions: false })
    expect(await look(onChild.Id)).toMatchObject({
      IsPending: false,
      Form: { Values: { Result: 'Proceed', Notes: 'fine' } },
    })
    expect(await world.raw(childTask)).toContain('answered Proceed: fine')
  })

  test('are answered on the child, which answers those of the parent', async () => {
    const { task, onParent, onChild } = await askBoth()
    await world.answer(onChild, 'Abort')
    expect(await look(onParent.Id)).toMatchObject({ IsPending: false, Form: { Values: { Result: 'Abort' } } })
    expect(await ended(task)).toMatchObject({ State: 'Failed' })
    const again = await server.api('POST', `${SPACE}/interruptions/${onParent.Id}/submit`, { Result: 'Proceed' })
    expect(again.status).toBe(400)
  })

  test('who takes responsibility has it for both', async () => {
    const { task, onParent, onChild } = await askBoth()
    await projects.ask('PUT', `interruptions/${onChild.Id}/responsible`)
    expect(await look(onParent.Id)).toMatchObject({ HasResponsibility: true })
    await server.api('POST', `/api/tasks/${task}/cancel`, {})
    expect(await ended(task)).toMatchObject({ State: 'Canceled' })
    expect(await look(onParent.Id)).toMatchObject({ IsPending: false })
  })

  test('P4: may be answered on the parent only by who may answer the child', async () => {
    const { task, onParent } = await askBoth()
    const must = async (path: string, body: object) => (await server.api('POST', `/api/${path}`, body)).body
    const user = await must('users', { Username: 'parent-only', Password: 'a long enough password' })
    const { ApiKey } = await must(`users/${user.Id}/apikeys`, { Purpose: 'test' })
    const team = await must('teams', { Name: 'Parents', MemberUserIds: [user.Id] })
    const { ProjectId } = await projects.task(task)
    const role = { UserRoleId: 'userroles-projectdeployer', TeamId: team.Id, SpaceId: 'Spaces-1' }
    await must('scopeduserroles', { ...role, ProjectIds: [ProjectId] })
    const person = server.as(ApiKey)
    expect((await person('GET', `${SPACE}/interruptions/${onParent.Id}`)).body.CanTakeResponsibility).toBe(false)
    expect((await person('PUT', `${SPACE}/interruptions/${onParent.Id}/responsible`)).status).toBe(403)
    const answer = { Result: 'Proceed' }
    expect((await person('POST', `${SPACE}/interruptions/${onParent.Id}/submit`, answer)).status).toBe(403)
    await world.answer(onParent, 'Proceed')
    expect(await ended(task)).toMatchObject({ State: 'Success' })
  })

  test('go away with the child', async () => {
    const { task, childTask, onParent } = await askBoth()
    await server.api('POST', `/api/tasks/${childTask}/cancel`, {})
    expect(await ended(task)).toMatchObject({ State: 'Failed' })
    expect(await look(onParent.Id)).toMatchObject({ IsPending: false, Form: { Values: { Result: '' } } })
  })

  test('of a grandchild are shown all the way up', async () => {
    const child = await world.project([step([manual('look')])])
    const middle = await projects.parent(child)
    const parent = await projects.parent(middle)
    const task = await world.deploy(parent.releaseId)
    const [onTop] = await world.asked(task)
    const [between] = await projects.children(task)
    await world.answer(onTop, 'Proceed')
    expect(await ended(task)).toMatchObject({ State: 'Success' })
    const { Items } = await projects.ask('GET', `interruptions?regarding=${between.TaskId}`)
    expect(Items).toMatchObject([{ IsLinkedToOtherInterruption: true, IsPending: false }])
  })
})
