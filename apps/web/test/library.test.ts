import { type AcmeWorld, buildAcmeWorld, startTestServer, type TestServer } from '@flotilla/testkit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { barriersInBothColours, hasBrowser, openBrowser, signIn, type Visit, visit } from './browser.ts'

const PASSWORD = 'correct horse battery staple'

describe.skipIf(!hasBrowser)('the forms', () => {
  let server: TestServer
  let world: AcmeWorld
  let browser: Browser
  let admin: Visit
  let page: Page
  const at = (path: string) => `${server.url}/#/${world.spaceId}${path}`
  /** What the server has under a path of the space. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of any kind
  const stored = async (path: string): Promise<any> => (await server.api('GET', `${world.base}${path}`)).body
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const field = (name: string | RegExp) => page.getByRole('textbox', { name, exact: true })
  /** Chooses in a field with a list. */
  const choose = async (name: string, option: string) => {
    await page.getByRole('combobox', { name }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
  /** The dialog closes when the server has accepted what was sent. */
  const done = (verb: string) =>
    Promise.all([page.getByRole('dialog').waitFor({ state: 'detached' }), button(verb).last().click()])

  beforeAll(async () => {
    server = await startTestServer({ env: { FLOTILLA_ADMIN_PASSWORD: PASSWORD } })
    world = await buildAcmeWorld(server, {
      space: 'Acme',
      promptedMode: 'Promote',
      shipped: null,
      tenants: [{ name: 'North', connected: { 'Web API': ['Test', 'Staging'] } }],
    })
    browser = await openBrowser()
    admin = await visit(browser, server.url)
    page = admin.page
    await page.goto(at('/projects'))
    await signIn(page, 'admin', PASSWORD)
    await page.getByRole('heading', { name: 'Projects', level: 1 }).waitFor()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.remove()
  })

  test('a schedule is made, corrected where the server refuses it, switched off and deleted', async () => {
    const project = world.projects['Web UI'].Id
    const triggers = async () => (await stored(`/projects/${project}/triggers`)).Items
    await page.goto(at('/projects/web-ui/triggers'))
    await button('Add a trigger').click()
    await page.getByRole('menuitem', { name: 'On a schedule' }).click()
    await field('Name').fill('Nightly')
    await choose('Runs', 'by a cron expression')
    await field('Cron expression').fill('every night')
    await choose('From', 'Test')
    await page.keyboard.press('Escape')
    await choose('To', 'Staging')
    await button('Save').click()
    await page.getByRole('dialog').getByRole('alert').waitFor()
    expect(await field('Cron expression').getAttribute('aria-invalid')).toBe('true')
    await field('Cron expression').fill('0 0 2 * * *')
    await done('Save')
    const [made] = await triggers()
    expect(made).toMatchObject({
      Name: 'Nightly',
      Filter: { FilterType: 'CronExpressionSchedule', CronExpression: '0 0 2 * * *' },
      Action: {
        ActionType: 'DeployLatestRelease',
        SourceEnvironmentIds: [world.environmentIds.Test],
        DestinationEnvironmentId: world.environmentIds.Staging,
      },
    })
    await button('Change Nightly').click()
    await choose('Runs', 'again and again during a day')
    await page.getByLabel('From').first().fill('09:30')
    await done('Save')
    expect((await triggers())[0].Filter).toMatchObject({ FilterType: 'ContinuousDailySchedule', RunAfter: '09:30' })
    await page.getByRole('switch', { name: 'Nightly' }).click()
    await expect.poll(async () => (await triggers())[0].IsDisabled).toBe(true)
    await button('Delete the trigger Nightly').click()
    await done('Delete')
    expect(await triggers()).toEqual([])
  })

  test('a trigger for targets says which, and what they get', async () => {
    const project = world.projects['Web UI'].Id
    await page.goto(at('/projects/web-ui/triggers'))
    await button('Add a trigger').click()
    await page.getByRole('menuitem', { name: 'When targets change' }).click()
    await field('Name').fill('New machines')
    await choose('In these environments', 'Staging')
    await page.keyboard.press('Escape')
    await page.getByLabel('Deploy only what is missing').check()
    await done('Save')
    expect((await stored(`/projects/${project}/triggers`)).Items[0]).toMatchObject({
      Filter: { EventGroups: ['MachineAvailableForDeployment'], EnvironmentIds: [world.environmentIds.Staging] },
      Action: { ActionType: 'AutoDeploy', ShouldDeployOnlyMissing: true },
    })
  })

  test('a channel with a version rule is made, its bad range told at its field', async () => {
    const channels = async () => (await stored(`/projects/${world.projects['Web UI'].Id}/channels`)).Items
    await page.goto(at('/projects/web-ui/channels'))
    await button('Add a channel').click()
    await field('Name').fill('Hotfix')
    await button('Add a rule').click()
    await field('Range of rule 1').fill('one to two')
    await button('Save').click()
    await page.getByText('is not a version range').first().waitFor()
    expect(await field('Range of rule 1').getAttribute('aria-invalid')).toBe('true')
    await field('Range of rule 1').fill('[1.0,2.0)')
    await done('Save')
    expect((await channels()).find(({ Name }: { Name: string }) => Name === 'Hotfix')).toMatchObject({
      Rules: [{ VersionRange: '[1.0,2.0)' }],
    })
    await button('Delete the channel Hotfix').click()
    await done('Delete')
    expect((await channels()).map(({ Name }: { Name: string }) => Name)).toEqual(['Default'])
  })

  test('a project is made, given other settings, and deleted', async () => {
    await page.goto(at('/projects'))
    await button('New project').click()
    await field('Name').fill('Web UI')
    await button('Create the project').click()
    await page.getByRole('dialog').getByRole('alert').waitFor()
    await field('Name').fill('Mail relay')
    await done('Create the project')
    await page.getByRole('heading', { level: 1, name: 'Mail relay' }).waitFor()
    await page.getByRole('tab', { name: 'Settings' }).click()
    await field('About').fill('Sends *mail*')
    await choose('A target that cannot be reached', 'is left out')
    await button('Save').click()
    await expect
      .poll(() => stored('/projects/mail-relay'))
      .toMatchObject({
        Description: 'Sends *mail*',
        ProjectConnectivityPolicy: { SkipMachineBehavior: 'SkipUnavailableMachines' },
      })
    await button('Delete the project Mail relay').click()
    await done('Delete')
    await page.getByRole('heading', { level: 1, name: 'Projects' }).waitFor()
    expect((await server.api('GET', `${world.base}/projects/mail-relay`)).status).toBe(404)
  })

  test('environments are made, put in order, changed and deleted', async () => {
    const names = async () => (await stored('/environments/all')).map(({ Name }: { Name: string }) => Name)
    await page.goto(at('/environments'))
    await button('Add an environment').click()
    await field('Name').fill('Training')
    await done('Add')
    expect((await names()).at(-1)).toBe('Training')
    await button('Move Training earlier').click()
    await expect.poll(async () => (await names()).at(-2)).toBe('Training')
    await button('Change Training').click()
    await page.getByLabel('Ask people when a step fails').check()
    await done('Save')
    expect((await stored('/environments/training')).UseGuidedFailure).toBe(true)
    await button('Delete the environment Training').click()
    await done('Delete')
    expect(await names()).not.toContain('Training')
    // One that is in use stays, with its reason.
    await button('Delete the environment Staging').click()
    await button('Delete').last().click()
    await page.getByRole('dialog').getByText('is used by').waitFor()
    await page.keyboard.press('Escape')
    expect(await names()).toContain('Staging')
  })

  test('a lifecycle gets phases; what the server refuses stays to be corrected', async () => {
    await page.goto(at('/lifecycles'))
    await button('Add a lifecycle').click()
    await field('Name').fill('Hotfix')
    await done('Add')
    await page.getByRole('heading', { level: 1, name: 'Hotfix' }).waitFor()
    await button('Add a phase').click()
    const phase = (name: string) => page.getByRole('region', { name: `Phase ${name}` })
    await phase('Phase 1').getByRole('combobox', { name: 'Deployed to by hand' }).click()
    await page.getByRole('option', { name: 'Staging' }).click()
    await page.keyboard.press('Escape')
    await phase('Phase 1').getByRole('textbox', { name: 'Name' }).fill('Try it')
    await button('Add a phase').click()
    await phase('Phase 2').getByRole('combobox', { name: 'Deployed to by itself' }).click()
    await page.getByRole('option', { name: 'Staging' }).click()
    await page.keyboard.press('Escape')
    await button('Save').click()
    await page.getByRole('alert').getByText('may be in one phase only').waitFor()
    await phase('Phase 2').getByRole('button', { name: 'Remove' }).click()
    await choose('Releases are kept', 'for a while')
    await button('Save').click()
    const { environmentIds } = world
    await expect
      .poll(async () => (await stored('/lifecycles?partialName=Hotfix')).Items[0])
      .toMatchObject({
        Phases: [{ Name: 'Try it', OptionalDeploymentTargets: [environmentIds.Staging] }],
        ReleaseRetentionPolicy: { Strategy: 'Count', QuantityToKeep: 30, Unit: 'Days' },
      })
  })

  test('a tenant is made, connected, and given the values that are missing', async () => {
    const project = await stored('/projects/web-api')
    const Templates = [
      { Name: 'Tenant.Url', Label: 'Web address' },
      { Name: 'Tenant.Password', Label: 'Password', DisplaySettings: { 'Octopus.ControlType': 'Sensitive' } },
    ]
    await server.api('PUT', `${world.base}/projects/${project.Id}`, { ...project, Templates })
    await page.goto(at('/tenants'))
    await button('Add a tenant').click()
    await field('Name').fill('South')
    await done('Add')
    await page.getByRole('heading', { level: 1, name: 'South' }).waitFor()
    await choose('Tags', 'Shared')
    await page.keyboard.press('Escape')
    await button('Connect a project').click()
    await page.getByRole('menuitem', { name: 'Web API' }).click()
    await choose('Environments of Web API', 'Test')
    await page.keyboard.press('Escape')
    const general = page.getByRole('region', { name: 'General' })
    await general.getByRole('button', { name: 'Save' }).click()
    const values = page.getByRole('region', { name: 'Values', exact: true })
    await values.getByText('2 are missing').waitFor()
    const south = (await stored('/tenants?partialName=South')).Items[0]
    expect(south).toMatchObject({
      TenantTags: ['Hosting/Shared'],
      ProjectEnvironments: { [project.Id]: [world.environmentIds.Test] },
    })
    await page.getByLabel('Web address, Web API, Test').fill('https://south.example.com')
    await page.getByLabel('Password, Web API, Test').fill('swordfish')
    await values.getByRole('button', { name: 'Save' }).click()
    await values.getByText('are missing').waitFor({ state: 'detached' })
    expect(await page.getByLabel('Password, Web API, Test').inputValue(), 'a secret is not shown again').toBe('')
    const answers = (await stored(`/tenants/${south.Id}/projectvariables`)).Variables
    expect(answers.map(({ Value }: { Value: unknown }) => Value)).toEqual([
      'https://south.example.com',
      expect.objectContaining({ HasValue: true }),
    ])
    await button('Delete the tenant South').click()
    await done('Delete')
    await page.getByRole('heading', { level: 1, name: 'Tenants' }).waitFor()
  })

  test('a tag set is made; a tag that is in use is not taken away', async () => {
    await page.goto(at('/tenants/tag-sets'))
    await button('Add a tag set').click()
    await field('Name').fill('Region')
    await button('Add a tag').click()
    await field('Name of tag 1').fill('Europe')
    await done('Save')
    expect((await stored('/tagsets?partialName=Region')).Items[0].Tags).toMatchObject([{ Name: 'Europe' }])
    await button('Change Hosting').click()
    await button('Remove tag 1').click()
    await button('Save').click()
    await page.getByRole('dialog').getByText('is in use').first().waitFor()
    await page.keyboard.press('Escape')
  })

  test('a variable set of the library is made, filled, and asks tenants', async () => {
    await page.goto(at('/library'))
    await button('Add a variable set').click()
    await field('Name').fill('Mail')
    await done('Save')
    await page.getByRole('heading', { level: 1, name: 'Mail' }).waitFor()
    await button('Add a value').click()
    await page.getByRole('combobox', { name: 'Name' }).fill('Mail.Host')
    await page.getByRole('dialog').getByLabel('Value', { exact: true }).fill('mail.example.com')
    await button('Done').click()
    await button('Save').click()
    await button('Ask for a value').click()
    await field('Variable').fill('Mail.Sender')
    await done('Save')
    const set = (await stored('/libraryvariablesets?partialName=Mail')).Items[0]
    expect(set.Templates).toMatchObject([{ Name: 'Mail.Sender' }])
    expect((await stored(`/variables/${set.VariableSetId}`)).Variables).toMatchObject([
      { Name: 'Mail.Host', Value: 'mail.example.com' },
    ])
  })

  test('a script module is written, and given up changes are gone', async () => {
    await page.goto(at('/library/script-modules'))
    await button('Add a script module').click()
    await field('Name').fill('Greetings')
    await done('Save')
    const code = page.getByLabel('Code')
    await code.fill('greet() { echo "Hello $1"; }')
    await button('Save').click()
    const { VariableSetId } = (await stored('/libraryvariablesets?partialName=Greetings')).Items[0]
    await expect
      .poll(async () => (await stored(`/variables/${VariableSetId}`)).Variables)
      .toMatchObject([
        { Name: 'Octopus.Script.Module[Greetings]', Value: 'greet() { echo "Hello $1"; }' },
        { Name: 'Octopus.Script.Module.Language[Greetings]', Value: 'Bash' },
      ])
    await code.fill('nothing')
    await button('Discard the changes').click()
    await expect.poll(() => code.textContent()).toContain('greet()')
    // The search finds it, and targets as well.
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Search/ }).click()
    await page.getByRole('combobox', { name: 'Search' }).fill('greetings')
    await page.getByRole('option', { name: /^Greetings/ }).click()
    await code.waitFor()
    await page.getByRole('button', { name: /^Search/ }).click()
    await page.getByRole('combobox', { name: 'Search' }).fill('s-web-api-01')
    await page.getByRole('option', { name: /^s-web-api-01/ }).waitFor()
    await page.keyboard.press('Escape')
  })

  test('a package is uploaded, refused a second time, and deleted', async () => {
    const file = { name: 'Web.Api.1.2.3.zip', mimeType: 'application/zip', buffer: Buffer.from('PK-some-bytes') }
    const upload = async () => {
      await page.goto(at('/library/packages'))
      await button('Upload a package').click()
      await page.locator('input[type=file]').setInputFiles(file)
    }
    await upload()
    await done('Upload')
    await page.getByRole('heading', { level: 1, name: 'Web.Api' }).waitFor()
    expect((await stored('/packages')).Items).toMatchObject([{ PackageId: 'Web.Api', Version: '1.2.3' }])
    await upload()
    await button('Upload').click()
    await page.getByRole('dialog').getByRole('alert').waitFor()
    await page.goto(at('/library/packages/Web.Api'))
    await button('Delete Web.Api 1.2.3').click()
    await done('Delete')
    expect((await stored('/packages')).Items).toEqual([])
  })

  test('a feed is added and changed; its password is never shown', async () => {
    await page.goto(at('/library/feeds'))
    await button('Add a feed').click()
    await field('Name').fill('Company feed')
    await field('Address').fill('not an address')
    await button('Save').click()
    await page.getByRole('dialog').getByText('is not an address').first().waitFor()
    await field('Address').fill('https://packages.example.com')
    await page.getByLabel('Password', { exact: true }).fill('swordfish')
    await done('Save')
    await button('Change Company feed').click()
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
    await field('User name').fill('reader')
    await done('Save')
    expect((await stored('/feeds?partialName=Company')).Items[0]).toMatchObject({
      Username: 'reader',
      Password: { HasValue: true },
    })
  })

  test('a team of the space gets a person and a restricted role, and the person sees what it lets him see', async () => {
    await page.goto(at('/settings/users'))
    await button('Add a user').click()
    await page.getByRole('menuitem', { name: 'A person' }).click()
    await field('User name').fill('rosa')
    await field('Password').fill('short')
    await button('Add').click()
    await page.getByRole('dialog').getByRole('alert').waitFor()
    await field('Password').fill('a much longer password')
    await done('Add')
    await page.getByRole('heading', { level: 1, name: 'rosa' }).waitFor()
    await page.goto(at('/settings/teams'))
    await button('Add a team').click()
    await field('Name').fill('Operators')
    await done('Add')
    await page.getByRole('heading', { level: 1, name: 'Operators' }).waitFor()
    await choose('Users', 'rosa')
    await page.keyboard.press('Escape')
    await button('Save').click()
    await button('Give a role').click()
    await choose('Role', 'Environment Viewer')
    await choose('Only for these environments', 'Staging')
    await page.keyboard.press('Escape')
    await done('Give')
    const team = (await stored('/teams?partialName=Operators')).Items[0]
    const user = (await server.api('GET', '/api/users/rosa')).body
    expect(team.MemberUserIds).toEqual([user.Id])
    const roles = (await server.api('GET', `/api/teams/${team.Id}/scopeduserroles`)).body.Items
    expect(roles).toMatchObject([{ SpaceId: world.spaceId, EnvironmentIds: [world.environmentIds.Staging] }])

    const rosa = await visit(browser, server.url)
    await rosa.page.goto(at('/environments'))
    await signIn(rosa.page, 'rosa', 'a much longer password')
    await rosa.page.getByRole('row', { name: /^Staging/ }).waitFor()
    expect(await rosa.page.getByRole('row', { name: /^Test/ }).count()).toBe(0)
    // What she may not do says so, and what she may not see is not offered.
    await rosa.page.getByRole('button', { name: 'Add an environment' }).click()
    await rosa.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Mine')
    await rosa.page.getByRole('button', { name: 'Add', exact: true }).click()
    await rosa.page.getByText('You may not see or do this').waitFor()
    await rosa.page.keyboard.press('Escape')
    await rosa.page.getByRole('button', { name: /Account of/ }).click()
    await rosa.page.getByRole('menuitem', { name: 'Your profile' }).waitFor()
    expect(await rosa.page.getByRole('menuitem', { name: 'Settings' }).count()).toBe(0)
    await rosa.page.getByRole('menuitem', { name: 'Your profile' }).click()
    await rosa.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Rosa Rubin')
    await rosa.page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(async () => (await server.api('GET', '/api/users/rosa')).body.DisplayName).toBe('Rosa Rubin')
    await rosa.page.context().close()

    await page.goto(at(`/settings/users/${user.Id}`))
    await button('Disable').click()
    await button('Enable').waitFor()
    expect((await server.api('GET', '/api/users/rosa')).body.IsActive).toBe(false)
  })

  test('a service account gets a key, which is shown once', async () => {
    await page.goto(at('/settings/users'))
    await button('Add a user').click()
    await page.getByRole('menuitem', { name: /service account/ }).click()
    await field('User name').fill('build-server')
    await done('Add')
    await page.getByRole('heading', { level: 1, name: 'build-server' }).waitFor()
    await button('Make a key').click()
    await field('What it is for').fill('Builds')
    await button('Make the key').click()
    const key = await page.getByRole('dialog').locator('pre').textContent()
    expect((await server.as(key!)('GET', '/api/users/me')).body.Username).toBe('build-server')
    await page.keyboard.press('Escape')
    await page.getByRole('row', { name: /^Builds/ }).waitFor()
  })

  test('a role of our own says what it allows', async () => {
    await page.goto(at('/settings/roles'))
    await button('Add a role').click()
    await field('Name').fill('Release reader')
    await page.getByRole('combobox', { name: 'In a space it allows' }).click()
    await page.getByRole('option', { name: 'Release: view' }).click()
    await page.keyboard.press('Escape')
    await done('Save')
    const roles = (await server.api('GET', '/api/userroles?partialName=Release%20reader')).body.Items
    expect(roles).toMatchObject([{ GrantedSpacePermissions: ['ReleaseView'] }])
    await page.getByRole('button', { name: /^Release reader/ }).click()
    await button('Delete the role Release reader').click()
    await done('Delete')
  })

  test('a runbook is written, published and run with an answer to its question', async () => {
    const { VariableSetId } = await stored('/projects/web-ui')
    const set = await stored(`/variables/${VariableSetId}`)
    const asked = { Name: 'Reason', Value: '', Type: 'String', Prompt: { Label: 'Why', Required: true } }
    await server.api('PUT', `${world.base}/variables/${VariableSetId}`, {
      ...set,
      Variables: [...set.Variables, asked],
    })
    await page.goto(at('/projects/web-ui/runbooks'))
    await button('Add a runbook').click()
    await field('Name').fill('Restart it')
    await done('Save')
    await page.getByRole('heading', { level: 2, name: 'Restart it' }).waitFor()
    await button('Add a step').click()
    await page.getByRole('menuitem', { name: 'Run a script' }).click()
    await page.getByLabel('Script', { exact: true }).fill('echo "Because #{Reason}"')
    await button('Save').click()
    await button('Discard the changes').waitFor({ state: 'detached' })
    await button('Publish').click()
    await page.getByText('is published, with all that stands here').waitFor()
    await page.getByRole('link', { name: 'Run …' }).click()
    await page.getByRole('heading', { level: 1, name: 'Run Restart it' }).waitFor()
    await choose('Environment', 'Staging')
    await field('Why').fill('it is slow')
    await button('Run').click()
    await page.locator('main header').getByText('Succeeded').waitFor({ timeout: 30_000 })
    await button('Open all').click()
    await page.getByText('Because it is slow').waitFor()
    const [run] = (await stored('/runbookruns')).Items
    expect(run).toMatchObject({ EnvironmentId: world.environmentIds.Staging })
    // What was published stays what is run, until it is published again.
    await page.goto(at('/projects/web-ui/runbooks/restart-it'))
    await page.getByRole('region', { name: 'Runs' }).getByText('Succeeded').waitFor()
    await field('Name').fill('Say why')
    await button('Save').click()
    await page.getByText('Its steps changed since').waitFor()
  })

  const PAGES = [
    '/projects/web-ui/runbooks',
    '/projects/web-ui/runbooks/restart-it',
    '/projects/web-ui/runbooks/restart-it/run',
    '/settings/users',
    '/settings/users/Users-1',
    '/settings/teams',
    '/settings/teams/Teams-2',
    '/settings/roles',
    '/settings/server',
    '/profile',
    '/library/variable-sets',
    '/library/variable-sets/LibraryVariableSets-1',
    '/library/script-modules',
    '/library/script-modules/LibraryVariableSets-2',
    '/library/packages',
    '/library/feeds',
    '/tenants',
    '/tenants/Tenants-1',
    '/tenants/tag-sets',
    '/environments',
    '/lifecycles',
    '/lifecycles/Lifecycles-2',
    '/projects/web-ui/settings',
    '/projects/web-ui/triggers',
    '/projects/web-ui/channels',
  ]
  test.each(PAGES)('nothing keeps anybody out of the page %j, in light and dark', async (path) => {
    expect(await barriersInBothColours(page, at(path))).toEqual([])
  })

  test('W3: all the while the browser had nothing to complain about', () => {
    expect(admin.complaints).toEqual([])
  })
})
