import { expect, test } from 'vitest'
import type { AcmePages } from '../acme-pages.ts'
import { signIn, visit } from '../browser.ts'

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
}
