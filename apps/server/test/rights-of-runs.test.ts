import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { client, createRunbook, publish } from './runbook-world.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
let ask: ReturnType<typeof client>

beforeAll(async () => {
  app = await startApp()
  ask = client(app.api)
}, 60_000)
afterAll(() => app?.stop())

const SAY = {
  Name: 'Say',
  Actions: [
    {
      Name: 'Say',
      ActionType: 'Octopus.Script',
      Properties: { 'Octopus.Action.RunOnServer': 'true', 'Octopus.Action.Script.ScriptBody': 'echo' },
    },
  ],
}

/** A run that waits, with a secret of its tenant frozen in a set of its own. */
async function runWithOwnValues() {
  const { project, runbook } = await createRunbook(app.api, {
    steps: [SAY],
    MultiTenancyMode: 'Tenanted',
    EnvironmentScope: 'All',
  })
  const { Templates } = await ask('PUT', `projects/${project.Id}`, {
    ...project,
    TenantedDeploymentMode: 'Tenanted',
    Templates: [{ Name: 'Key', DisplaySettings: { 'Octopus.ControlType': 'Sensitive' } }],
  })
  const environment = await ask('POST', 'environments', { Name: `Test of ${project.Id}` })
  const tenant = await ask('POST', 'tenants', {
    Name: `Tenant of ${project.Id}`,
    ProjectEnvironments: { [project.Id]: [environment.Id] },
  })
  const answers = { [environment.Id]: { [Templates[0].Id]: { HasValue: true, NewValue: 'the secret of one tenant' } } }
  await ask('PUT', `tenants/${tenant.Id}/variables`, { ProjectVariables: { [project.Id]: { Variables: answers } } })
  await publish(app.api, runbook)
  const run = await ask('POST', 'runbookRuns', {
    RunbookId: runbook.Id,
    EnvironmentId: environment.Id,
    TenantId: tenant.Id,
  })
  return { environment, run, setId: `variableset-${run.Id}` }
}

const rowsOf = async (setId: string) =>
  (
    await sql`select id from variable_set where id = ${setId}
      union all select field from secret where owner_id = ${setId}`.execute(app.database)
  ).rows.length

test('Z3 what a run keeps for itself is shown to nobody and changed by nobody, whatever rights to library sets he has', async () => {
  const { environment, setId } = await runWithOwnValues()
  expect(await rowsOf(setId)).toBe(2)
  expect((await app.api('GET', `/api/variables/${setId}`)).status).toBe(404)
  expect((await app.api('GET', `/api/variables/all?ids=${setId}`)).body).toEqual([])
  expect((await app.api('PUT', `/api/variables/${setId}`, { Version: 1, Variables: [] })).status).toBe(404)
  expect(JSON.stringify(await ask('GET', `environments/${environment.Id}/singlyScopedVariableDetails`))).not.toContain(
    'RunbookRuns-',
  )
})

test('what a run keeps for itself goes with it, secrets too', async () => {
  const { run, setId } = await runWithOwnValues()
  await ask('POST', `/api/tasks/${run.TaskId}/cancel`)
  await ask('DELETE', `runbookRuns/${run.Id}`)
  expect(await rowsOf(setId)).toBe(0)
})

test('a runbook that begins with the steps of one of another project is an event of its own project only', async () => {
  const { project: elsewhere, runbook } = await createRunbook(app.api, { steps: [SAY] })
  const { project } = await createRunbook(app.api, {})
  const copy = await ask('POST', `runbooks?clone=${runbook.Id}`, { ProjectId: project.Id, Name: 'Copy' })
  const { Items } = await ask('GET', `/api/events?regardingAny=${copy.Id}`)
  const related = Items.flatMap((event: { RelatedDocumentIds: string[] }) => event.RelatedDocumentIds)
  expect(related).toContain(project.Id)
  expect(related).not.toContain(elsewhere.Id)
})

/** Somebody with these rights, wherever `restricted` allows. */
async function userWith(permissions: readonly string[], restricted: object) {
  const Name = `User ${Object.values(restricted).flat().join()}`
  const role = await ask('POST', '/api/userroles', { Name, GrantedSpacePermissions: permissions })
  const user = await ask('POST', '/api/users', { Username: Name.replaceAll(' ', ''), IsService: true })
  const team = await ask('POST', '/api/teams', { Name, MemberUserIds: [user.Id] })
  const given = { TeamId: team.Id, UserRoleId: role.Id, SpaceId: 'Spaces-1', ...restricted }
  await ask('POST', '/api/scopeduserroles', given)
  return app.as((await ask('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'test' })).ApiKey)
}

test('Z3 of what a task waits for, those tasks are told of that the caller may see', async () => {
  const [hidden, own] = [await runWithOwnValues(), await runWithOwnValues()]
  await sql`update server_task set waiting_for_lock = 'one tag of two projects'
    where id in (${hidden.run.TaskId}, ${own.run.TaskId})`.execute(app.database)
  const user = await userWith(['TaskView'], { ProjectIds: [own.run.ProjectId] })
  const behind = async (api: typeof user) => (await api('GET', `/api/tasks/${own.run.TaskId}/queued-behind`)).body.Items
  expect((await behind(app.api)).map(({ Id }: { Id: string }) => Id)).toEqual([hidden.run.TaskId])
  expect(await behind(user)).toEqual([])
})

test('Z3 a template of runs names the tenants that the caller may see', async () => {
  const { run } = await runWithOwnValues()
  const user = await userWith(['RunbookView', 'TenantView'], { TenantIds: [run.TenantId] })
  const hidden = await ask('POST', 'tenants', {
    Name: 'Hidden',
    ProjectEnvironments: { [run.ProjectId]: [run.EnvironmentId] },
  })
  const path = `/api/Spaces-1/runbookSnapshots/${run.RunbookSnapshotId}/runbookRuns/template`
  const named = async (api: typeof user) =>
    (await api('GET', path)).body.TenantPromotions.map(({ Id }: { Id: string }) => Id)
  expect(await named(app.api)).toContain(hidden.Id)
  expect(await named(user)).toEqual([run.TenantId])
})
