import { describe, expect, test } from 'vitest'
import type { ChannelId, EnvironmentId, TargetId, TenantId, TriggerId, VariableId } from '../ids.ts'
import {
  actionStatusVariables,
  actionVariables,
  builtInVariables,
  type DeploymentFacts,
  deploymentVariables,
  environmentVariables,
  failureVariables,
  machineVariables,
  outputVariableNames,
  outputVariables,
  projectVariables,
  releaseVariables,
  resolveVariables,
  serverVariables,
  spaceVariables,
  stepStatusVariables,
  stepVariables,
  systemVariables,
  taskVariables,
  workerPoolVariables,
} from './index.ts'
import type { NamedValues } from './named-values.ts'

const context = {
  environmentId: 'Environments-2' as EnvironmentId,
  channelId: 'Channels-1' as ChannelId,
  tenantId: null,
  tenantTags: [],
}
const deployment: DeploymentFacts = {
  id: 'Deployments-1',
  name: 'Deploy to Staging',
  comments: '',
  created: '2030-01-01T00:00:00.000+00:00',
  createdBy: { id: 'Users-1', username: 'ann', displayName: 'Ann', emailAddress: null },
  forcePackageDownload: false,
  previousSuccessfulId: null,
  machineIds: ['Machines-1', 'Machines-2'] as TargetId[],
  specificMachineIds: [],
  excludedMachineIds: [],
  changes: '[]',
  changesMarkdown: '',
  workItems: '[]',
  packageBuildInformation: '[]',
  tenant: null,
  trigger: null,
}
const namesWith = (word: string, values: NamedValues) => [...values.keys()].filter((name) => name.includes(word))

describe('deployment variables', () => {
  test('an untenanted deployment made by hand has no name of tenant or trigger, not even an empty one', () => {
    const values = deploymentVariables(deployment)
    expect(namesWith('.Tenant.', values)).toEqual([])
    expect(namesWith('.Trigger.', values)).toEqual([])
    expect(namesWith('.Error', values)).toEqual([])
  })

  test('machine lists are always there, blank when nobody chose', () => {
    const values = deploymentVariables({ ...deployment, excludedMachineIds: ['Machines-3' as TargetId] })
    expect(values.get('Octopus.Deployment.Machines')).toBe('Machines-1,Machines-2')
    expect(values.get('Octopus.Deployment.SpecificMachines')).toBe('')
    expect(values.get('Octopus.Deployment.ExcludedMachines')).toBe('Machines-3')
  })

  test('a tenant and a trigger are named when there is one', () => {
    const tenant = { id: 'Tenants-1' as TenantId, name: 'Pet Life', tags: ['Ring/Early', 'Region/EU'] }
    const trigger = { id: 'ProjectTriggers-5' as TriggerId, name: 'New machines' }
    const values = deploymentVariables({ ...deployment, tenant, trigger })
    expect(values.get('Octopus.Deployment.Tenant.Name')).toBe('Pet Life')
    expect(values.get('Octopus.Deployment.Tenant.Tags')).toBe('Ring/Early,Region/EU')
    expect(values.get('Octopus.Deployment.Trigger.Name')).toBe('New machines')
    expect(values.get('Octopus.Deployment.Trigger.Id')).toBe('ProjectTriggers-5')
  })

  test('an error is there only once something failed', () => {
    expect(failureVariables(null).size).toBe(0)
    expect([...failureVariables({ error: 'exit code 1', detail: 'step Migrate' })]).toEqual([
      ['Octopus.Deployment.Error', 'exit code 1'],
      ['Octopus.Deployment.ErrorDetail', 'step Migrate'],
    ])
  })
})

