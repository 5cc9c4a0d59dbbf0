import { err } from '@flotilla/kit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHILD_PARAMETERS, withChildDefaults } from './child-parameters.ts'
import { explainParameterRefusal, parseChildParameters } from './parse-child-parameters.ts'
import { request } from './test-suite.ts'

const REQUIRED = {
  'ChildProject.Space.Name': 'Default',
  'ChildProject.Project.Name': 'Web API',
  'ChildProject.Destination.EnvironmentName': 'Staging',
}
const parse = (properties: Readonly<Record<string, string>>) =>
  parseChildParameters(new Map(Object.entries(properties)))

test('what is left out has the defaults of the step template', () => {
  expect(request()).toEqual({
    server: null,
    spaceName: 'Default',
    projectName: 'Web API',
    mode: 'Promote',
    releaseFilter: null,
    notFound: 'Warning',
    destinationName: 'Staging',
    sourceName: null,
    channelName: null,
    tenantName: null,
    promptedValues: [],
    machineNames: null,
    ignoresMismatch: false,
    refreshesVariables: false,
    savesNotes: false,
    isWhatIf: false,
    waitsForFinish: true,
    copiesLog: false,
    longestWaitSeconds: 1800,
    futureTime: null,
    usesParentApprovals: true,
    approvalEnvironmentName: null,
    approvalTenantName: null,
  })
})

test.each([
  { name: 'Release.Number', value: ' 2021.1.* ', gives: { releaseFilter: '2021.1.*' } },
  { name: 'Release.NotFoundError', value: 'error', gives: { notFound: 'Error' } },
  { name: 'Release.NotFoundError', value: ' ', gives: { notFound: 'Warning' } },
  { name: 'DeploymentMode.Value', value: 'redeploy', gives: { mode: 'Redeploy' } },
  { name: 'DeploymentMode.Value', value: ' AlwaysLatest ', gives: { mode: 'AlwaysLatest' } },
  { name: 'Tenant.Name', value: '#{Octopus.Deployment.Tenant.Name}', gives: { tenantName: null } },
  { name: 'Tenant.Name', value: 'Pet Life', gives: { tenantName: 'Pet Life' } },
  // Only the template's own default is a spelling of nothing here; a wrong name has to be reported.
  { name: 'Tenant.Name', value: 'N/A', gives: { tenantName: 'N/A' } },
  { name: 'ManualIntervention.Tenant.Name', value: '#{Octopus.X}', gives: { approvalTenantName: null } },
  { name: 'Target.MachineNames', value: 'a, Machines-7 ,,B', gives: { machineNames: ['a', 'Machines-7', 'B'] } },
  { name: 'Target.MachineNames', value: ' , N/A', gives: { machineNames: [] } },
  { name: 'Deployment.IgnoreSpecificMachineMismatch', value: 'YES', gives: { ignoresMismatch: true } },
  { name: 'Deployment.IgnoreSpecificMachineMismatch', value: 'True', gives: { ignoresMismatch: false } },
  { name: 'WhatIf.Value', value: ' yes ', gives: { isWhatIf: true } },
  { name: 'WaitForFinish.Value', value: 'perhaps', gives: { waitsForFinish: false } },
  { name: 'RefreshVariableSnapShots.Option', value: 'WhenChanged', gives: { refreshesVariables: true } },
  { name: 'RefreshVariableSnapShots.Option', value: 'no', gives: { refreshesVariables: false } },
  { name: 'RefreshVariableSnapShots.Option', value: '', gives: { refreshesVariables: false } },
  { name: 'CancelDeployment.Seconds', value: '60', gives: { longestWaitSeconds: 60 } },
  { name: 'CancelDeployment.Seconds', value: '', gives: { longestWaitSeconds: 1800 } },
  {
    name: 'Prompted.Variables',
    value: 'Mode::Redeploy\r\nno value\n Url ::http://[::1]/\nEmpty::',
    gives: {
      promptedValues: [
        { variableName: 'Mode', value: 'Redeploy' },
        { variableName: 'Url', value: 'http://[::1]/' },
        { variableName: 'Empty', value: '' },
      ],
    },
  },
])('$name "$value"', ({ name, value, gives }) => {
  expect(request({ [name]: value })).toEqual({ ...request(), ...gives })
})

test('a remote child needs both its server and a key', () => {
  const remote = { ...REQUIRED, 'ChildProject.Api.Key': 'API-1', 'ChildProject.Web.ServerUrl': 'https://other' }
  expect(parse(remote)).toMatchObject({ value: { server: { url: 'https://other', apiKey: 'API-1' } } })
  expect(parse({ ...remote, 'ChildProject.Api.Key': '' })).toMatchObject({ value: { server: null } })
  expect(parse({ ...remote, 'ChildProject.Web.ServerUrl': '' })).toEqual(
    err([{ kind: 'parameter-missing', parameter: 'ChildProject.Web.ServerUrl' }]),
  )
})

test('all that is wrong is reported at once', () => {
  const refused = parse({
    'ChildProject.DeploymentMode.Value': 'Promot',
    'ChildProject.Release.NotFoundError': 'Panic',
    'ChildProject.CancelDeployment.Seconds': '-1',
    'ChildProject.Project.Name': '  ',
  })
  expect(refused.ok ? [] : refused.error.map(explainParameterRefusal)).toEqual([
    'The parameter ChildProject.Space.Name is required and is blank.',
    'The parameter ChildProject.Project.Name is required and is blank.',
    'The parameter ChildProject.Destination.EnvironmentName is required and is blank.',
    'The parameter ChildProject.DeploymentMode.Value is "Promot"; it must be one of Promote, Redeploy, AlwaysLatest.',
    'The parameter ChildProject.Release.NotFoundError is "Panic"; it must be one of Error, Warning, Skip.',
    'The parameter ChildProject.CancelDeployment.Seconds is "-1"; it must be a whole number of seconds above 0.',
  ])
})

test('a blank mode is not taken for one', () => {
  expect(parse({ ...REQUIRED, 'ChildProject.DeploymentMode.Value': ' ' })).toMatchObject({
    error: [{ kind: 'parameter-unknown-value', value: '' }],
  })
})

test('defaults are added, expressions as they are; what is given stays, blank or not', () => {
  const given = new Map([[CHILD_PARAMETERS.machines.name, '']])
  const filled = withChildDefaults(given)
  expect(filled.get(CHILD_PARAMETERS.machines.name)).toBe('')
  expect(filled.get('ChildProject.Destination.EnvironmentName')).toBe('#{Octopus.Environment.Name}')
  expect(filled.size).toBe(Object.keys(CHILD_PARAMETERS).length)
})

test('S2 all spellings of nothing are equal', async () => {
  const arbNothing = fc.constantFrom('', ' ', '\t', 'N/A', 'n/a', ' N/A ')
  const nameable = ['Target.MachineNames', 'Deployment.FutureTime'] as const
  const blankable = ['Release.Number', 'SourceEnvironment.Name', 'Channel.Name', 'Tenant.Name'] as const
  await fc.assert(
    fc.property(arbNothing, fc.constantFrom(...nameable), (nothing, name) => {
      expect(request({ [name]: nothing })).toEqual(request())
    }),
  )
  await fc.assert(
    fc.property(fc.constantFrom('', ' ', '\t\n '), fc.constantFrom(...blankable), (nothing, name) => {
      expect(request({ [name]: nothing })).toEqual(request())
    }),
  )
})
