import { expect, test } from 'vitest'
import type { AcmePages } from '../acme-pages.ts'
import { barriers } from '../browser.ts'

/** The variables of a project. */
export function variableForms(pages: AcmePages): void {
  const { at, stored, button, choose } = pages
  const variablesOf = async (slug: string) =>
    (await stored(`/variables/${(await stored(`/projects/${slug}`)).VariableSetId}`)).Variables
  const give = async (text: string) => {
    await pages.page.getByRole('dialog').getByRole('textbox', { name: 'Value' }).fill(text)
  }
  const done = () => pages.done('Done')

  test('a variable gets values for several places at once; the page says which one holds where, and why', async () => {
    const { ProjectGroupId, LifecycleId } = await stored('/projects/web-ui')
    await pages.server.api('POST', `${pages.world.base}/projects`, { Name: 'Values', ProjectGroupId, LifecycleId })
    await pages.page.goto(at('/projects/values/variables'))
    await button('Add a value').click()
    await pages.page.getByRole('combobox', { name: 'Name' }).fill('Port')
    await give('80')
    await done()
    await button('Add a value of Port').click()
    await give('8#{Octopus.Environment.Name}')
    await choose('Environments', 'Staging')
    await pages.page.keyboard.press('Escape')
    expect(await barriers(pages.page)).toEqual([])
    await done()
    expect(await variablesOf('values'), 'nothing is stored before it is saved').toEqual([])
    await button('Save').click()
    await expect
      .poll(() => variablesOf('values'))
      .toMatchObject([
        { Name: 'Port', Value: '80', Scope: {} },
        { Name: 'Port', Scope: { Environment: [pages.world.environmentIds.Staging] } },
      ])
    await choose('Environment', 'Staging')
    const there = pages.page.getByRole('table', { name: 'Values there' })
    await there.getByRole('cell', { name: '8Staging' }).waitFor()
    await there.getByText('All 2 values of it').click()
    await there.getByRole('row', { name: /^8#.*used.*Staging/ }).waitFor()
    expect(await barriers(pages.page)).toEqual([])
    await choose('Environment', 'Test')
    await there.getByRole('cell', { name: '80', exact: true }).first().waitFor()
  })

  test('a value that the server refuses is marked, and its field says what is wrong; nothing typed is lost', async () => {
    const { VariableSetId } = await stored('/projects/values')
    await pages.page.goto(at('/projects/values/variables'))
    await button('Add a value').click()
    await pages.page.getByRole('combobox', { name: 'Name' }).fill('Gone')
    await give('kept')
    await choose('Targets', 's-web-ui-02')
    await pages.page.keyboard.press('Escape')
    await done()
    // The target goes before it is saved.
    const path = `${pages.world.base}/machines`
    const [machine] = (await pages.server.api('GET', `${path}?partialName=s-web-ui-02`)).body.Items
    await pages.server.api('DELETE', `${path}/${machine.Id}`)
    await button('Save').click()
    await pages.page.getByRole('alert').waitFor()
    await button('Change Gone').click()
    expect(await pages.page.getByRole('dialog').getByRole('textbox', { name: 'Value' }).inputValue()).toBe('kept')
    const targets = pages.page.getByRole('dialog').getByRole('combobox', { name: 'Targets' })
    expect(await targets.getAttribute('aria-invalid')).toBe('true')
    await pages.page.keyboard.press('Escape')
    await button('Remove Gone').click()
    await button('Save').click()
    await pages.page.getByRole('alert').waitFor({ state: 'detached' })
    expect((await stored(`/variables/${VariableSetId}`)).Variables).toHaveLength(2)
  })

  test('what is saved and still deserves a look is said: a secret that is too short to be hidden in logs', async () => {
    await pages.page.goto(at('/projects/values/variables'))
    await button('Add a value').click()
    await pages.page.getByRole('combobox', { name: 'Name' }).fill('Pin')
    await choose('Kind', 'a secret: stored sealed, hidden in logs, never shown again')
    await pages.page.getByRole('dialog').getByLabel('Value', { exact: true }).fill('12')
    await done()
    await button('Save').click()
    await pages.page.getByText('so it cannot be hidden in logs').waitFor()
    expect(await barriers(pages.page)).toEqual([])
    await button('Remove Pin').click()
    await button('Save').click()
    await pages.page.getByText('so it cannot be hidden in logs').waitFor({ state: 'detached' })
  })

  test('a value points to an account that is chosen by name, also where a deployment asks for it', async () => {
    const post = async (path: string, body: object) =>
      (await pages.server.api('POST', `${pages.world.base}${path}`, body)).body
    const account = (Name: string) =>
      post('/accounts', {
        Name,
        AccountType: 'UsernamePassword',
        Username: 'mail',
        Password: { NewValue: 'swordfish' },
      })
    const [mailer, other] = [await account('Mail relay'), await account('Another relay')]
    await post('/accounts', { Name: 'Elsewhere', AccountType: 'Token', Token: { NewValue: 'swordfish' } })
    await pages.page.goto(at('/projects/values/variables'))
    await button('Add a value').click()
    await pages.page.getByRole('combobox', { name: 'Name' }).fill('Login')
    await choose('Kind', 'a worker pool')
    await choose('Value', 'Default Worker Pool')
    await choose('Kind', 'an account with a password or token')
    await pages.page.getByRole('combobox', { name: 'Value' }).click()
    await pages.page.getByRole('option', { name: 'Another relay' }).click()
    await pages.page.getByLabel(/^Ask for it/).check()
    expect(await barriers(pages.page)).toEqual([])
    await done()
    const row = pages.page.getByRole('table', { name: 'Variables' }).getByRole('row', { name: /Login/ })
    await row.getByText('Another relay').waitFor()
    // The account goes before it is saved: the field says so, and another one is chosen.
    await pages.server.api('DELETE', `${pages.world.base}/accounts/${other.Id}`)
    await button('Save').click()
    await pages.page.getByRole('alert').waitFor()
    await button('Change Login').click()
    const value = pages.page.getByRole('dialog').getByRole('combobox', { name: 'Value' })
    expect(await value.getAttribute('aria-invalid')).toBe('true')
    await choose('Value', 'Mail relay')
    await done()
    await button('Save').click()
    await expect
      .poll(async () => (await variablesOf('values')).at(-1))
      .toMatchObject({
        Name: 'Login',
        Type: 'UsernamePasswordAccount',
        Value: mailer.Id,
        Prompt: { DisplaySettings: { 'Octopus.ControlType': 'UsernamePasswordAccount' } },
      })
    await choose('Environment', 'Staging')
    const there = pages.page.getByRole('table', { name: 'Values there' })
    await there.getByRole('row', { name: /^Login Mail relay/ }).waitFor()
    // An expression is typed where things are chosen, and stays when the field is left.
    await button('Change Login').click()
    await value.fill('#{Relay')
    await value.press('Tab')
    await expect.poll(() => value.inputValue()).toBe('#{Relay')
    await value.fill('#{Relay.Account}')
    await pages.page.getByRole('option', { name: '#{Relay.Account}' }).click()
    await done()
    await row.getByText('#{Relay.Account}').waitFor()
    await button('Save').click()
    await expect.poll(async () => (await variablesOf('values')).at(-1).Value).toBe('#{Relay.Account}')
    await button('Change Login').click()
    await choose('Value', 'Mail relay')
    await done()
    await button('Save').click()
    await expect.poll(async () => (await variablesOf('values')).at(-1).Value).toBe(mailer.Id)
    await post('/releases', { ProjectId: (await stored('/projects/values')).Id, Version: '1.0' })
    await pages.page.goto(at('/projects/values/releases/1.0/deploy'))
    await pages.page.getByRole('radio', { name: 'Development' }).click()
    const asked = pages.page.getByRole('combobox', { name: 'Login' })
    await expect.poll(() => asked.inputValue()).toBe('Mail relay')
    await asked.click()
    await pages.page.getByRole('option', { name: 'Elsewhere' }).click()
    await expect.poll(() => asked.inputValue()).toBe('Elsewhere')
  })
}
