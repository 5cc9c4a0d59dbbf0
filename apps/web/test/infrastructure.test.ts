import {
  ACME_PARENT,
  type AcmeWorld,
  buildAcmeWorld,
  hasSshd,
  startSshd,
  startTestServer,
  type TestServer,
  type TestSshd,
} from '@flotilla/testkit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JoinedAgent, joinByCommand } from './agent.ts'
import { barriers, hasBrowser, openBrowser, signIn, type Visit, visit } from './browser.ts'

const PASSWORD = 'correct horse battery staple'

describe.skipIf(!hasBrowser)('the pages of infrastructure and deployments', () => {
  let server: TestServer
  let world: AcmeWorld
  let browser: Browser
  let admin: Visit
  let page: Page
  let sshd: TestSshd | undefined
  const agents: JoinedAgent[] = []
  const at = (path: string) => `${server.url}/#/${world.spaceId}${path}`
  const read = async (path: string) => (await server.api('GET', `${world.base}${path}`)).body
  const machineNamed = async (name: string) =>
    (await read(`/machines?take=1000`)).Items.find(({ Name }: { Name: string }) => Name === name)
  const pick = async (field: string, option: string) => {
    await page.getByRole('combobox', { name: field }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
    await page.keyboard.press('Escape')
  }
  const typeRole = async (role: string) => {
    await page.getByRole('combobox', { name: 'Roles' }).fill(role)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
  }

  beforeAll(async () => {
    server = await startTestServer({ env: { FLOTILLA_ADMIN_PASSWORD: PASSWORD } })
    world = await buildAcmeWorld(server, { space: 'Acme', promptedMode: 'Promote' })
    await world.releaseComponent(ACME_PARENT, '2021.1.0')
    if (hasSshd()) sshd = await startSshd()
    browser = await openBrowser()
    admin = await visit(browser, server.url)
    page = admin.page
    await page.goto(at('/targets'))
    await signIn(page, 'admin', PASSWORD)
    await page.getByRole('heading', { name: 'Targets', level: 1 }).waitFor()
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    for (const agent of agents) await agent.remove()
    await sshd?.stop()
    await server?.remove()
  })

  test('a machine joins with the command that the page makes, and the page says so by itself', async () => {
    await page.getByRole('link', { name: 'Add a target' }).click()
    await page.getByRole('button', { name: 'Make the command' }).click()
    // What is missing is said by the server, and nothing is lost.
    await page.getByRole('alert').getByText('name at least one environment').waitFor()
    await pick('Environments', 'Staging')
    await typeRole('App-WebApi')
    await page.getByRole('button', { name: 'Make the command' }).click()
    const command = await page.locator('pre').filter({ hasText: 'flotilla agent register' }).textContent()
    expect(command).toContain('--environment Staging --role App-WebApi')
    await page.getByText('Waiting for the machine to join').waitFor()
    agents.push(await joinByCommand(command!, 's-joined-01'))
    await page.getByRole('link', { name: 's-joined-01' }).click()
    await page.getByRole('heading', { name: 's-joined-01', level: 1 }).waitFor()
    expect(await machineNamed('s-joined-01')).toMatchObject({
      EnvironmentIds: [world.environmentIds.Staging],
      Roles: ['App-WebApi'],
    })
  })

  test.skipIf(!hasSshd())(
    'a host over SSH is added once its key has been confirmed, with an account made on the way',
    async () => {
      await page.goto(at('/targets/new?by=ssh'))
      await page.getByRole('textbox', { name: 'Host' }).fill(sshd!.host)
      await page.getByRole('textbox', { name: 'Port' }).fill(String(sshd!.port))
      await page.getByRole('textbox', { name: 'Name' }).fill('s-ssh-01')
      await page.getByRole('button', { name: 'Make an account' }).click()
      const form = page.getByRole('dialog', { name: 'A new account' })
      await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Deployer')
      await form.getByRole('textbox', { name: 'User name' }).fill(sshd!.username)
      await form.getByRole('textbox', { name: 'Private key' }).fill(sshd!.privateKey)
      await form.getByRole('button', { name: 'Make the account' }).click()
      await form.waitFor({ state: 'detached' })
      await pick('Environments', 'Development')
      await typeRole('Over-SSH')
      await page.getByRole('button', { name: 'Look at the host' }).click()
      await page.getByText(sshd!.fingerprints.ed25519!).waitFor()
      expect(await machineNamed('s-ssh-01'), 'nothing is added unconfirmed').toBeUndefined()
      await page.getByRole('checkbox', { name: "The fingerprint is the host's own" }).check()
      await page.getByRole('button', { name: 'Confirm and add the target' }).click()
      await page.getByRole('heading', { name: 's-ssh-01', level: 1 }).waitFor()
      expect((await machineNamed('s-ssh-01')).Endpoint).toMatchObject({
        CommunicationStyle: 'Ssh',
        Fingerprint: sshd!.fingerprints.ed25519,
      })
    },
  )

  const PAGES = ['/targets', '/targets/new', '/targets/new?by=ssh', '/targets/Machines-1', '/accounts']
  test.each(PAGES)('nothing keeps anybody out of the page %j, in light and dark', async (path) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.goto(at(path))
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.waitForLoadState('networkidle').catch(() => {})
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0)
      expect(await barriers(page), colorScheme).toEqual([])
    }
  })

  test('all the while the browser had nothing to complain about', () => {
    expect(admin.complaints).toEqual([])
  })
})