test('a release names its channel and only those other releases that exist', () => {
  const values = releaseVariables({
    id: 'Releases-1',
    number: '2021.1.0',
    notes: '',
    created: '2030-01-01T00:00:00.000+00:00',
    channel: { id: 'Channels-1', name: 'Default' },
    previous: { id: 'Releases-0', number: '2021.0.9' },
    previousForEnvironment: null,
    currentForEnvironment: null,
    customFields: new Map([['Ticket', 'X-1']]),
  })
  expect(values.get('Octopus.Release.Channel.Id')).toBe('Channels-1')
  expect(values.get('Octopus.Release.Previous.Number')).toBe('2021.0.9')
  expect(values.get('Octopus.Release.CustomFields[Ticket]')).toBe('X-1')
  expect(namesWith('ForEnvironment', values)).toEqual([])
})

test.each<{ group: string; values: NamedValues; gives: Record<string, string> }>([
  {
    group: 'environment',
    values: environmentVariables({
      id: 'Environments-2',
      name: 'Staging',
      sortOrder: 3,
      machinesInRole: new Map([['web', ['a', 'b']]]),
    }),
    gives: {
      'Octopus.Environment.Id': 'Environments-2',
      'Octopus.Environment.Name': 'Staging',
      'Octopus.Environment.SortOrder': '3',
      'Octopus.Environment.MachinesInRole[web]': 'a,b',
    },
  },
  {
    group: 'machine',
    values: machineVariables({
      id: 'Machines-1',
      name: 's-web-01',
      roles: ['web', 'log'],
      hostname: null,
      targetedRoles: ['web'],
    }),
    gives: {
      'Octopus.Machine.Id': 'Machines-1',
      'Octopus.Machine.Name': 's-web-01',
      'Octopus.Machine.Roles': 'web,log',
      'Octopus.Tentacle.CurrentDeployment.TargetedRoles': 'web',
    },
  },
  {
    group: 'project and space',
    values: systemVariables(
      projectVariables({ id: 'Projects-1', name: 'Web API' }, { id: 'ProjectGroups-1', name: 'Shop' }),
      spaceVariables({ id: 'Spaces-1', name: 'Default' }),
      workerPoolVariables({ id: 'WorkerPools-1', name: 'Built-in' }),
    ),
    gives: {
      'Octopus.Project.Id': 'Projects-1',
      'Octopus.Project.Name': 'Web API',
      'Octopus.ProjectGroup.Id': 'ProjectGroups-1',
      'Octopus.ProjectGroup.Name': 'Shop',
      'Octopus.Space.Id': 'Spaces-1',
      'Octopus.Space.Name': 'Default',
      'Octopus.WorkerPool.Id': 'WorkerPools-1',
      'Octopus.WorkerPool.Name': 'Built-in',
    },
  },
  {
    group: 'task',
    values: taskVariables({
      id: 'ServerTasks-1',
      name: 'Deploy',
      queueTime: null,
      queueTimeExpiry: null,
      arguments: new Map([['DeploymentId', 'Deployments-1']]),
      concurrencyTag: 'Projects-1/Environments-2',
    }),
    gives: {
      'Octopus.Task.Id': 'ServerTasks-1',
      'Octopus.Task.Name': 'Deploy',
      'Octopus.Task.ConcurrencyTag': 'Projects-1/Environments-2',
      'Octopus.Task.Argument[DeploymentId]': 'Deployments-1',
    },
  },
  {
    group: 'step and status',
    values: systemVariables(
      stepVariables({ id: 'step-1', name: 'Migrate', number: '2' }),
      stepStatusVariables('Backup', { code: 'Skipped', error: null, errorDetail: null }),
      actionStatusVariables('Check', { code: 'Failed', error: 'exit code 1', errorDetail: '' }),
    ),
    gives: {
      'Octopus.Step.Id': 'step-1',
      'Octopus.Step.Name': 'Migrate',
      'Octopus.Step.Number': '2',
      'Octopus.Step[Backup].Status.Code': 'Skipped',
      'Octopus.Action[Check].Status.Code': 'Failed',
      'Octopus.Action[Check].Status.Error': 'exit code 1',
      'Octopus.Action[Check].Status.ErrorDetail': '',
    },
  },
  {
    group: 'action',
    values: actionVariables({
      id: 'a',
      name: 'Migrate',
      number: '2.1',
      isSkipped: false,
      targetRoles: ['db'],
      template: null,
      packages: [
        { name: '', packageId: 'Acme.Web', version: '1.2.0', feedId: 'Feeds-1001' },
        { name: 'tools', packageId: 'Tools', version: '9', feedId: 'Feeds-1001' },
      ],
    }),
    gives: {
      'Octopus.Action.Id': 'a',
      'Octopus.Action.Name': 'Migrate',
      'Octopus.Action.Number': '2.1',
      'Octopus.Action.IsSkipped': '',
      'Octopus.Action.TargetRoles': 'db',
      'Octopus.Action.Package.PackageId': 'Acme.Web',
      'Octopus.Action.Package.PackageVersion': '1.2.0',
      'Octopus.Action.Package.FeedId': 'Feeds-1001',
      'Octopus.Action.Package[tools].PackageId': 'Tools',
      'Octopus.Action.Package[tools].PackageVersion': '9',
      'Octopus.Action.Package[tools].FeedId': 'Feeds-1001',
    },
  },
  {
    group: 'server',
    values: serverVariables({
      serverUri: 'https://ship.example',
      projectPath: '/p',
      releasePath: null,
      deploymentPath: '/d',
    }),
    gives: {
      'Octopus.Web.ServerUri': 'https://ship.example',
      'Octopus.Web.BaseUrl': 'https://ship.example',
      'Octopus.Web.ProjectLink': '/p',
      'Octopus.Web.DeploymentLink': '/d',
    },
  },
])('$group variables', ({ values, gives }) => {
  expect(Object.fromEntries(values)).toEqual(gives)
})

