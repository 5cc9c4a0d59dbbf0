import { expect, test } from 'vitest'
import type { AcmePages } from '../acme-pages.ts'
import { barriers } from '../browser.ts'

/** Where releases go: environments, lifecycles, tenants. */
export function placeForms(pages: AcmePages): void {
  const { at, stored, button, field, choose, done } = pages

  test('environments are made, put in order, changed and deleted', async () => {
    const names = async () => (await stored('/environments/all')).map(({ Name }: { Name: string }) => Name)
    await pages.page.goto(at('/environments'))
    await button('Add an environment').click()
    await field('Name').waitFor()
    // Escape closes what nothing was typed into, and nothing else.
    await pages.page.keyboard.press('Escape')
    await pages.page.getByRole('dialog').waitFor({ state: 'detached' })
    await button('Add an environment').click()
    await field('Name').fill('Training')
    await pages.page.keyboard.press('Escape')
    await field('Name').press('End')
    expect(await field('Name').inputValue()).toBe('Training')
    await done('Add')
    expect((await names()).at(-1)).toBe('Training')
    await button('Move Training earlier').click()
    await expect.poll(async () => (await names()).at(-2)).toBe('Training')
    await button('Change Training').click()
    await pages.page.getByLabel('Ask people when a step fails').check()
    await done('Save')
    expect((await stored('/environments/training')).UseGuidedFailure).toBe(true)
    await button('Delete the environment Training').click()
    await done('Delete')
    expect(await names()).not.toContain('Training')
    // One that is in use stays, with its reason.
    await button('Delete the environment Staging').click()
    await button('Delete').last().click()
    await pages.page.getByRole('dialog').getByText('is used by').waitFor()
    await pages.page.keyboard.press('Escape')
    expect(await names()).toContain('Staging')
    // The audit has what was there before.
    await pages.page.goto(at('/audit'))
    await pages.page.getByText('1 field changed').first().click()
    await pages.page.getByRole('row', { name: 'UseGuidedFailure false true' }).waitFor()
  })

  test('the audit is narrowed by what, where, who and when, also in the file; a row leads to what it is about', async () => {
    const { page, world } = pages
    const set = await stored(`/variables/variableset-${world.projects['Web UI'].Id}`)
    const Variables = [...set.Variables, { Name: 'Audited', Value: 'yes' }]
    await pages.server.api('PUT', `${world.base}/variables/${set.Id}`, { ...set, Variables })
    await page.goto(at('/audit'))
    await choose('Environment', 'Staging')
    await choose('Project', 'Web UI')
    await choose('Who', 'admin')
    await field('First day').fill('2020-01-01')
    await field('Last day').fill('2020-12-31')
    await page.getByText('Nothing of this kind has happened').waitFor()
    const file = new URL((await page.getByRole('link', { name: 'Download as CSV' }).getAttribute('href'))!, page.url())
    expect(Object.fromEntries(file.searchParams)).toMatchObject({
      environments: world.environmentIds.Staging,
      projects: world.projects['Web UI'].Id,
      from: expect.stringMatching(/^20(19|20)-/),
      asCsv: 'true',
    })
    expect(await barriers(page)).toEqual([])
    // Who is given the address finds the same.
    await page.goto(at(`/audit?project=${world.projects['Web UI'].Id}`))
    await page.getByRole('link', { name: 'Project Web UI was created' }).click()
    await page.getByRole('heading', { level: 1, name: 'Web UI' }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: 'The variables of Web UI were changed' }).first().click()
    await page.getByRole('table', { name: 'Variables' }).getByText('Audited').waitFor()
  })

  test('a lifecycle gets phases; what the server refuses stays to be corrected', async () => {
    await pages.page.goto(at('/lifecycles'))
    await button('Add a lifecycle').click()
    await field('Name').fill('Hotfix')
    await done('Add')
    await pages.page.getByRole('heading', { level: 1, name: 'Hotfix' }).waitFor()
    await button('Add a phase').click()
    const phase = (name: string) => pages.page.getByRole('region', { name: `Phase ${name}` })
    await phase('Phase 1').getByRole('combobox', { name: 'Deployed to by hand' }).click()
    await pages.page.getByRole('option', { name: 'Staging' }).click()
    await pages.page.keyboard.press('Escape')
    await phase('Phase 1').getByRole('textbox', { name: 'Name' }).fill('Try it')
    await button('Add a phase').click()
    await phase('Phase 2').getByRole('combobox', { name: 'Deployed to automatically' }).click()
    await pages.page.getByRole('option', { name: 'Staging' }).click()
    await pages.page.keyboard.press('Escape')
    await button('Save').click()
    await pages.page.getByRole('region', { name: 'Phases' }).getByText('Staging may be in one phase only').waitFor()
    await pages.page.getByRole('alert').getByText('What is wrong is said at the fields.').waitFor()
    await phase('Phase 2').getByRole('button', { name: 'Remove' }).click()
    await choose('Releases are kept', 'for a while')
    await button('Save').click()
    const { environmentIds } = pages.world
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
    await pages.server.api('PUT', `${pages.world.base}/projects/${project.Id}`, { ...project, Templates })
    await pages.page.goto(at('/tenants'))
    await button('Add a tenant').click()
    await field('Name').fill('South')
    await done('Add')
    await pages.page.getByRole('heading', { level: 1, name: 'South' }).waitFor()
    await choose('Tags', 'Shared')
    await pages.page.keyboard.press('Escape')
    await button('Connect a project').click()
    await pages.page.getByRole('menuitem', { name: 'Web API' }).click()
    await choose('Environments of Web API', 'Prod Approval')
    await pages.page.keyboard.press('Escape')
    const general = pages.page.getByRole('region', { name: 'General' })
    await general.getByRole('button', { name: 'Save' }).click()
    await general.getByText("no lifecycle of the project 'Web API' contains Prod Approval").waitFor()
    const connections = general.getByRole('combobox', { name: 'Environments of Web API' })
    expect(await connections.getAttribute('aria-invalid')).toBe('true')
    await general.getByRole('alert').getByText('What is wrong is said at the fields.').waitFor()
    await connections.click()
    await pages.page.getByRole('option', { name: 'Prod Approval' }).click()
    await pages.page.getByRole('option', { name: 'Test', exact: true }).click()
    await pages.page.keyboard.press('Escape')
    await general.getByRole('button', { name: 'Save' }).click()
    const values = pages.page.getByRole('region', { name: 'Values', exact: true })
    await values.getByText('2 are missing').waitFor()
    const south = (await stored('/tenants?partialName=South')).Items[0]
    expect(south).toMatchObject({
      TenantTags: ['Hosting/Shared'],
      ProjectEnvironments: { [project.Id]: [pages.world.environmentIds.Test] },
    })
    await pages.page.getByLabel('Web address, Web API, Test').fill('https://south.example.com')
    await pages.page.getByLabel('Password, Web API, Test').fill('swordfish')
    await values.getByRole('button', { name: 'Save' }).click()
    await values.getByText('are missing').waitFor({ state: 'detached' })
    const secret = pages.page.getByLabel('Password, Web API, Test')
    await expect.poll(() => secret.inputValue(), { message: 'a secret is not shown again' }).toBe('')
    const answers = (await stored(`/tenants/${south.Id}/projectvariables`)).Variables
    expect(answers.map(({ Value }: { Value: unknown }) => Value)).toEqual([
      'https://south.example.com',
      expect.objectContaining({ HasValue: true }),
    ])
    // What is asked for no longer is told where it was asked; nothing typed is lost.
    const ask = async (templates: readonly object[]) => {
      const asking = await stored('/projects/web-api')
      await pages.server.api('PUT', `${pages.world.base}/projects/${asking.Id}`, { ...asking, Templates: templates })
    }
    const { Templates: asked } = await stored('/projects/web-api')
    await ask([...asked, { Name: 'Tenant.Port', Label: 'Port' }])
    const port = pages.page.getByLabel('Port, Web API, Test')
    await port.fill('8080')
    await ask(asked)
    await values.getByRole('button', { name: 'Save' }).click()
    await values.getByRole('row', { name: /^Port.*has no such template/ }).waitFor()
    await values.getByRole('alert').getByText('What is wrong is said at the fields.').waitFor()
    expect(await port.inputValue()).toBe('8080')
    await button('Delete the tenant South').click()
    await done('Delete')
    await pages.page.getByRole('heading', { level: 1, name: 'Tenants' }).waitFor()
  })

  test('a tag set is made; a tag that is in use is not taken away', async () => {
    await pages.page.goto(at('/tenants/tag-sets'))
    await button('Add a tag set').click()
    await field('Name').fill('Region')
    await button('Add a tag').click()
    await field('Name of tag 1').fill('Europe')
    await done('Save')
    expect((await stored('/tagsets?partialName=Region')).Items[0].Tags).toMatchObject([{ Name: 'Europe' }])
    await button('Change Hosting').click()
    await button('Remove tag 1').click()
    await button('Save').click()
    const tags = pages.page.getByRole('dialog').getByRole('region', { name: 'Tags' })
    await tags.getByText('is in use').first().waitFor()
    await pages.page.getByRole('dialog').getByText('What is wrong is said at the fields.').waitFor()
    await pages.page.keyboard.press('Escape')
  })

  test('the list of tenants is narrowed by the server, by name and by tag', async () => {
    const add = (tenant: object) => pages.server.api('POST', `${pages.world.base}/tenants`, tenant)
    await add({ Name: 'East', TenantTags: ['Hosting/Shared'] })
    await add({ Name: 'West' })
    const names = () => pages.page.getByRole('table').getByRole('link').allTextContents()
    await pages.page.goto(at('/tenants'))
    await expect.poll(names).toEqual(['East', 'North', 'West'])
    await field('Filter by name').fill('st')
    await expect.poll(names).toEqual(['East', 'West'])
    await choose('Filter by tag', 'Shared')
    await expect.poll(names).toEqual(['East'])
    await field('Filter by name').fill('nobody')
    await pages.page.getByText('No tenant is like that.').waitFor()
  })
}
