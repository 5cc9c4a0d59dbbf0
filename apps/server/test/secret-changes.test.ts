import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from './start-app.ts'

const S = '/api/Spaces-1'
let app: TestApp
let project: { readonly Id: string; readonly VariableSetId: string }

beforeAll(async () => {
  app = await startApp()
  const lifecycle = (await app.api('GET', `${S}/lifecycles`)).body.Items[0]
  const group = (await app.api('GET', `${S}/projectgroups`)).body.Items[0]
  project = await must('POST', 'projects', { Name: 'Shop', LifecycleId: lifecycle.Id, ProjectGroupId: group.Id })
}, 60_000)
afterAll(() => app.stop())

async function must(method: string, path: string, body?: unknown) {
  const answer = await app.api(method, `${S}/${path}`, body)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

interface Difference {
  readonly op: string
  readonly path: string
  readonly old?: { readonly Hash: string }
  readonly value?: { readonly Hash: string }
}

/** What the newest event about something says of secrets. */
async function newest(id: string): Promise<readonly Difference[]> {
  const { Items } = await must('GET', `events?regarding=${id}&take=1`)
  return (Items[0].ChangeDetails.Differences ?? []).filter(({ path }: Difference) => path.startsWith('/Secrets/'))
}

const plain = (text: string) =>
  (['hex', 'base64', 'base64url'] as const).map((form) => createHash('sha256').update(text).digest(form))

test('K6: the audit says of a secret only that it changed; equal ones cannot be told by it', async () => {
  const path = `variables/${project.VariableSetId}`
  const save = async (values: Readonly<Record<string, string>>) => {
    const { Version, Variables } = await must('GET', path)
    const idOf = (name: string) => Variables.find((each: { Name: string }) => each.Name === name)?.Id ?? ''
    await must('PUT', path, {
      Version,
      Variables: Object.entries(values).map(([Name, Value]) => ({ Id: idOf(Name), Name, Value, Type: 'Sensitive' })),
    })
    return newest(project.VariableSetId)
  }
  const added = await save({ One: 'c4n4ry', Other: 'c4n4ry' })
  expect(added.map(({ op }) => op)).toEqual(['add', 'add'])
  const [one, other] = added.map(({ value }) => value!.Hash)
  expect(one).not.toBe(other)
  for (const hash of plain('c4n4ry')) expect([one, other]).not.toContain(hash)

  const [changed, ...more] = await save({ One: 'changed', Other: 'c4n4ry' })
  expect(more).toEqual([])
  expect(changed).toMatchObject({ op: 'replace', path: added[0]!.path, old: { Hash: one } })
  expect(changed!.value!.Hash).not.toBe(one)
  const [removed] = await save({ One: 'changed' })
  expect(removed).toMatchObject({ op: 'remove', old: { Hash: other } })
  expect(JSON.stringify(await must('GET', 'events?take=1000'))).not.toContain('c4n4ry')
})

test('K6: secrets of accounts, of processes and of tenants too', async () => {
  const body = { Name: 'Account', AccountType: 'UsernamePassword', Username: 'u' }
  const account = await must('POST', 'accounts', { ...body, Password: { HasValue: true, NewValue: 'one' } })
  await must('PUT', `accounts/${account.Id}`, { ...account, Password: { HasValue: true, NewValue: 'two' } })
  expect(await newest(account.Id)).toMatchObject([{ op: 'replace', path: '/Secrets/Password' }])

  const processId = `deploymentprocess-${project.Id}`
  const process = await must('GET', `deploymentprocesses/${processId}`)
  const Properties = { Token: { HasValue: true, NewValue: 'one' } }
  const Steps = [{ Name: 'Run', Actions: [{ Name: 'Run', ActionType: 'Octopus.Script', Properties }] }]
  await must('PUT', `deploymentprocesses/${processId}`, { ...process, Steps })
  expect(await newest(processId)).toMatchObject([{ op: 'add', path: expect.stringContaining('Token') }])

  const set = await must('POST', 'libraryvariablesets', {
    Name: 'Shared',
    Templates: [{ Name: 'Key', DisplaySettings: { 'Octopus.ControlType': 'Sensitive' } }],
  })
  const environment = await must('POST', 'environments', { Name: 'Test' })
  const tenanted = await must('GET', `projects/${project.Id}`)
  await must('PUT', `projects/${project.Id}`, {
    ...tenanted,
    TenantedDeploymentMode: 'TenantedOrUntenanted',
    IncludedLibraryVariableSetIds: [set.Id],
  })
  const tenant = await must('POST', 'tenants', {
    Name: 'Acme',
    ProjectEnvironments: { [project.Id]: [environment.Id] },
  })
  const answer = async (NewValue: string) => {
    const stored = await must('GET', `tenants/${tenant.Id}/variables`)
    stored.LibraryVariables[set.Id].Variables[set.Templates[0].Id] = { HasValue: true, NewValue }
    await must('PUT', `tenants/${tenant.Id}/variables`, stored)
    return newest(tenant.Id)
  }
  const [added] = await answer('one')
  expect(added).toMatchObject({ op: 'add' })
  expect(await answer('two')).toMatchObject([{ op: 'replace', path: added!.path, old: added!.value }])
})
