import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadSecrets } from '../src/database/secrets.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
const api: TestApp['api'] = (method, path, body) => app.api(method, path, body)
const ok = async (method: string, path: string, body?: unknown) => {
  const answer = await api(method, path, body)
  expect([200, 201], JSON.stringify(answer.body)).toContain(answer.status)
  return answer.body
}

beforeAll(async () => {
  app = await startApp()
}, 60_000)
afterAll(() => app?.stop())

const SECRET = { HasValue: true, Hint: null }
const secret = (NewValue: string) => ({ HasValue: true, NewValue })

/** A project that has one of everything, secrets in every place. */
async function fullProject() {
  const project = await ok('POST', '/api/projects', {
    Name: 'Source',
    LifecycleId: 'Lifecycles-1',
    Description: 'from here',
    TenantedDeploymentMode: 'TenantedOrUntenanted',
    VersioningStrategy: { Template: '1.#{Octopus.Version.NextMinor}' },
    Templates: [{ Name: 'Url', DefaultValue: secret('template-secret') }],
  })
  const [own] = (await ok('GET', `/api/projects/${project.Id}/channels`)).Items
  const main = await ok('PUT', `/api/channels/${own.Id}`, { ...own, Name: 'Main', Description: 'the first' })
  const beta = await ok('POST', '/api/channels', { ProjectId: project.Id, Name: 'Beta', Rules: [{ Tag: '^beta' }] })
  await ok('PUT', `/api/projects/${project.Id}/channels/order`, [main.Id, beta.Id])
  const processPath = `/api/projects/${project.Id}/deploymentprocesses`
  const properties = {
    'Octopus.Action.RunOnServer': 'true',
    'Octopus.Action.Script.ScriptBody': 'echo',
    Key: secret('step-secret'),
  }
  const action = { Name: 'Step', ActionType: 'Octopus.Script', Channels: [beta.Id], Properties: properties }
  const process = await ok('PUT', processPath, { Version: 0, Steps: [{ Name: 'Step', Actions: [action] }] })
  const variables = await ok('GET', `/api/projects/${project.Id}/variables`)
  await ok('PUT', `/api/variables/${variables.Id}`, {
    ...variables,
    Variables: [
      { Name: 'Plain', Value: 'x', Scope: { Channel: [beta.Id], Action: [process.Steps[0].Actions[0].Id] } },
      { Name: 'Password', Value: 'variable-secret', Type: 'Sensitive', IsSensitive: true },
      { Name: 'Owner', Value: 'y', Scope: { ProcessOwner: [project.Id] } },
    ],
  })
  const environment = await ok('POST', '/api/environments', { Name: 'Test' })
  await ok('POST', '/api/projecttriggers', {
    ProjectId: project.Id,
    Name: 'Nightly',
    Filter: { FilterType: 'CronExpressionSchedule', CronExpression: '0 0 3 * * *', Timezone: 'UTC' },
    Action: {
      ActionType: 'DeployLatestReleaseToEnvironment',
      EnvironmentId: environment.Id,
      ChannelId: beta.Id,
      Variables: JSON.stringify({ Password: 'trigger-secret' }),
    },
  })
  const stored = await ok('GET', `/api/projects/${project.Id}`)
  return ok('PUT', `/api/projects/${project.Id}`, {
    ...stored,
    ReleaseCreationStrategy: { ...stored.ReleaseCreationStrategy, ChannelId: beta.Id },
  })
}

test('a clone has settings, channels, process, variables and triggers of its own, secrets included', async () => {
  const source = await fullProject()
  const clone = await ok('POST', `/api/projects?clone=${source.Slug}`, { Name: 'Clone', LifecycleId: 'Lifecycles-1' })
  expect(clone).toMatchObject({
    ClonedFromProjectId: source.Id,
    Description: 'from here',
    TenantedDeploymentMode: 'TenantedOrUntenanted',
    VersioningStrategy: source.VersioningStrategy,
    Slug: 'clone',
  })
  const channels = (await ok('GET', `/api/projects/${clone.Id}/channels`)).Items
  expect(channels.map(({ Name, IsDefault }: { Name: string; IsDefault: boolean }) => [Name, IsDefault])).toEqual([
    ['Main', true],
    ['Beta', false],
  ])
  const beta = channels[1]
  expect(beta.Rules[0].Tag).toBe('^beta')
  expect(clone.ReleaseCreationStrategy.ChannelId).toBe(beta.Id)

  const process = await ok('GET', `/api/projects/${clone.Id}/deploymentprocesses`)
  const [action] = process.Steps[0].Actions
  expect(action).toMatchObject({ Name: 'Step', Channels: [beta.Id], Properties: { Key: SECRET } })
  const secretsOf = async (ownerId: string) => [...(await loadSecrets(app.database, ownerId)).values()]
  expect(await secretsOf(process.Id)).toEqual(['step-secret'])
  expect(await secretsOf(clone.Id)).toEqual(['template-secret'])

  const { Variables } = await ok('GET', `/api/projects/${clone.Id}/variables`)
  const named = new Map(Variables.map((variable: { Name: string }) => [variable.Name, variable]))
  expect(named.get('Plain')).toMatchObject({ Scope: { Channel: [beta.Id], Action: [action.Id] } })
  expect(named.get('Owner')).toMatchObject({ Scope: { ProcessOwner: [clone.Id] } })
  expect(await secretsOf(clone.VariableSetId)).toEqual(['variable-secret'])

  const [trigger] = (await ok('GET', `/api/projects/${clone.Id}/triggers`)).Items
  expect(trigger.Action).toMatchObject({ ChannelId: beta.Id, Variables: JSON.stringify({ Password: SECRET }) })
  expect(await secretsOf(trigger.Id)).toEqual(['trigger-secret'])

  // What one of them changes is not changed for the other.
  await ok('PUT', `/api/variables/${clone.VariableSetId}`, {
    ...(await ok('GET', `/api/variables/${clone.VariableSetId}`)),
    Variables: [],
  })
  expect(await secretsOf(source.VariableSetId)).toEqual(['variable-secret'])
  await ok('PUT', `/api/projects/${clone.Id}`, await ok('GET', `/api/projects/${clone.Id}`))
  expect((await ok('GET', `/api/projects?clonedFromProjectId=${source.Id}`)).Items).toHaveLength(1)
  await ok('POST', '/api/releases', { ProjectId: clone.Id, Version: '1.0' })
})

