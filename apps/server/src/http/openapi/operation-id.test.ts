import { expect, test } from 'vitest'
import { operationIdOf } from './operation-id.ts'

const COMPOUNDS = ['DeploymentProcesses', 'MachinePolicies', 'SortOrder']

test.each([
  ['GET', '/projects', 'getProjects'],
  ['GET', '/projects/:id', 'getProject'],
  ['GET', '/projects/:id/summary', 'getProjectSummary'],
  ['GET', '/deploymentprocesses/:id', 'getDeploymentProcess'],
  ['DELETE', '/machinepolicies/:id', 'deleteMachinePolicy'],
  ['POST', '/projects', 'createProject'],
  ['PUT', '/projects/:id', 'replaceProject'],
  ['PUT', '/environments/sortorder', 'replaceEnvironmentsSortOrder'],
  ['POST', '/tasks/:id/cancel', 'cancelTask'],
  ['POST', '/releases/:id/snapshot-variables', 'createReleaseSnapshotVariable'],
  ['GET', '/releases/:id/deployments/preview/:environment', 'getReleaseDeploymentsPreviewByEnvironment'],
  ['GET', '/', 'getRoot'],
])('%s %s is %s', (method, path, name) => {
  expect(operationIdOf({ method, path, operationId: undefined }, COMPOUNDS)).toBe(name)
})

test('a name that the route gives itself wins', () => {
  expect(operationIdOf({ method: 'GET', path: '/x', operationId: 'lookUpX' }, [])).toBe('lookUpX')
})
