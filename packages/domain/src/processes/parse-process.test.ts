import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseProcess } from './parse-process.ts'
import type { Process } from './process.ts'
import { validateProcess } from './validate-process.ts'

const script = { Id: 'a1', Name: 'Migrate', ActionType: 'Octopus.Script' }
const step = (extra: Record<string, unknown> = {}) => ({ Id: 's1', Name: 'Migrate', Actions: [script], ...extra })
const documentOf = (...steps: unknown[]) => ({
  Id: 'deploymentprocess-Projects-1',
  ProjectId: 'Projects-1',
  Steps: steps,
})
function parsed(document: unknown): Process {
  const result = parseProcess(document)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const firstStep = (document: unknown) => parsed(document).steps[0]
const firstAction = (document: unknown) => firstStep(document)?.actions[0]

describe('parseProcess', () => {
  test('what is missing or null has its default', () => {
    expect(parsed(documentOf(step({ Slug: null, Properties: null })))).toEqual({
      id: 'deploymentprocess-Projects-1',
      projectId: 'Projects-1',
      steps: [
        {
          id: 's1',
          name: 'Migrate',
          slug: '',
          startTrigger: 'StartAfterPrevious',
          packageRequirement: 'LetOctopusDecide',
          condition: { kind: 'Success' },
          roles: [],
          window: null,
          properties: new Map(),
          actions: [
            {
              id: 'a1',
              name: 'Migrate',
              slug: '',
              actionType: 'Octopus.Script',
              isDisabled: false,
              isRequired: false,
              runOn: 'server',
              environmentIds: [],
              excludedEnvironmentIds: [],
              channelIds: [],
              tenantTags: [],
              condition: { kind: 'Success' },
              workerPoolId: null,
              workerPoolVariable: '',
              packages: [],
              properties: new Map(),
            },
          ],
        },
      ],
    })
    expect(parsed({})).toEqual({ id: '', projectId: null, steps: [] })
  })

  test('names and words match without case; unknown fields and links are ignored', () => {
    const read = firstStep({
      steps: [
        { name: ' Roll ', startTrigger: 'startwithprevious', condition: 'FAILURE', Links: {}, actions: [script] },
      ],
    })
    expect(read).toMatchObject({ name: 'Roll', startTrigger: 'StartWithPrevious', condition: { kind: 'Failure' } })
  })

  test('roles, window and expressions come from properties', () => {
    const Properties = {
      'Octopus.Action.TargetRoles': ' App-WebApi, ,App-WebUI',
      'Octopus.Action.MaxParallelism': '2',
      'Octopus.Step.ConditionVariableExpression': '#{Go}',
    }
    const Actions = [
      { ...script, Condition: 'Variable', Properties: { 'Octopus.Action.ConditionVariableExpression': '#{Now}' } },
    ]
    expect(firstStep(documentOf(step({ Condition: 'Variable', Properties, Actions })))).toMatchObject({
      roles: ['App-WebApi', 'App-WebUI'],
      window: '2',
      condition: { kind: 'Variable', expression: '#{Go}' },
      actions: [{ condition: { kind: 'Variable', expression: '#{Now}' } }],
    })
  })

  test('a secret property is seen to be there and nothing more; null is not set', () => {
    const Properties = {
      Key: { HasValue: true, NewValue: 's3cret' },
      Flag: true,
      Count: 3,
      None: null,
    }
    const action = firstAction(documentOf(step({ Actions: [{ ...script, Properties }] })))
    expect([...(action?.properties ?? [])]).toEqual([
      ['Key', { sensitive: true }],
      ['Flag', 'True'],
      ['Count', '3'],
    ])
  })

  test('Y4 __proto__ is an ordinary property name', () => {
    const Properties: unknown = JSON.parse('{"__proto__": "x"}')
    expect([...(firstStep(documentOf(step({ Properties })))?.properties ?? [])]).toEqual([['__proto__', 'x']])
  })

  test.each<{ name: string; type?: string; server?: string; roles?: string; window?: string; gives: string }>([
    { name: 'a script with roles', server: 'False', roles: 'web', gives: 'target' },
    { name: 'roles alone', roles: 'web', gives: 'target' },
    { name: 'on the server', server: 'true', gives: 'server' },
    { name: 'on behalf', server: 'True', roles: 'web', gives: 'on-behalf-of-targets' },
    { name: 'nothing said: once', gives: 'server' },
    { name: 'on targets, roles forgotten', server: 'False', gives: 'target' },
    { name: 'a person is asked once', type: 'Octopus.Manual', server: 'False', roles: 'web', gives: 'server' },
    {
      name: 'a rolling release, once a machine',
      type: 'Octopus.DeployRelease',
      roles: 'web',
      window: '1',
      gives: 'on-behalf-of-targets',
    },
    { name: 'a child project', type: 'Flotilla.DeployChildProject', server: 'False', gives: 'server' },
    { name: 'a health check', type: 'Octopus.HealthCheck', roles: 'web', gives: 'on-behalf-of-targets' },
  ])('where $name runs: $gives', ({ type = 'Octopus.Script', server, roles, window, gives }) => {
    const Properties = { 'Octopus.Action.TargetRoles': roles ?? '', 'Octopus.Action.MaxParallelism': window ?? '' }
    const ofAction = server === undefined ? {} : { 'Octopus.Action.RunOnServer': server }
    const Actions = [{ ...script, ActionType: type, Properties: ofAction }]
    expect(firstAction(documentOf(step({ Properties, Actions })))?.runOn).toBe(gives)
  })

  test('in a step with several actions, a manual intervention is raised for each machine', () => {
    const Properties = { 'Octopus.Action.TargetRoles': 'web' }
    const Actions = [{ ...script, Name: 'Ask', ActionType: 'Octopus.Manual' }, script]
    expect(firstAction(documentOf(step({ Properties, Actions })))?.runOn).toBe('on-behalf-of-targets')
  })

  test.each<{ name: string; document: unknown; paths: string[] }>([
    { name: 'not an object', document: [], paths: [''] },
    { name: 'null', document: null, paths: [''] },
    { name: 'steps that are no list', document: { Steps: {} }, paths: ['Steps'] },
    { name: 'a step that is no object', document: documentOf(step(), 'x'), paths: ['Steps[1]'] },
    {
      name: 'words nobody knows',
      document: documentOf(step({ Condition: 'Sometimes', StartTrigger: 'x' })),
      paths: ['Steps[0].Condition', 'Steps[0].StartTrigger'],
    },
    {
      name: 'a step condition on an action',
      document: documentOf(step({ Actions: [{ ...script, Condition: 'Always' }] })),
      paths: ['Steps[0].Actions[0].Condition'],
    },
    {
      name: 'wrong types',
      document: documentOf(step({ Name: 1, Actions: [{ ...script, IsDisabled: 'no', Channels: [1] }] })),
      paths: ['Steps[0].Name', 'Steps[0].Actions[0].IsDisabled', 'Steps[0].Actions[0].Channels[0]'],
    },
    {
      name: 'a property that is a list',
      document: documentOf(step({ Properties: { A: [] } })),
      paths: ['Steps[0].Properties[A]'],
    },
  ])('refused: $name', ({ document, paths }) => {
    const result = parseProcess(document)
    expect(result.ok ? [] : result.error.map(({ path }) => path).sort()).toEqual([...paths].sort())
  })

  test('any JSON gives a process or a list of issues', async () => {
    await fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, inner) => {
        for (const document of [value, { Steps: value }, documentOf({ Actions: [inner], Properties: value })]) {
          const result = parseProcess(document)
          if (result.ok) validateProcess(result.value)
          else expect(result.error.length).toBeGreaterThan(0)
        }
      }),
    )
  })
})