test('who copies needs the rights to what is copied', async () => {
  const user = await ok('POST', '/api/users', { Username: 'copier', DisplayName: 'c', IsService: true })
  const team = await ok('POST', '/api/teams', { Name: 'copiers', MemberUserIds: [user.Id], SpaceId: 'Spaces-1' })
  const give = async (Name: string, GrantedSpacePermissions: string[]) => {
    const role = await ok('POST', '/api/userroles', { Name, GrantedSpacePermissions, GrantedSystemPermissions: [] })
    await ok('POST', '/api/scopeduserroles', { UserRoleId: role.Id, TeamId: team.Id, SpaceId: 'Spaces-1' })
    // Keys remember what their owner may do for a moment.
    return app.as((await ok('POST', `/api/users/${user.Id}/apikeys`, { Purpose: Name })).ApiKey)
  }
  const copy = (as: TestApp['api'], Name: string) =>
    as('POST', '/api/projects?clone=source', { Name, LifecycleId: 'Lifecycles-1' })
  const creator = await give('creates', ['ProjectCreate', 'ProjectView', 'LifecycleView'])
  const refused = await copy(creator, 'Copy 1')
  expect(refused.status).toBe(403)
  expect(refused.body.ErrorMessage).toContain('ProcessView')
  const editor = await give('edits', ['ProcessView', 'ProjectEdit', 'ProcessEdit'])
  const copied = await copy(editor, 'Copy 2')
  expect(copied.status, JSON.stringify(copied.body)).toBe(201)
  // Of variables and triggers he sees none, so none are copied.
  expect((await ok('GET', `/api/projects/${copied.body.Id}/variables`)).Variables).toEqual([])
  expect((await ok('GET', `/api/projects/${copied.body.Id}/triggers`)).Items).toEqual([])
  const reader = await give('reads', ['VariableViewUnscoped'])
  const withSecrets = await copy(reader, 'Copy 3')
  expect(withSecrets.status).toBe(403)
  expect(withSecrets.body.ErrorMessage).toContain('VariableEdit')
  expect((await api('POST', '/api/projects?clone=nothing', { Name: 'x', LifecycleId: 'Lifecycles-1' })).status).toBe(
    404,
  )
})

test('Z2 secrets are copied only by those who may change them in the source, and could use them there', async () => {
  const group = await ok('POST', '/api/projectgroups', { Name: 'Of the copier' })
  const user = await ok('POST', '/api/users', { Username: 'peeper', DisplayName: 'p', IsService: true })
  const team = await ok('POST', '/api/teams', { Name: 'peepers', MemberUserIds: [user.Id], SpaceId: 'Spaces-1' })
  const give = async (Name: string, GrantedSpacePermissions: string[], scope: object = {}) => {
    const role = await ok('POST', '/api/userroles', { Name, GrantedSpacePermissions, GrantedSystemPermissions: [] })
    await ok('POST', '/api/scopeduserroles', { UserRoleId: role.Id, TeamId: team.Id, SpaceId: 'Spaces-1', ...scope })
    return app.as((await ok('POST', `/api/users/${user.Id}/apikeys`, { Purpose: Name })).ApiKey)
  }
  const copy = (as: TestApp['api'], Name: string) =>
    as('POST', '/api/projects?clone=source', { Name, LifecycleId: 'Lifecycles-1', ProjectGroupId: group.Id })
  const edits = ['ProjectEdit', 'ProcessEdit', 'VariableEditUnscoped', 'VariableEdit']
  await give('sees all', ['ProjectView', 'ProcessView', 'LifecycleView', 'VariableViewUnscoped', 'VariableView'])
  let as = await give('owns a group', ['ProjectCreate', ...edits], { ProjectGroupIds: [group.Id] })
  for (const [lacking, ...given] of [['ProjectEdit'], ['ProcessEdit'], ['VariableEdit', 'VariableEditUnscoped']]) {
    const refused = await copy(as, `Without ${lacking}`)
    expect(refused.status).toBe(403)
    expect(refused.body.ErrorMessage).toContain(lacking)
    as = await give(`has ${lacking}`, [lacking!, ...given])
  }
  expect((await copy(as, 'With all')).status).toBe(201)
})
