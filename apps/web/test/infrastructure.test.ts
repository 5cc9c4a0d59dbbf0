import {
  ACME_PARENT,
  type AcmeWorld,
  buildAcmeWorld,
  hasSshd,
  startConnectProxy,
  startSshd,
  startTestServer,
  type TestServer,
  type TestSshd,
} from '@flotilla/testkit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type JoinedAgent, joinByCommand } from './agent.ts'
import { barriers, barriersOf, hasBrowser, openBrowser, signIn, type Visit, visit } from './browser.ts'

const PASSWORD = 'correct horse battery staple'

describe.skipIf(!hasBrowser)('the pages of infrastructure and deployments', () => {
  let server: TestServer
  let world: AcmeWorld
  let browser: Browser
  let admin: Visit
  let page: Page
  let suiteReleaseId: string
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
    suiteReleaseId = await world.releaseComponent(ACME_PARENT, '2021.1.0')
    if (hasSshd()) sshd = await startSshd()
    browser = await openBrowser()
    admin = await visit(browser, server.url)
    page = admin.page
    await page.emulateMedia({ reducedMotion: 'reduce' })
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
    await page.getByRole('alert').waitFor()
    await page.getByText('name at least one environment').waitFor()
    await pick('Environments', 'Staging')
    await typeRole('Joined')
    await page.getByRole('button', { name: 'Make the command' }).click()
    const command = await page.locator('pre').filter({ hasText: 'flotilla agent register' }).textContent()
    expect(command).toContain('--environment Staging --role Joined')
    await page.getByText('Waiting for the machine to join').waitFor()
    expect(await barriers(page)).toEqual([])
    agents.push(await joinByCommand(command!, 's-joined-01'))
    await page.getByRole('link', { name: 's-joined-01' }).click()
    await page.getByRole('heading', { name: 's-joined-01', level: 1 }).waitFor()
    expect(await machineNamed('s-joined-01')).toMatchObject({
      EnvironmentIds: [world.environmentIds.Staging],
      Roles: ['Joined'],
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
      expect(await barriers(page)).toEqual([])
      await form.getByRole('button', { name: 'Make the account' }).click()
      await form.waitFor({ state: 'detached' })
      await pick('Environments', 'Development')
      await typeRole('Over-SSH')
      const look = page.getByRole('button', { name: 'Look at the host' })
      // The answer is about the host that was asked for, and another one is typed before it comes.
      let answer = () => {}
      const isTyped = new Promise<void>((resolve) => {
        answer = resolve
      })
      await page.route('**/machines/discover?*', async (route) => {
        await isTyped
        await route.continue()
      })
      await look.click()
      await page.getByRole('textbox', { name: 'Port' }).fill('1')
      const late = page.waitForResponse(/\/machines\/discover\?/)
      answer()
      await late
      await page.waitForTimeout(500)
      expect(await page.getByText(sshd!.fingerprints.ed25519!).count()).toBe(0)
      await page.unroute('**/machines/discover?*')
      await page.getByRole('textbox', { name: 'Port' }).fill(String(sshd!.port))
      await look.click()
      await page.getByText(sshd!.fingerprints.ed25519!).waitFor()
      expect(await machineNamed('s-ssh-01'), 'nothing is added unconfirmed').toBeUndefined()
      expect(await barriers(page)).toEqual([])
      await page.getByRole('checkbox', { name: "The fingerprint is the host's own" }).check()
      await page.getByRole('button', { name: 'Confirm and add the target' }).click()
      await page.getByRole('heading', { name: 's-ssh-01', level: 1 }).waitFor()
      expect((await machineNamed('s-ssh-01')).Endpoint).toMatchObject({
        CommunicationStyle: 'Ssh',
        Fingerprint: sshd!.fingerprints.ed25519,
      })
    },
  )

  test.skipIf(!hasSshd())(
    'a host that is reached by way of another target is looked at and added that way',
    async () => {
      const inner = await startSshd({ like: sshd! })
      try {
        await page.goto(at('/targets/new?by=ssh'))
        await page.getByRole('textbox', { name: 'Host' }).fill(inner.host)
        await page.getByRole('textbox', { name: 'Port' }).fill(String(inner.port))
        await page.getByRole('textbox', { name: 'Name' }).fill('s-ssh-02')
        await pick('Jump host', 's-ssh-01')
        await page.getByRole('combobox', { name: 'Account' }).click()
        await page.getByRole('option', { name: /^Deployer/ }).click()
        await pick('Environments', 'Development')
        await typeRole('Over-SSH')
        await page.getByRole('button', { name: 'Look at the host' }).click()
        await page.getByText(inner.fingerprints.ed25519!).waitFor()
        await page.getByRole('checkbox', { name: "The fingerprint is the host's own" }).check()
        await page.getByRole('button', { name: 'Confirm and add the target' }).click()
        await page.getByRole('heading', { name: 's-ssh-02', level: 1 }).waitFor()
        await page.getByRole('definition').getByRole('link', { name: 's-ssh-01' }).waitFor()
        const jump = await machineNamed('s-ssh-01')
        expect((await machineNamed('s-ssh-02')).Endpoint).toMatchObject({ JumpHostMachineId: jump.Id })
        // Its first check goes that way too, and ends before the host does.
        await expect
          .poll(async () => (await machineNamed('s-ssh-02')).HealthStatus, { timeout: 40_000 })
          .toBe('Healthy')
      } finally {
        await inner.stop()
      }
    },
  )

  test.skipIf(!hasSshd())('a proxy is added, and a host is changed to be reached through it', async () => {
    const proxy = await startConnectProxy({ username: 'flotilla', password: 'a proxy word' })
    const dialog = page.getByRole('dialog')
    try {
      await page.goto(at('/proxies'))
      await page.getByRole('button', { name: 'Add a proxy' }).first().click()
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Way out')
      await dialog.getByRole('textbox', { name: 'Port' }).fill(String(proxy.port))
      await dialog.getByRole('button', { name: 'Add' }).click()
      await dialog.getByText('name the host that the proxy is on').waitFor()
      await dialog.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1')
      await dialog.getByRole('textbox', { name: 'User name' }).fill('flotilla')
      await dialog.getByLabel('Password', { exact: true }).fill('a proxy word')
      expect(await barriers(page)).toEqual([])
      await dialog.getByRole('button', { name: 'Add' }).click()
      await page.getByRole('row', { name: /^Way out/ }).waitFor()
      await page.getByRole('button', { name: 'Change Way out' }).click()
      await dialog.getByText('One is stored and not shown').waitFor()
      await page.keyboard.press('Escape')
      const { Id } = await machineNamed('s-ssh-01')
      await page.goto(at(`/targets/${Id}`))
      await page.getByRole('button', { name: 'Change' }).click()
      await dialog.getByRole('combobox', { name: 'Proxy' }).click()
      await page.getByRole('option', { name: 'Way out' }).click()
      await dialog.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('definition').getByRole('link', { name: 'Way out' }).waitFor()
      await page.getByRole('button', { name: 'Check health' }).click()
      await expect.poll(() => proxy.asked, { timeout: 30_000 }).toContain(`${sshd!.host}:${sshd!.port}`)
      await expect
        .poll(async () => (await read(`/machines/${Id}/tasks`)).Items[0].IsCompleted, { timeout: 30_000 })
        .toBe(true)
      await page.goto(at('/proxies'))
      await page.getByRole('button', { name: 'Delete the proxy Way out' }).click()
      await dialog.getByRole('button', { name: 'Delete' }).click()
      await dialog.getByText('is used by the machine s-ssh-01').waitFor()
      await page.keyboard.press('Escape')
      const { Items } = await read('/proxies')
      expect(Items).toMatchObject([{ Host: '127.0.0.1', Username: 'flotilla', Password: { HasValue: true } }])
      const machine = await machineNamed('s-ssh-01')
      expect(machine.Endpoint.ProxyId).toBe(Items[0].Id)
      // The tests after this one go there directly.
      const direct = { ...machine, Endpoint: { ...machine.Endpoint, ProxyId: '' } }
      expect((await server.api('PUT', `${world.base}/machines/${Id}`, direct)).status).toBe(200)
      await page.goto(at(`/targets/${Id}`))
      await page.getByRole('definition').getByRole('link', { name: 'Way out' }).waitFor({ state: 'detached' })
    } finally {
      proxy.close()
    }
  })

  test.skipIf(!hasSshd())(
    'H7: another key of a host is shown beside the confirmed one, and confirmed by somebody',
    async () => {
      const other = await startSshd({ like: sshd! })
      try {
        const { Id } = await machineNamed('s-ssh-01')
        const dialog = page.getByRole('dialog')
        await page.goto(at(`/targets/${Id}`))
        await page.getByRole('button', { name: 'Change' }).click()
        await dialog.getByRole('textbox', { name: 'Port' }).fill(String(other.port))
        await dialog.getByRole('button', { name: 'Save' }).click()
        await dialog.waitFor({ state: 'detached' })
        await page.getByRole('button', { name: 'Check health' }).click()
        await page.getByText('The host shows another key').waitFor({ timeout: 40_000 })
        await page.getByText(`it shows the host key ${other.fingerprints.ed25519}`).waitFor()
        await page.getByRole('button', { name: 'Look at the host' }).click()
        await dialog.getByRole('button', { name: 'Connect' }).click()
        await dialog.getByText(sshd!.fingerprints.ed25519!).waitFor()
        await dialog.getByText(other.fingerprints.ed25519!).waitFor()
        expect(await barriers(page)).toEqual([])
        const confirm = dialog.getByRole('button', { name: 'Confirm the new key' })
        expect(await confirm.isDisabled(), 'not before it was compared').toBe(true)
        await dialog.getByRole('checkbox', { name: "The fingerprint is the host's own" }).check()
        await confirm.click()
        await page.getByText('The host shows another key').waitFor({ state: 'detached' })
        expect((await machineNamed('s-ssh-01')).Endpoint).toMatchObject({
          Port: other.port,
          Fingerprint: other.fingerprints.ed25519,
        })
      } finally {
        await other.stop()
      }
    },
  )

  test('a command to join names a machine policy, is listed while it is open, and is revoked', async () => {
    const policies = (await read('/machinepolicies/all')) as readonly { readonly Id: string; readonly Name: string }[]
    const tokens = async () => (await read('/agentregistrationtokens')).Items
    const before = (await tokens()).length
    await page.goto(at('/targets/new'))
    await pick('Environments', 'Test')
    await typeRole('Short-lived')
    await pick('Machine policy', policies[0]!.Name)
    await page.getByRole('button', { name: 'Make the command' }).click()
    await page.getByRole('button', { name: 'Make another command' }).click()
    await page.getByRole('row', { name: /^Test, Short-lived 1 of 1/ }).waitFor()
    expect((await tokens())[0]).toMatchObject({ MachinePolicyId: policies[0]!.Id, Roles: ['Short-lived'] })
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Revoke the command for Test, Short-lived' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByRole('row', { name: /^Test, Short-lived/ }).waitFor({ state: 'detached' })
    expect(await tokens()).toHaveLength(before)
  })

  test('the deployments of a suite are one tree that changes as they go, with what each of them changes', async () => {
    await world.hold('Web API', 'Staging')
    const { id, taskId } = await world.deploy(suiteReleaseId, 'Staging')
    await page.goto(at(`/deployments/${id}`))
    await page.getByRole('row', { name: /^Database Succeeded 2021\.1\.0\.1 Staging/ }).waitFor()
    await page.getByRole('row', { name: /^Web API Running/ }).waitFor()
    expect(await page.getByRole('row', { name: /^Web UI/ }).count(), 'the last one has not begun').toBe(0)
    await world.release('Web API', 'Staging')
    await page.getByRole('row', { name: /^Web API Succeeded.*s-web-api-01, s-web-api-02/ }).waitFor({ timeout: 40_000 })
    await world.ended(taskId)
    await page.getByRole('tab', { name: 'What changed' }).click()
    const changes = page.getByRole('region', { name: 'Changes of Web API' })
    await changes.getByRole('link', { name: '2021.1.0.3' }).waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('link', { name: 'Web API', exact: true }).click()
    await page.getByRole('link', { name: /^Deploy Release Orchestration/ }).waitFor()
  })

  test('a target says what it has and why that is not what it should have; converging brings just that', async () => {
    await world.addMachine('s-web-api-09', 'Staging', ['App-WebApi'])
    await page.goto(at('/drift'))
    await page.getByRole('link', { name: 's-web-api-09' }).click()
    await page.getByRole('row', { name: /^Web API.*nothing.*Missing.*has never had Web API/ }).waitFor()
    await page.goto(at('/projects/release-orchestration/suite'))
    await page.getByRole('button', { name: 'Converge Release Orchestration in Staging' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('row', { name: /^s-web-api-09/ }).waitFor()
    expect(await barriers(page)).toEqual([])
    // What the release asks for is asked here too, with its default.
    const machines = dialog.getByRole('textbox', { name: 'Machines' })
    expect(await machines.inputValue()).toBe('N/A')
    await machines.fill('s-web-api-09')
    await dialog.getByRole('button', { name: /^Deploy to/ }).click()
    await page.locator('main header').getByText('Succeeded').waitFor({ timeout: 60_000 })
    const [deployment] = await world.deploymentsOf(ACME_PARENT, 'Staging')
    expect(Object.values((await read(`/deployments/${deployment!.Id}`)).FormValues)).toContain('s-web-api-09')
    const machine = await machineNamed('s-web-api-09')
    const { Items } = await read(`/machines/${machine.Id}/installations`)
    expect(Items.map(({ ProjectName }: { ProjectName: string }) => ProjectName)).toContain('Web API')
    await page.goto(at(`/targets/${machine.Id}`))
    await page.getByRole('row', { name: /^Web API.*Up to date/ }).waitFor()
  })

  test('a suite of many tenants is looked at a few places at a time, and no further than somebody wants', async () => {
    const make = async (path: string, body: object) => {
      const answer = await server.api('POST', `${world.base}${path}`, body)
      expect(answer.status, JSON.stringify(answer.body)).toBe(201)
      return answer.body
    }
    const { LifecycleId, ProjectGroupId } = await read(`/projects/${world.projects['Web UI'].Id}`)
    const TenantedDeploymentMode = 'Tenanted'
    const project = await make('/projects', { Name: 'Resellers', LifecycleId, ProjectGroupId, TenantedDeploymentMode })
    const process = await read(`/deploymentprocesses/${project.DeploymentProcessId}`)
    const child = (await read(`/deploymentprocesses/${world.projects[ACME_PARENT].DeploymentProcessId}`)).Steps.find(
      ({ Name }: { Name: string }) => Name === 'Deploy Web UI',
    )
    // No child is deployed: it is about how many places there are.
    const step = {
      ...child,
      Condition: 'Variable',
      Properties: { 'Octopus.Step.ConditionVariableExpression': 'False' },
    }
    await server.api('PUT', `${world.base}/deploymentprocesses/${process.Id}`, { ...process, Steps: [step] })
    const release = await make('/releases', { ProjectId: project.Id, Version: '1.0' })
    const environmentId = world.environmentIds.Development
    for (let number = 1; number <= 23; number += 1) {
      const ProjectEnvironments = { [project.Id]: [environmentId] }
      const tenant = await make('/tenants', { Name: `Reseller ${number}`, ProjectEnvironments })
      const ask = { ReleaseId: release.Id, EnvironmentId: environmentId, TenantId: tenant.Id }
      const { TaskId } = await make('/deployments', ask)
      if (number === 23) await world.ended(TaskId)
    }
    await page.goto(at('/projects/resellers/suite'))
    const differing = page.getByRole('region', { name: 'Targets that differ' })
    await differing.getByText('Looked at 20 of 23 places').waitFor()
    // Tenants that have the same release are one line, which opens.
    const alike = page.getByRole('button', { name: '23 tenants' })
    await alike.press('Enter')
    await page.getByRole('dialog').getByText('Reseller 23').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await differing.getByRole('button', { name: 'Look at more' }).click()
    await differing.getByText('Every target has what its environment runs').waitFor()
  })

  test('what a release cannot do without is said beside the plan, and asked for', async () => {
    const releaseId = world.releaseIds['Web UI']
    const path = `/variables/${world.projects['Web UI'].VariableSetId}`
    const set = await read(path)
    const asked = { Name: 'Ticket', Value: '', Type: 'String', Prompt: { Label: 'Ticket', Required: true } }
    await server.api('PUT', `${world.base}${path}`, { ...set, Variables: [...set.Variables, asked] })
    const changed = await server.api('POST', `${world.base}/releases/${releaseId}/snapshot-variables`)
    expect(changed.status).toBe(200)
    await world.succeed(releaseId, 'Test', { prompts: { Ticket: 'OPS-1' } })
    const late = await world.addMachine('t-late-01', 'Test', ['App-WebUI'])
    await world.addMachine('t-late-02', 'Test', ['App-WebUI'])
    // From the page of a target it is that target which gets what it lacks, and no other.
    await page.goto(at(`/targets/${late}`))
    await page.getByRole('button', { name: 'Converge Web UI in Test' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Ticket is required').waitFor()
    await dialog.getByRole('row', { name: /^t-late-01/ }).waitFor()
    const ticket = dialog.getByRole('textbox', { name: 'Ticket' })
    await ticket.fill('OPS-2')
    await dialog.getByText('Ticket is required').waitFor({ state: 'detached' })
    await ticket.fill('')
    await dialog.getByText('Ticket is required').waitFor()
    await ticket.fill('OPS-3')
    await dialog.getByRole('button', { name: 'Deploy to 1 target' }).click()
    await page.locator('main header').getByText('Succeeded').waitFor({ timeout: 60_000 })
    const [deployment] = await world.deploymentsOf('Web UI', 'Test')
    const made = await read(`/deployments/${deployment!.Id}`)
    expect(Object.values(made.FormValues)).toEqual(['OPS-3'])
    expect(made.DeployedToMachineIds).toEqual([late])
  })

  test('a target is changed in place, and what the server says against it stands at the field; deleting asks first', async () => {
    const id = await world.addMachine('s-spare-01', 'Staging', ['Spare'])
    await page.goto(at(`/targets/${id}`))
    await page.getByRole('button', { name: 'Change' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('s-web-api-01')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('s-spare-02')
    await typeRole('Reserve')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 's-spare-02', level: 1 }).waitFor()
    expect((await machineNamed('s-spare-02')).Roles).toEqual(['Spare', 'Reserve'])
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Delete …' }).click()
    expect(await machineNamed('s-spare-02'), 'nothing is gone before it is confirmed').toBeDefined()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('heading', { name: 'Targets', level: 1 }).waitFor()
    expect(await machineNamed('s-spare-02')).toBeUndefined()
  })

  test('a machine policy says in words what is set, and what is wrong with it at the field', async () => {
    await page.goto(at('/machine-policies'))
    await page.getByRole('button', { name: 'Add a policy' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Throw-away')
    await dialog.getByText('At set times').click()
    const cron = dialog.getByRole('textbox', { name: 'Cron expression' })
    await dialog.getByRole('button', { name: 'Add the policy' }).click()
    expect(await cron.evaluate((field) => (field as HTMLInputElement).validity.valueMissing)).toBe(true)
    await cron.fill('every morning')
    await dialog.getByRole('button', { name: 'Add the policy' }).click()
    await dialog.getByRole('alert').waitFor()
    expect(await barriers(page)).toEqual([])
    await dialog.getByText('Every so often').click()
    await dialog.getByRole('textbox', { name: 'Every', exact: true }).fill('2')
    await dialog.getByRole('checkbox', { name: 'Delete it after a while' }).check()
    await dialog.getByRole('textbox', { name: 'Once it has been out of reach for' }).fill('3')
    await dialog.getByRole('button', { name: 'Add the policy' }).click()
    await page.getByRole('row', { name: /^Throw-away every 2 hours.*deleted after 3 hours out of reach/ }).waitFor()
    const { Items } = await read('/machinepolicies?take=100')
    expect(Items.find(({ Name }: { Name: string }) => Name === 'Throw-away')).toMatchObject({
      MachineHealthCheckPolicy: { HealthCheckInterval: '02:00:00', HealthCheckCron: '' },
      MachineCleanupPolicy: {
        DeleteMachinesBehavior: 'DeleteUnavailableMachines',
        DeleteMachinesElapsedTimeSpan: '03:00:00',
      },
    })
  })

  test('workers stand in their pools and are taken out of work', async () => {
    await page.goto(at('/workers'))
    await page.getByText('No workers yet').waitFor()
    expect(await page.getByText(/\b(no|0) workers/i).count()).toBe(1)
    expect(await page.getByRole('button', { name: 'Add a worker' }).count()).toBe(1)
    await page.getByRole('button', { name: 'Add a pool' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Builders')
    await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click()
    await page.getByRole('heading', { name: 'Builders' }).waitFor()
    const pool = (await read('/workerpools?take=100')).Items.find(({ Name }: { Name: string }) => Name === 'Builders')
    const { body } = await server.api('POST', `${world.base}/workers`, {
      Name: 'w-build-01',
      WorkerPoolIds: [pool.Id],
      SkipInitialHealthCheck: true,
      Endpoint: {
        CommunicationStyle: 'TentaclePassive',
        Uri: 'https://w-build-01:10933/',
        Thumbprint: 'A1'.repeat(20),
      },
    })
    await page.getByRole('button', { name: 'Disable w-build-01' }).click()
    await page.getByRole('row', { name: /^w-build-01 Disabled/ }).waitFor()
    expect(await read(`/workers/${body.Id}`)).toMatchObject({ IsDisabled: true })
    await page.getByRole('button', { name: 'Add a worker' }).click()
    await pick('Pools', 'Builders')
    await page.getByRole('button', { name: 'Make the command' }).click()
    const command = await page.locator('pre').filter({ hasText: 'flotilla agent register' }).textContent()
    agents.push(await joinByCommand(command!, 'w-joined-01'))
    await page
      .getByRole('dialog')
      .getByRole('row', { name: /^w-joined-01/ })
      .waitFor()
    expect(await barriers(page)).toEqual([])
    const { Items } = await read(`/workerpools/${pool.Id}/workers`)
    expect(Items.map(({ Name }: { Name: string }) => Name)).toEqual(['w-build-01', 'w-joined-01'])
    await page.keyboard.press('Escape')
  })

  test('a pool is renamed and made the default; one that has workers or is the default stays', async () => {
    const poolNamed = async (name: string) =>
      (await read('/workerpools/all')).find(({ Name }: { Name: string }) => Name === name)
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
    const dialog = page.getByRole('dialog')
    await page.goto(at('/workers'))
    await press('Add a pool')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Builders')
    await dialog.getByRole('button', { name: 'Add' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Spare')
    await dialog.getByRole('button', { name: 'Add' }).click()
    await dialog.waitFor({ state: 'detached' })
    await press('Change Spare')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Far away')
    await dialog.getByRole('checkbox', { name: 'Steps that name no pool run here' }).check()
    expect(await barriers(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('region', { name: 'Far away' }).getByText('default', { exact: true }).waitFor()
    expect(await poolNamed('Far away')).toMatchObject({ IsDefault: true })
    expect(await poolNamed('Default Worker Pool')).toMatchObject({ IsDefault: false })
    expect(await page.getByRole('button', { name: 'Delete the pool Far away' }).count()).toBe(0)
    await press('Delete the pool Builders')
    await press('Delete')
    await dialog.getByText('is used by the worker w-build-01').waitFor()
    await page.keyboard.press('Escape')
    await press('Delete the pool Default Worker Pool')
    await press('Delete')
    await dialog.waitFor({ state: 'detached' })
    expect(await poolNamed('Default Worker Pool')).toBeUndefined()
  })

  test('the list of targets is narrowed and paged by the server, and the address keeps the choice', async () => {
    await page.goto(at('/targets?health=Disabled'))
    await page.getByText('No target is like that.').waitFor()
    await page.goto(at('/targets'))
    await page.getByRole('textbox', { name: 'Filter by name' }).fill('web-ui')
    await expect
      .poll(async () =>
        (await page.getByRole('row').allTextContents()).map((text) => /[a-z]-web-ui-\d\d/.exec(text)?.[0]),
      )
      .toEqual([undefined, 'p-web-ui-01', 's-web-ui-01', 's-web-ui-02', 't-web-ui-01'])
    await pick('Environment', 'Staging')
    await expect.poll(() => page.getByRole('row').count()).toBe(3)
    await page.getByRole('link', { name: 's-web-ui-02' }).click()
    await page.getByRole('heading', { name: 's-web-ui-02', level: 1 }).waitFor()
    await page.goBack()
    await expect.poll(() => page.getByRole('row').count()).toBe(3)
    await page.getByRole('navigation').getByRole('link', { name: 'Targets' }).click()
    await expect.poll(() => page.getByRole('textbox', { name: 'Filter by name' }).inputValue()).toBe('')
  })

  test('an account is changed without its secrets being shown, and stays while something uses it', async () => {
    await page.goto(at('/accounts'))
    await page.getByRole('button', { name: 'Add an account' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: 'Kind' }).click()
    await page.getByRole('option', { name: 'Token' }).click()
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Registry')
    await dialog.getByLabel(/^Token/).fill('a very secret word')
    await dialog.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('button', { name: 'Change Registry' }).click()
    await dialog.getByText('One is stored and not shown').waitFor()
    expect(await page.content()).not.toContain('a very secret word')
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Image registry')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row', { name: /^Image registry Token/ }).waitFor()
    const { Items } = await read('/accounts')
    expect(Items.find(({ Name }: { Name: string }) => Name === 'Image registry').Token).toMatchObject({
      HasValue: true,
    })
    if (!sshd) return
    await page.getByRole('button', { name: 'Delete the account Deployer' }).click()
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await dialog.getByRole('alert').getByText('is used by the machine s-ssh-01').waitFor()
  })

  const PAGES = [
    '/targets',
    '/targets/new',
    '/targets/new?by=ssh',
    '/targets/Machines-1',
    '/drift',
    '/workers',
    '/machine-policies',
    '/accounts',
    '/proxies',
  ]
  test.each(PAGES)('nothing keeps anybody out of the page %j, in light and dark', async (path) => {
    expect(await barriersOf(page, at(path))).toEqual([])
  })

  test('all the while the browser had nothing to complain about', () => {
    expect(admin.complaints).toEqual([])
  })
})
