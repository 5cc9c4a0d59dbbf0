import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
let project: { readonly Id: string; readonly DeploymentProcessId: string; readonly VariableSetId: string }

beforeAll(async () => {
  app = await startApp()
  const lifecycle = (await app.api('GET', '/api/lifecycles/all')).body[0]
  project = (await app.api('POST', '/api/projects', { Name: 'Web API', LifecycleId: lifecycle.Id })).body
})
afterAll(() => app?.stop())

const refused = async (method: string, path: string, body: unknown): Promise<string> => {
  const answer = await app.api(method, path, body)
  expect(answer.status).toBe(400)
  return answer.body.Errors.join('\n')
}
const nested = (levels: number): unknown => (levels === 0 ? 'bottom' : { Inner: nested(levels - 1) })

describe('O what a body may hold', () => {
  test('O more than 5 MB is refused with 413', async () => {
    const answer = await app.api('POST', '/api/environments', { Name: 'Test', Extra: 'x'.repeat(5 * 1024 * 1024) })
    expect(answer).toMatchObject({ status: 413, body: { ErrorMessage: expect.any(String) } })
  })

  test('O more than 64 levels are refused, also where nobody looks', async () => {
    const environment = { Name: 'Deep', ExtensionSettings: [nested(62)] }
    expect((await app.api('POST', '/api/environments', environment)).status).toBe(201)
    expect(await refused('POST', '/api/environments', { Name: 'Deeper', Extra: nested(65) })).toContain('64 levels')
  })

  test('O lists of more than 10,000 entries are refused by name', async () => {
    const Roles = Array.from({ length: 10_001 }, (_, n) => `role-${n}`)
    const machine = { Name: 'm', EnvironmentIds: ['Environments-1'], Roles, Endpoint: { CommunicationStyle: 'None' } }
    expect(await refused('POST', '/api/machines', machine)).toBe('Roles: must have at most 10000 entries.')
  })

  test('O a text of more than 1 MB is refused by name, whatever it is made of', async () => {
    for (const Description of ['x'.repeat(1024 * 1024 + 1), 'ä'.repeat(512 * 1024 + 1)]) {
      expect(await refused('POST', '/api/environments', { Name: 'Large', Description })).toBe(
        'Description: must have at most 1 MB of text.',
      )
    }
  })
})

test('O a process has at most 500 steps', async () => {
  const path = `/api/deploymentprocesses/${project.DeploymentProcessId}`
  const Steps = Array.from({ length: 501 }, (_, n) => ({ Name: `Step ${n}`, Actions: [] }))
  expect(await refused('PUT', path, { Version: 0, Steps })).toBe('Steps: must have at most 500 entries.')
})

test('O a variable set has at most 10,000 variables', async () => {
  const path = `/api/variables/${project.VariableSetId}`
  const Variables = Array.from({ length: 10_001 }, (_, n) => ({ Name: `V${n}`, Value: '' }))
  expect(await refused('PUT', path, { Version: 0, Variables })).toContain('Variables: must have at most 10000 entries.')
})

test('O a deployment names at most 10,000 machines', async () => {
  const SpecificMachineIds = Array.from({ length: 10_001 }, (_, n) => `Machines-${n}`)
  const body = { ReleaseId: 'Releases-1', EnvironmentId: 'Environments-1', SpecificMachineIds }
  expect(await refused('POST', '/api/deployments', body)).toBe('SpecificMachineIds: must have at most 10000 entries.')
})

test('names of properties match without case, and unknown ones are ignored', async () => {
  const made = await app.api('POST', '/api/environments', { nAmE: 'Odd case', DESCRIPTION: 'x', Nonsense: { a: [1] } })
  expect(made).toMatchObject({ status: 201, body: { Name: 'Odd case', Description: 'x' } })
  expect(made.body).not.toHaveProperty('Nonsense')
})