describe('validateProcess', () => {
  const onTargets = { 'Octopus.Action.RunOnServer': 'False' }
  test.each<{ name: string; steps: Record<string, unknown>[]; paths: string[] }>([
    {
      name: 'a sound process',
      steps: [step(), step({ Id: 's2', Name: 'Next', Actions: [{ ...script, Id: 'a2', Name: 'Next' }] })],
      paths: [],
    },
    { name: 'an empty process', steps: [], paths: [] },
    {
      name: 'two packages without a name, and two of one name',
      steps: [
        step({
          Actions: [{ ...script, Packages: ['', '', 'Tools', 'tools'].map((Name) => ({ Name, PackageId: 'Tools' })) }],
        }),
      ],
      paths: ['Steps[0].Actions[0].Packages[1].Name', 'Steps[0].Actions[0].Packages[3].Name'],
    },
    {
      name: 'a package that is not named, and actions without the package that they are about',
      steps: [
        step({ Actions: [{ ...script, Packages: [{ Name: 'Tools' }] }] }),
        step({ Id: 's2', Name: 'N', Actions: [{ Id: 'a2', Name: 'N', ActionType: 'Octopus.TentaclePackage' }] }),
        step({
          Id: 's3',
          Name: 'O',
          Actions: [
            { ...script, Id: 'a3', Name: 'O', Properties: { 'Octopus.Action.Script.ScriptSource': 'Package' } },
          ],
        }),
      ],
      paths: [
        'Steps[0].Actions[0].Packages[0].PackageId',
        'Steps[1].Actions[0].Packages',
        'Steps[2].Actions[0].Packages',
      ],
    },
    {
      name: 'blank names',
      steps: [step({ Name: ' ', Actions: [{ ...script, Name: '' }] })],
      paths: ['Steps[0].Name', 'Steps[0].Actions[0].Name'],
    },
    {
      name: 'names used twice, whatever the case, also in different steps',
      steps: [step(), step({ Id: 's2', Name: 'MIGRATE', Actions: [{ ...script, Id: 'a2', Name: 'migrate' }] })],
      paths: ['Steps[1].Name', 'Steps[1].Actions[0].Name'],
    },
    {
      name: 'ids used twice',
      steps: [step(), step({ Name: 'Next', Actions: [{ ...script, Name: 'Next' }] })],
      paths: ['Steps[1].Id', 'Steps[1].Actions[0].Id'],
    },
    {
      name: 'blank ids, not given yet',
      steps: [step({ Id: '' }), step({ Id: '', Name: 'N', Actions: [] })],
      paths: ['Steps[1].Actions'],
    },
    { name: 'no actions', steps: [step({ Actions: [] })], paths: ['Steps[0].Actions'] },
    {
      name: 'no type',
      steps: [step({ Actions: [{ ...script, ActionType: '' }] })],
      paths: ['Steps[0].Actions[0].ActionType'],
    },
    {
      name: 'targets without roles',
      steps: [step({ Actions: [{ ...script, Properties: onTargets }] })],
      paths: ['Steps[0].Actions[0].Properties'],
    },
    {
      name: 'an expression that is missing',
      steps: [step({ Condition: 'Variable', Actions: [{ ...script, Condition: 'Variable' }] })],
      paths: ['Steps[0].Condition', 'Steps[0].Actions[0].Condition'],
    },
    {
      name: 'a window of nothing',
      steps: [step({ Properties: { 'Octopus.Action.TargetRoles': 'web', 'Octopus.Action.MaxParallelism': '0' } })],
      paths: ['Steps[0].Properties[Octopus.Action.MaxParallelism]'],
    },
    {
      name: 'a window without roles',
      steps: [step({ Properties: { 'Octopus.Action.MaxParallelism': '2' } })],
      paths: ['Steps[0].Properties[Octopus.Action.MaxParallelism]'],
    },
    {
      name: 'a window that is an expression',
      steps: [step({ Properties: { 'Octopus.Action.TargetRoles': 'web', 'Octopus.Action.MaxParallelism': '#{W}' } })],
      paths: [],
    },
  ])('$name', ({ steps, paths }) => {
    const issues = validateProcess(parsed(documentOf(...steps)))
    expect(issues.map(({ path }) => path)).toEqual(paths)
    for (const { message } of issues) expect(message).toMatch(/^[A-Z].*\.$/)
  })
})
