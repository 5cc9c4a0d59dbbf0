import { expect, test } from 'vitest'
import type { AcmePages } from '../acme-pages.ts'
import { holdSaving } from '../browser.ts'

/** What projects share. */
export function libraryForms(pages: AcmePages): void {
  const { at, stored, button, field, choose, done } = pages

  test('a variable set of the library is made, filled, and asks tenants', async () => {
    await pages.page.goto(at('/library'))
    await button('Add a variable set').click()
    await field('Name').fill('Mail')
    await done('Save')
    await pages.page.getByRole('heading', { level: 1, name: 'Mail' }).waitFor()
    await button('Add a value').click()
    await pages.page.getByRole('combobox', { name: 'Name' }).fill('Mail.Host')
    await pages.page.getByRole('dialog').getByLabel('Value', { exact: true }).fill('mail.example.com')
    await button('Done').click()
    await button('Save').click()
    await button('Ask for a value').click()
    await field('Variable').fill('Mail.Sender')
    await done('Save')
    // What a default points to is chosen and shown by name; what was a text before is none of it.
    await button('Ask for a value').click()
    await field('Variable').fill('Mail.Pool')
    await field('Default').fill('some text')
    await choose('Field', 'a worker pool')
    expect(await pages.page.getByRole('combobox', { name: 'Default', exact: true }).inputValue()).toBe('')
    await choose('Default', 'Default Worker Pool')
    await done('Save')
    await pages.page.getByRole('row', { name: /^Mail\.Pool.*Default Worker Pool/ }).waitFor()
    await button('Ask for a value').click()
    await field('Variable').fill('mail.sender')
    await pages.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await pages.page.getByRole('dialog').getByText('is there more than once').waitFor()
    expect(await field('Variable').getAttribute('aria-invalid')).toBe('true')
    await button('Cancel').click()
    const set = (await stored('/libraryvariablesets?partialName=Mail')).Items[0]
    expect(set.Templates).toMatchObject([
      { Name: 'Mail.Sender' },
      { Name: 'Mail.Pool', DefaultValue: (await stored('/workerpools')).Items[0].Id },
    ])
    expect((await stored(`/variables/${set.VariableSetId}`)).Variables).toMatchObject([
      { Name: 'Mail.Host', Value: 'mail.example.com' },
    ])
  })

  test('a script module is written, and given up changes are gone', async () => {
    await pages.page.goto(at('/library/script-modules'))
    await button('Add a script module').click()
    await field('Name').fill('Greetings')
    await done('Save')
    const code = pages.page.getByLabel('Code')
    await code.fill('greet() { echo "Hello $1"; }')
    await button('Save').click()
    const { VariableSetId } = (await stored('/libraryvariablesets?partialName=Greetings')).Items[0]
    await expect
      .poll(async () => (await stored(`/variables/${VariableSetId}`)).Variables)
      .toMatchObject([
        { Name: 'Octopus.Script.Module[Greetings]', Value: 'greet() { echo "Hello $1"; }' },
        { Name: 'Octopus.Script.Module.Language[Greetings]', Value: 'Bash' },
      ])
    await button('Discard the changes').waitFor({ state: 'detached' })
    // What is typed while it is saved stays, with the cursor where it is, and is saved next.
    await code.press('ControlOrMeta+End')
    await code.pressSequentially(' #1')
    const goOn = await holdSaving(pages.page, `${pages.world.base}/variables/${VariableSetId}`)
    await button('Save').click()
    await code.press('ControlOrMeta+Home')
    await code.pressSequentially('#2 ')
    goOn()
    await expect.poll(() => button('Save').isEnabled()).toBe(true)
    await code.focus()
    await pages.page.keyboard.type('#3 ')
    await button('Save').click()
    await button('Discard the changes').waitFor({ state: 'detached' })
    await pages.page.unrouteAll()
    expect((await stored(`/variables/${VariableSetId}`)).Variables[0].Value).toBe(
      '#2 #3 greet() { echo "Hello $1"; } #1',
    )
    await code.fill('nothing')
    await button('Discard the changes').click()
    await expect.poll(() => code.textContent()).toContain('greet()')
    // The search finds it, and targets as well.
    await pages.page.keyboard.press('Escape')
    await pages.page.getByRole('button', { name: /^Search/ }).click()
    await pages.page.getByRole('combobox', { name: 'Search' }).fill('greetings')
    await pages.page.getByRole('option', { name: /^Greetings/ }).click()
    await code.waitFor()
    await pages.page.getByRole('button', { name: /^Search/ }).click()
    await pages.page.getByRole('combobox', { name: 'Search' }).fill('s-web-api-01')
    await pages.page.getByRole('option', { name: /^s-web-api-01/ }).waitFor()
    await pages.page.keyboard.press('Escape')
  })

  test('a package is uploaded, refused a second time, and deleted', async () => {
    const file = { name: 'Web.Api.1.2.3.zip', mimeType: 'application/zip', buffer: Buffer.from('PK-some-bytes') }
    const upload = async () => {
      await pages.page.goto(at('/library/packages'))
      await button('Upload a package').click()
      await pages.page.locator('input[type=file]').setInputFiles(file)
    }
    await upload()
    await done('Upload')
    await pages.page.getByRole('heading', { level: 1, name: 'Web.Api' }).waitFor()
    expect((await stored('/packages')).Items).toMatchObject([{ PackageId: 'Web.Api', Version: '1.2.3' }])
    await upload()
    await button('Upload').click()
    await pages.page.getByRole('dialog').getByRole('alert').waitFor()
    await pages.page.goto(at('/library/packages/Web.Api'))
    await button('Delete Web.Api 1.2.3').click()
    await done('Delete')
    expect((await stored('/packages')).Items).toEqual([])
  })

  test('a feed is added and changed; its password is never shown', async () => {
    await pages.page.goto(at('/library/feeds'))
    await button('Add a feed').click()
    await field('Name').fill('Company feed')
    await field('Address').fill('not an address')
    await button('Save').click()
    await pages.page.getByRole('dialog').getByText('is not an address').first().waitFor()
    await field('Address').fill('https://packages.example.com')
    await pages.page.getByLabel('Password', { exact: true }).fill('swordfish')
    await done('Save')
    await button('Change Company feed').click()
    expect(await pages.page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
    await field('User name').fill('reader')
    await done('Save')
    expect((await stored('/feeds?partialName=Company')).Items[0]).toMatchObject({
      Username: 'reader',
      Password: { HasValue: true },
    })
  })
}