test('built-ins beat a project variable of the same name, however scoped, and are literal', () => {
  const forged = {
    id: 'v1' as VariableId,
    name: 'octopus.space.name',
    value: 'Other',
    isSensitive: false,
    type: 'String' as const,
    scope: { Environment: ['Environments-2'] },
    prompt: null,
    source: 'project' as const,
  }
  const builtIn = builtInVariables(spaceVariables({ id: 'Spaces-1', name: '#{Evil}' }))
  const resolved = resolveVariables([forged, ...builtIn], context).values.get('octopus.space.name')
  expect(resolved).toMatchObject({ name: 'Octopus.Space.Name', value: '#{Evil}', variable: { isLiteral: true } })
})

describe('output variables', () => {
  const output = (id: string, value: string) =>
    outputVariables({
      action: 'Migrate',
      machine: { id: id as TargetId, name: `s-${id}` },
      name: 'Rows',
      value,
      isSensitive: false,
    })

  test('names', () => {
    expect(outputVariableNames('Migrate', null, 'Rows')).toEqual(['Octopus.Action[Migrate].Output.Rows'])
    expect(outputVariableNames('Migrate', 's-1', 'Rows')).toEqual([
      'Octopus.Action[Migrate].Output.Rows',
      'Octopus.Action[Migrate].Output[s-1].Rows',
    ])
  })

  test('each machine sees its own value, others one of them, and every machine can be named', () => {
    const variables = [...output('1', 'one'), ...output('2', 'two')]
    const valueOn = (targetId: string, name: string) =>
      resolveVariables(variables, { ...context, targetId: targetId as TargetId }).values.get(name.toLowerCase())?.value
    expect(valueOn('1', 'Octopus.Action[Migrate].Output.Rows')).toBe('one')
    expect(valueOn('2', 'Octopus.Action[Migrate].Output.Rows')).toBe('two')
    expect(valueOn('3', 'Octopus.Action[Migrate].Output.Rows')).toBe('two')
    expect(valueOn('3', 'Octopus.Action[Migrate].Output[s-1].Rows')).toBe('one')
  })

  test('Y3 a secret stays one, and no output is ever evaluated', () => {
    const variables = outputVariables({ action: 'A', machine: null, name: 'T', value: '#{Key}', isSensitive: true })
    expect(variables).toMatchObject([{ type: 'Sensitive', isSensitive: true, isLiteral: true, value: '#{Key}' }])
  })
})
