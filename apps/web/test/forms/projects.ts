import { expect, test } from 'vitest'
import type { AcmePages } from '../acme-pages.ts'
import { barriers } from '../browser.ts'

/** What an action needs that runs a script on a worker. */
const SCRIPT = {
  'Octopus.Action.RunOnServer': 'true',
  'Octopus.Action.Script.Syntax': 'Bash',
  'Octopus.Action.Script.ScriptBody': 'true',
}

/** Projects with their triggers, channels and runbooks. */
export function projectForms(pages: AcmePages): void {
  const { at, stored, button, field, choose, done } = pages

  test('a schedule is made, corrected where the server refuses it, switched off and deleted', async () => {
    const project = pages.world.projects['Web UI'].Id
    const triggers = async () => (await stored(`/projects/${project}/triggers`)).Items
    await pages.page.goto(at('/projects/web-ui/triggers'))
    await button('Add a trigger').click()
    await pages.page.getByRole('menuitem', { name: 'On a schedule' }).click()
    await field('Name').fill('Nightly')
    await choose('Runs', 'by a cron expression')
    await field('Cron expression').fill('every night')
    await choose('From', 'Test')
    await pages.page.keyboard.press('Escape')
    await choose('To', 'Staging')
    await button('Save').click()
    await pages.page.getByRole('dialog').getByText('What is wrong is said at the fields.').waitFor()
    expect(await field('Cron expression').getAttribute('aria-invalid')).toBe('true')
    await field('Cron expression').fill('0 0 2 * * *')
    await done('Save')
    const [made] = await triggers()
    expect(made).toMatchObject({
      Name: 'Nightly',
      Filter: { FilterType: 'CronExpressionSchedule', CronExpression: '0 0 2 * * *' },
      Action: {
        ActionType: 'DeployLatestRelease',
        SourceEnvironmentIds: [pages.world.environmentIds.Test],
        DestinationEnvironmentId: pages.world.environmentIds.Staging,
      },
    })
    await button('Change Nightly').click()
    await choose('Runs', 'again and again during a day')
    await pages.page.getByLabel('From').first().fill('09:30')
    await done('Save')
    expect((await triggers())[0].Filter).toMatchObject({ FilterType: 'ContinuousDailySchedule', RunAfter: '09:30' })
    await pages.page.getByRole('switch', { name: 'Nightly' }).click()
    await expect.poll(async () => (await triggers())[0].IsDisabled).toBe(true)
    await button('Delete the trigger Nightly').click()
    await done('Delete')
    expect(await triggers()).toEqual([])
  })

  test('a trigger for targets says which, and what they get', async () => {
    const project = pages.world.projects['Web UI'].Id
    await pages.page.goto(at('/projects/web-ui/triggers'))
    await button('Add a trigger').click()
    await pages.page.getByRole('menuitem', { name: 'When targets change' }).click()
    await field('Name').fill('New machines')
    await choose('In these environments', 'Staging')
    await pages.page.keyboard.press('Escape')
    await pages.page.getByLabel('Deploy only what is missing').check()
    await done('Save')
    expect((await stored(`/projects/${project}/triggers`)).Items[0]).toMatchObject({
      Filter: { EventGroups: ['MachineAvailableForDeployment'], EnvironmentIds: [pages.world.environmentIds.Staging] },
      Action: { ActionType: 'AutoDeploy', ShouldDeployOnlyMissing: true },
    })
  })

  test('a channel is made and deleted; a process that takes no versions has no rules for them', async () => {
    const channels = async () => (await stored(`/projects/${pages.world.projects['Web UI'].Id}/channels`)).Items
    await pages.page.goto(at('/projects/web-ui/channels'))
    await button('Add a channel').click()
    await field('Name').fill('Hotfix')
    await pages.page.getByText('no rule is needed').waitFor()
    expect(await button('Add a rule').isDisabled()).toBe(true)
    await done('Save')
    expect((await channels()).map(({ Name }: { Name: string }) => Name)).toContain('Hotfix')
    await button('Delete the channel Hotfix').click()
    await done('Delete')
    expect((await channels()).map(({ Name }: { Name: string }) => Name)).toEqual(['Default'])
  })

  test('a project is made, given other settings, and deleted', async () => {
    await pages.page.goto(at('/projects'))
    await button('New project').click()
    await field('Name').fill('Web UI')
    await button('Create the project').click()
    await pages.page.getByRole('dialog').getByRole('alert').waitFor()
    await field('Name').fill('Mail relay')
    await done('Create the project')
    await pages.page.getByRole('heading', { level: 1, name: 'Mail relay' }).waitFor()
    await pages.page.getByRole('tab', { name: 'Settings' }).click()
    await field('About').fill('Sends *mail*')
    await field('Notes of a release for which nobody writes any').fill('Nothing new in #{Octopus.Release.Number}')
    await choose('A target that cannot be reached', 'is left out')
    await button('Save').click()
    await expect
      .poll(() => stored('/projects/mail-relay'))
      .toMatchObject({
        Description: 'Sends *mail*',
        ReleaseNotesTemplate: 'Nothing new in #{Octopus.Release.Number}',
        ProjectConnectivityPolicy: { SkipMachineBehavior: 'SkipUnavailableMachines' },
      })
    await button('Delete the project Mail relay').click()
    await done('Delete')
    await pages.page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor()
    expect((await pages.server.api('GET', `${pages.world.base}/projects/mail-relay`)).status).toBe(404)
  })

  test('a runbook is written, published and run with an answer to its question', async () => {
    const { VariableSetId } = await stored('/projects/web-ui')
    const set = await stored(`/variables/${VariableSetId}`)
    const asked = { Name: 'Reason', Value: '', Type: 'String', Prompt: { Label: 'Why', Required: true } }
    await pages.server.api('PUT', `${pages.world.base}/variables/${VariableSetId}`, {
      ...set,
      Variables: [...set.Variables, asked],
    })
    await pages.page.goto(at('/projects/web-ui/runbooks'))
    await button('Add a runbook').click()
    await field('Name').fill('Restart it')
    await done('Save')
    await pages.page.getByRole('heading', { level: 2, name: 'Restart it' }).waitFor()
    await button('Add a step').click()
    await pages.page.getByRole('menuitem', { name: 'Run a script' }).click()
    await pages.page.getByLabel('Script', { exact: true }).fill('echo "Because #{Reason}"')
    await button('Save').click()
    await button('Discard the changes').waitFor({ state: 'detached' })
    await button('Publish').click()
    await pages.page.getByText('is published and up to date').waitFor()
    await pages.page.getByRole('link', { name: 'Run …' }).click()
    await pages.page.getByRole('heading', { level: 1, name: 'Run Restart it' }).waitFor()
    await choose('Environment', 'Staging')
    await field('Why').fill('it is slow')
    await button('Run').click()
    await pages.page.locator('main header').getByText('Succeeded').waitFor({ timeout: 30_000 })
    await button('Open all').click()
    await pages.page.getByText('Because it is slow').waitFor()
    const [run] = (await stored('/runbookruns')).Items
    expect(run).toMatchObject({ EnvironmentId: pages.world.environmentIds.Staging })
    // What was published stays what is run, until it is published again.
    await pages.page.goto(at('/projects/web-ui/runbooks/restart-it'))
    await pages.page.getByRole('region', { name: 'Runs' }).getByText('Succeeded').waitFor()
    await field('Name').fill('Say why')
    await button('Save').click()
    await pages.page.getByText('Its steps changed since').waitFor()
    await button('Publish').click()
    await pages.page.getByText('is published and up to date').waitFor()
    // Another snapshot is run with what was chosen and typed.
    const { Items } = await stored(`/projects/${run.ProjectId}/runbooks/${run.RunbookId}/runbooksnapshots`)
    expect(Items).toHaveLength(2)
    await pages.page.getByRole('link', { name: 'Run …', exact: true }).first().click()
    await pages.page.getByRole('heading', { level: 1, name: 'Run Restart it' }).waitFor()
    await choose('Environment', 'Staging')
    await field('Why').fill('it is slow again')
    await choose('Snapshot', Items[1].Name)
    await pages.page.waitForURL((url) => url.hash.endsWith(`snapshot=${Items[1].Id}`))
    expect(await field('Why').inputValue()).toBe('it is slow again')
    await button('Run').click()
    await pages.page.locator('main header').getByText('Succeeded').waitFor({ timeout: 30_000 })
    expect((await stored('/runbookruns')).Items[0]).toMatchObject({ RunbookSnapshotId: Items[1].Id })
  })

  test('a project group is made, renamed and deleted; one with projects stays', async () => {
    const names = async () => (await stored('/projectgroups/all')).map(({ Name }: { Name: string }) => Name)
    await pages.page.goto(at('/projects'))
    await pages.page.getByRole('link', { name: 'Groups' }).click()
    await button('Add a group').click()
    await field('Name').fill('Back office')
    await done('Add')
    await button('Change Back office').click()
    await field('Name').fill('Back end')
    await done('Save')
    expect(await names()).toContain('Back end')
    await button('Delete the group Back end').click()
    await done('Delete')
    expect(await names()).not.toContain('Back end')
    const [first] = await names()
    await button(`Delete the group ${first}`).click()
    await button('Delete').click()
    await pages.page.getByRole('dialog').getByText('Move its projects to another group first').waitFor()
    await pages.page.keyboard.press('Escape')
  })

  test('a trigger answers what its project asks for; a secret answer is not shown again and stays', async () => {
    const { VariableSetId, Id } = await stored('/projects/database')
    const set = await stored(`/variables/${VariableSetId}`)
    const asked = [
      { Name: 'Window', Value: '', Type: 'String', Prompt: { Label: 'Maintenance window', Required: true } },
      { Name: 'Pin', Value: '', Type: 'Sensitive', IsSensitive: true, Prompt: { Label: 'Pin of the vault' } },
    ]
    await pages.server.api('PUT', `${pages.world.base}/variables/${VariableSetId}`, {
      ...set,
      Variables: [...set.Variables, ...asked],
    })
    const answers = async () => JSON.parse((await stored(`/projects/${Id}/triggers`)).Items[0].Action.Variables)
    await pages.page.goto(at('/projects/database/triggers'))
    await button('Add a trigger').click()
    await pages.page.getByRole('menuitem', { name: 'On a schedule' }).click()
    await field('Name').fill('Weekly')
    await choose('From', 'Test')
    await pages.page.keyboard.press('Escape')
    await choose('To', 'Staging')
    await field('Maintenance window').fill('short')
    await pages.page.getByLabel('Pin of the vault').fill('4711')
    expect(await barriers(pages.page)).toEqual([])
    await done('Save')
    expect(await answers()).toMatchObject({ Window: 'short', Pin: { HasValue: true } })
    await button('Change Weekly').click()
    expect(await field('Maintenance window').inputValue()).toBe('short')
    expect(await pages.page.getByLabel('Pin of the vault').inputValue()).toBe('')
    await field('Maintenance window').fill('')
    await done('Save')
    expect(await answers()).toEqual({ Pin: expect.objectContaining({ HasValue: true }) })
  })

  test('an older snapshot of a runbook is run, published again, and another one deleted', async () => {
    const project = await stored('/projects/web-api')
    const post = async (path: string, body: object) =>
      (await pages.server.api('POST', `${pages.world.base}${path}`, body)).body
    const runbook = await post(`/projects/${project.Id}/runbooks`, { Name: 'Greet' })
    const process = await stored(`/runbookprocesses/${runbook.RunbookProcessId}`)
    const snapshots = []
    for (const word of ['Hello', 'Goodbye']) {
      const Properties = {
        'Octopus.Action.RunOnServer': 'true',
        'Octopus.Action.Script.Syntax': 'Bash',
        'Octopus.Action.Script.ScriptBody': `echo ${word}`,
      }
      await pages.server.api('PUT', `${pages.world.base}/runbookprocesses/${process.Id}`, {
        ...process,
        Version: (await stored(`/runbookprocesses/${process.Id}`)).Version,
        Steps: [{ Name: 'Say it', Actions: [{ Name: 'Say it', ActionType: 'Octopus.Script', Properties }] }],
      })
      snapshots.push(await post('/runbooksnapshots?publish=true', { RunbookId: runbook.Id, ProjectId: project.Id }))
    }
    await pages.page.goto(at('/projects/web-api/runbooks/greet'))
    await pages.page.getByRole('row', { name: /^Snapshot 2.*Published/ }).waitFor()
    await pages.page.getByRole('link', { name: 'Run Snapshot 1' }).click()
    await pages.page.getByRole('heading', { level: 1, name: /^Run / }).waitFor()
    await choose('Environment', 'Staging')
    expect(await barriers(pages.page)).toEqual([])
    await button('Run').click()
    await pages.page.locator('main header').getByText('Succeeded').waitFor({ timeout: 30_000 })
    await button('Open all').click()
    await pages.page.getByText('Hello', { exact: true }).waitFor()
    expect((await stored(`/runbookruns?runbooks=${runbook.Id}`)).Items).toMatchObject([
      { RunbookSnapshotId: snapshots[0].Id },
    ])
    await pages.page.goto(at('/projects/web-api/runbooks/greet'))
    await button('Publish Snapshot 1').click()
    await pages.page.getByRole('row', { name: /^Snapshot 1.*Published/ }).waitFor()
    const { PublishedRunbookSnapshotId } = await stored(`/projects/${project.Id}/runbooks/greet`)
    expect(PublishedRunbookSnapshotId).toBe(snapshots[0].Id)
    await button('Delete Snapshot 2').click()
    await done('Delete')
    const left = await stored(`/projects/${project.Id}/runbooks/${runbook.Id}/runbooksnapshots`)
    expect(left.Items.map(({ Name }: { Name: string }) => Name)).toEqual(['Snapshot 1'])
  })

  test('a release takes the newest versions that its channel admits, or others that are chosen; its notes are shown as they will be read', async () => {
    const { page, server, world } = pages
    const send = async (method: 'POST' | 'PUT', path: string, body: object) => {
      const answer = await server.api(method, `${world.base}${path}`, body)
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
      return answer.body
    }
    const upload = async (version: string) => {
      await page.goto(at('/library/packages'))
      await button('Upload a package').click()
      const file = { name: `Bundle.${version}.zip`, mimeType: 'application/zip', buffer: Buffer.from(version) }
      await page.locator('input[type=file]').setInputFiles(file)
      await done('Upload')
    }
    for (const version of ['1.0.0', '1.1.0', '2.0.0-beta']) await upload(version)
    for (const version of ['8.1', '8.2']) await world.releaseComponent('Database', version)
    const { ProjectGroupId, LifecycleId } = await stored('/projects/web-ui')
    const project = await send('POST', '/projects', { Name: 'Bundle', ProjectGroupId, LifecycleId })
    const FeedId = (await stored('/feeds')).Items[0].Id
    const Packages = [{ Name: '', PackageId: 'Bundle', FeedId }]
    const Properties = { 'Octopus.Action.DeployRelease.ProjectId': world.projects.Database.Id }
    const Actions = [
      { Name: 'Install', ActionType: 'Octopus.Script', Packages, Properties: SCRIPT },
      { Name: 'Database', ActionType: 'Octopus.DeployRelease', Properties },
    ]
    const process = `/deploymentprocesses/${project.DeploymentProcessId}`
    const Steps = Actions.map((action) => ({ Name: action.Name, Actions: [action] }))
    await send('PUT', process, { ...(await stored(process)), Steps })

    // A rule is for all that the process takes, until somebody says otherwise.
    await page.goto(at('/projects/bundle/channels'))
    await button('Add a channel').click()
    await field('Name').fill('Finished')
    await button('Add a rule').click()
    await field('Range').fill('one to two')
    await button('Save').click()
    await page.getByText('is not a version range').waitFor()
    await page.getByRole('dialog').getByText('What is wrong is said at the fields.').waitFor()
    expect(await field('Range').getAttribute('aria-invalid')).toBe('true')
    await field('Range').fill('[1.0,9.0)')
    await field('Pre-release tag').fill('^$')
    await choose('Steps whose versions it judges', 'Database')
    await page.keyboard.press('Escape')
    expect(await barriers(page)).toEqual([])
    await done('Save')
    await page.getByRole('row', { name: /^Finished.*Install.*pre-release \^\$/ }).waitFor()

    await page.goto(at('/projects/bundle/releases/new'))
    const version = (step: string) => page.getByRole('combobox', { name: `Version for ${step}`, exact: true })
    await expect.poll(() => version('Install').inputValue()).toBe('2.0.0-beta')
    await choose('Channel', 'Finished')
    await expect.poll(() => version('Install').inputValue()).toBe('1.1.0')
    expect(await version('Database').inputValue()).toBe('8.2')
    await choose('Version for Install', '1.0.0')
    await choose('Version for Database', '8.1')
    await version('Database').fill('8.3')
    await field('Version').fill('5.0')
    await field('Release notes').fill('It has **everything**.')
    await page.getByRole('region', { name: 'As it will be read' }).getByText('everything', { exact: true }).waitFor()
    await button('Create release').click()
    await page.getByText('has no release 8.3').waitFor()
    expect(await version('Database').getAttribute('aria-invalid')).toBe('true')
    expect(await version('Install').getAttribute('aria-invalid')).toBe(null)
    expect(await barriers(page)).toEqual([])
    await version('Database').fill('8.1')
    await button('Create release').click()
    await page.getByRole('heading', { level: 1, name: 'Release 5.0' }).waitFor()
    expect(await stored(`/projects/${project.Id}/releases/5.0`)).toMatchObject({
      ReleaseNotes: 'It has **everything**.',
      SelectedPackages: [
        { ActionName: 'Install', Version: '1.0.0' },
        { ActionName: 'Database', Version: '8.1' },
      ],
    })
    // The next one says what this one took, and has the notes of the project's template if nobody writes any.
    await send('PUT', `/projects/${project.Id}`, { ...project, ReleaseNotesTemplate: 'As #{Octopus.Project.Name} is.' })
    await page.goto(at('/projects/bundle/releases/new'))
    await page.getByRole('row', { name: /^Install Bundle.*1\.0\.0/ }).waitFor()
    await page.getByRole('row', { name: /^Database.*8\.1/ }).waitFor()
    await field('Version').fill('5.1')
    await button('Create release').click()
    await page.getByRole('heading', { level: 1, name: 'Release 5.1' }).waitFor()
    expect((await stored(`/projects/${project.Id}/releases/5.1`)).ReleaseNotes).toBe('As Bundle is.')
    for (const { Id } of (await stored('/packages')).Items) await server.api('DELETE', `${world.base}/packages/${Id}`)
  })

  test('a deployment says where its tenant is not connected, and where it must go first', async () => {
    const { 'Web API': project } = pages.world.projects
    const { Development, Test } = pages.world.environmentIds
    const [north] = (await stored('/tenants?partialName=North')).Items
    await pages.server.api('PUT', `${pages.world.base}/tenants/${north.Id}`, {
      ...north,
      ProjectEnvironments: { [project.Id]: [Development, Test] },
    })
    await pages.world.releaseComponent('Web API', '2021.1.0.77')
    await pages.page.goto(at('/projects/web-api/releases/2021.1.0.77/deploy'))
    await choose('Tenant', 'North')
    await pages.page.getByText('North is not connected to Web API there.').first().waitFor()
    // Until the tenant is read again, it is connected to Staging still.
    await expect.poll(() => pages.page.getByText('First the phase Development must be complete.').count()).toBe(1)
    expect(await pages.page.getByRole('radio', { name: 'Production' }).isDisabled()).toBe(true)
    expect(await pages.page.getByRole('radio', { name: 'Development' }).isEnabled()).toBe(true)
    expect(await barriers(pages.page)).toEqual([])
    await pages.server.api('PUT', `${pages.world.base}/tenants/${north.Id}`, north)
  })

  test('an environment that was chosen before a tenant is none of a tenant that may not be there', async () => {
    const { page, server, world } = pages
    const { Development, Test } = world.environmentIds
    const post = async (path: string, body: object) => (await server.api('POST', `${world.base}${path}`, body)).body
    const Phases = [{ Name: 'Both', OptionalDeploymentTargets: [Development, Test] }]
    const { Id: LifecycleId } = await post('/lifecycles', { Name: 'Two at once', Phases })
    const { ProjectGroupId } = await stored('/projects/web-ui')
    const TenantedDeploymentMode = 'TenantedOrUntenanted'
    const project = await post('/projects', { Name: 'Places', ProjectGroupId, LifecycleId, TenantedDeploymentMode })
    const Actions = [{ Name: 'Run', ActionType: 'Octopus.Script', Properties: SCRIPT }]
    const process = `/deploymentprocesses/${project.DeploymentProcessId}`
    const Steps = [{ Name: 'Run', Actions }]
    await server.api('PUT', `${world.base}${process}`, { ...(await stored(process)), Steps })
    await post('/releases', { ProjectId: project.Id, Version: '1.0' })
    const far = await post('/tenants', { Name: 'Far', ProjectEnvironments: { [project.Id]: [Test] } })

    await page.goto(at('/projects/places/releases/1.0/deploy'))
    await page.getByRole('radio', { name: 'Development' }).click()
    await expect.poll(() => button('Deploy').isEnabled()).toBe(true)
    await choose('Tenant', 'Far')
    await page.getByText('For Far it cannot go to Development now.').waitFor()
    await page.getByText('Far is not connected to Places there.').waitFor()
    expect(await button('Deploy').isEnabled()).toBe(false)
    expect(await barriers(page)).toEqual([])
    await page.getByRole('radio', { name: 'Test' }).click()
    await expect.poll(() => button('Deploy').isEnabled()).toBe(true)
    await page.getByText('For Far it cannot go').waitFor({ state: 'detached' })

    // The same of a run of a runbook.
    const runbook = await post('/runbooks', {
      ProjectId: project.Id,
      Name: 'Look',
      MultiTenancyMode: TenantedDeploymentMode,
    })
    await post('/runbooksnapshots?publish=true', { RunbookId: runbook.Id, ProjectId: project.Id })
    await page.goto(at('/projects/places/runbooks/look/run'))
    await choose('Environment', 'Development')
    await expect.poll(() => button('Run').isEnabled()).toBe(true)
    await choose('Tenant', 'Far')
    await page.getByText('Choose an environment to see what would happen.').waitFor()
    expect(await button('Run').isEnabled()).toBe(false)
    await server.api('DELETE', `${world.base}/tenants/${far.Id}`)
  })
}
