import { expect, test } from 'vitest'
import type { AcmePages } from '../acme-pages.ts'
import { barriers, signIn, visit } from '../browser.ts'

/** Who may do what. */
export function peopleForms(pages: AcmePages): void {
  const { at, stored, button, field, choose, done } = pages

  test('a team of the space gets a person and a restricted role, and the person sees what it lets him see', async () => {
    await pages.page.goto(at('/settings/users'))
    await button('Add a user').click()
    await pages.page.getByRole('menuitem', { name: 'A person' }).click()
    await field('User name').fill('rosa')
    await field('Password').fill('short')
    await button('Add').click()
    await pages.page.getByRole('dialog').getByRole('alert').waitFor()
    await field('Password').fill('a much longer password')
    await done('Add')
    await pages.page.getByRole('heading', { level: 1, name: 'rosa' }).waitFor()
    await pages.page.goto(at('/settings/teams'))
    await button('Add a team').click()
    await field('Name').fill('Operators')
    await done('Add')
    await pages.page.getByRole('heading', { level: 1, name: 'Operators' }).waitFor()
    await choose('Users', 'rosa')
    await pages.page.keyboard.press('Escape')
    await button('Save').click()
    await button('Give a role').click()
    await choose('Role', 'Environment Viewer')
    await choose('Only for these environments', 'Staging')
    await pages.page.keyboard.press('Escape')
    await done('Give')
    const team = (await stored('/teams?partialName=Operators')).Items[0]
    const user = (await pages.server.api('GET', '/api/users/rosa')).body
    expect(team.MemberUserIds).toEqual([user.Id])
    const roles = (await pages.server.api('GET', `/api/teams/${team.Id}/scopeduserroles`)).body.Items
    expect(roles).toMatchObject([
      { SpaceId: pages.world.spaceId, EnvironmentIds: [pages.world.environmentIds.Staging] },
    ])

    const rosa = await visit(pages.browser, pages.server.url)
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
    await expect
      .poll(async () => (await pages.server.api('GET', '/api/users/rosa')).body.DisplayName)
      .toBe('Rosa Rubin')
    await rosa.page.context().close()

    await pages.page.goto(at(`/settings/users/${user.Id}`))
    await button('Disable').click()
    await button('Enable').waitFor()
    expect((await pages.server.api('GET', '/api/users/rosa')).body.IsActive).toBe(false)
  })

  test('a service account gets a key, which is shown once', async () => {
    await pages.page.goto(at('/settings/users'))
    await button('Add a user').click()
    await pages.page.getByRole('menuitem', { name: /service account/ }).click()
    await field('User name').fill('build-server')
    await done('Add')
    await pages.page.getByRole('heading', { level: 1, name: 'build-server' }).waitFor()
    await button('Make a key').click()
    await field('What it is for').fill('Builds')
    await button('Make the key').click()
    const key = await pages.page.getByRole('dialog').locator('pre').textContent()
    expect((await pages.server.as(key!)('GET', '/api/users/me')).body.Username).toBe('build-server')
    await pages.page.keyboard.press('Escape')
    await pages.page.getByRole('row', { name: /^Builds/ }).waitFor()
  })

  test('a role of our own says what it allows', async () => {
    await pages.page.goto(at('/settings/roles'))
    await button('Add a role').click()
    await field('Name').fill('Release reader')
    await pages.page.getByRole('combobox', { name: 'In a space it allows' }).click()
    await pages.page.getByRole('option', { name: 'Release: view' }).click()
    await pages.page.keyboard.press('Escape')
    await done('Save')
    const roles = (await pages.server.api('GET', '/api/userroles?partialName=Release%20reader')).body.Items
    expect(roles).toMatchObject([{ GrantedSpacePermissions: ['ReleaseView'] }])
    await pages.page.getByRole('button', { name: /^Release reader/ }).click()
    await button('Delete the role Release reader').click()
    await done('Delete')
  })

  test('a service account trusts a build server, and no longer; its issuer is corrected where the server refuses it', async () => {
    await pages.server.api('POST', '/api/users', { Username: 'pipeline', DisplayName: 'Pipeline', IsService: true })
    const { Id } = (await pages.server.api('GET', '/api/users/pipeline')).body
    const trusts = async () => (await pages.server.api('GET', `/api/serviceaccounts/${Id}/oidcidentities/v1`)).body
    await pages.page.goto(at(`/settings/users/${Id}`))
    await button('Trust a build server').click()
    await field('Name').fill('Main branch')
    await field('Issuer').fill('http://token.example.com')
    await field('Subject').fill('repo:acme/shop:ref:refs/heads/main')
    await button('Trust it').click()
    await pages.page.getByRole('dialog').getByRole('alert').waitFor()
    expect(await field('Issuer').getAttribute('aria-invalid')).toBe('true')
    expect(await barriers(pages.page)).toEqual([])
    await field('Issuer').fill('https://token.example.com')
    await done('Trust it')
    expect((await trusts()).OidcIdentities).toMatchObject([
      { Issuer: 'https://token.example.com', Subject: 'repo:acme/shop:ref:refs/heads/main' },
    ])
    await pages.page.getByText((await trusts()).ExternalId).waitFor()
    await button('Change Main branch').click()
    await field('Audience').fill('flotilla')
    await done('Save')
    expect((await trusts()).OidcIdentities).toMatchObject([{ Audience: 'flotilla' }])
    await button('Delete the trust Main branch').click()
    await done('Delete')
    expect((await trusts()).OidcIdentities).toEqual([])
  })

  test('a key is shown once and stays in sight until it is closed; revoking one asks first', async () => {
    const { Id } = (await pages.server.api('GET', '/api/users/me')).body
    const keys = async () => (await pages.server.api('GET', `/api/users/${Id}/apikeys`)).body.Items
    const purposes = async () => (await keys()).map(({ Purpose }: { Purpose: string }) => Purpose)
    const dialog = pages.page.getByRole('dialog')
    await pages.page.goto(at('/api-keys'))
    await button('Make a key').click()
    await field('What it is for').fill('Nightly build')
    await button('Make the key').click()
    await dialog.getByText('It is not shown again.').waitFor()
    await pages.page.mouse.click(5, 400)
    await pages.page.waitForTimeout(500)
    expect(await dialog.getByText(/^API-/).count()).toBe(1)
    await pages.page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await button('Revoke the key Nightly build').click()
    await dialog.getByRole('heading', { name: 'Revoke the key Nightly build?' }).waitFor()
    expect(await purposes()).toContain('Nightly build')
    await done('Revoke')
    expect(await purposes()).not.toContain('Nightly build')
  })

  test('the list of users is narrowed and paged by the server, and the address keeps the words', async () => {
    const names = () => pages.page.getByRole('table').getByRole('link').allTextContents()
    for (let number = 10; number < 70; number += 1)
      await pages.server.api('POST', '/api/users', { Username: `robot-${number}`, IsService: true })
    await pages.page.goto(at('/settings/users'))
    await button('next page').click()
    await expect.poll(async () => (await names()).includes('robot-69')).toBe(true)
    expect(await names()).not.toContain('robot-10')
    await field('Filter users').fill('robot-4')
    await expect.poll(names).toEqual(Array.from({ length: 10 }, (_, index) => `robot-4${index}`))
    await pages.page.reload()
    await expect.poll(async () => (await names()).length).toBe(10)
    await pages.page.goto(at('/settings/teams'))
    await field('Filter teams').fill('administrators')
    await expect.poll(names).toEqual(['Administrators'])
    await field('Filter teams').fill('nobody at all')
    await pages.page.getByText('No team is called that.').waitFor()
  })

  test('a space is made, changed and deleted, which takes holding its tasks first', async () => {
    const spaces = async () => (await pages.server.api('GET', '/api/spaces/all')).body
    const spaceNamed = async (name: string) => (await spaces()).find(({ Name }: { Name: string }) => Name === name)
    await pages.page.goto(at('/settings/spaces'))
    await button('Add a space').click()
    await field('Name').fill('Playground')
    await button('Add').click()
    await pages.page.getByRole('dialog').getByText('at least one team or user').waitFor()
    await choose('Managers', 'admin')
    await pages.page.keyboard.press('Escape')
    expect(await barriers(pages.page)).toEqual([])
    await done('Add')
    const { Id } = await spaceNamed('Playground')
    await button('Change Playground').click()
    await field('Name').fill('Sandbox')
    await field('About').fill('To try things')
    await done('Save')
    expect(await spaceNamed('Sandbox')).toMatchObject({ Id, Description: 'To try things' })
    await button('Delete the space Sandbox').click()
    await button('Delete').click()
    await pages.page.getByRole('dialog').getByText('stop the task queue').waitFor()
    await pages.page.keyboard.press('Escape')
    await button('Change Sandbox').click()
    await pages.page.getByLabel('Hold its tasks').check()
    await done('Save')
    await pages.page.getByRole('row', { name: /^Sandbox Held/ }).waitFor()
    // Deleted from within, another space is shown.
    await pages.page.getByRole('link', { name: 'Sandbox' }).click()
    await pages.page.goto(`${pages.server.url}/#/${Id}/settings/spaces`)
    await button('Delete the space Sandbox').click()
    await done('Delete')
    await pages.page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor()
    expect(await spaceNamed('Sandbox')).toBeUndefined()
  })
}
