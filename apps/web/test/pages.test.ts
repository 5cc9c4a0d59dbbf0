import { ACME_PARENT, type AcmeWorld, buildAcmeWorld, startTestServer, type TestServer } from '@flotilla/testkit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { barriersOf, hasBrowser, holdSaving, openBrowser, signIn, type Visit, visit } from './browser.ts'

const PASSWORD = 'correct horse battery staple'

/** Where a page says how its task is doing. */
const stateOf = (page: Page) => page.locator('main header')

/** One step that runs a script and needs no target. */
const scriptOnWorker = (script: string) =>
  [
    {
      Name: 'Print',
      Actions: [
        {
          Name: 'Print',
          ActionType: 'Octopus.Script',
          Properties: {
            'Octopus.Action.RunOnServer': 'true',
            'Octopus.Action.Script.Syntax': 'Bash',
            'Octopus.Action.Script.ScriptBody': script,
          },
        },
      ],
    },
  ] as never

describe.skipIf(!hasBrowser)('the pages', () => {
  let server: TestServer
  let world: AcmeWorld
  let browser: Browser
  let admin: Visit
  let page: Page
  let suiteReleaseId: string
  const at = (path: string) => `${server.url}/#/${world.spaceId}${path}`

  beforeAll(async () => {
    server = await startTestServer({ env: { FLOTILLA_ADMIN_PASSWORD: PASSWORD } })
    world = await buildAcmeWorld(server, { space: 'Acme', promptedMode: 'Promote' })
    suiteReleaseId = await world.releaseComponent(ACME_PARENT, '2021.1.0')
    browser = await openBrowser()
    admin = await visit(browser, server.url)
    page = admin.page
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    await server?.remove()
  })

  test('W3: signing in says what is wrong where it is wrong, and opens the page that was asked for', async () => {
    await page.goto(at('/tasks'))
    await signIn(page, 'admin', 'not the password')
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('The user name or the password is wrong.')
    await signIn(page, 'admin', PASSWORD)
    await page.getByRole('heading', { name: 'Tasks', level: 1 }).waitFor()
  })

  test('the first page, with signing in, loads at most 300 kB of compressed script', async () => {
    const { page: first } = await visit(browser, server.url)
    await first.goto(at(''))
    await signIn(first, 'admin', PASSWORD)
    await first.getByRole('row', { name: /^Web API/ }).waitFor()
    const [sent, whole] = await first.evaluate(() => {
      const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(({ name }) =>
        name.endsWith('.js'),
      )
      const sum = (size: 'encodedBodySize' | 'decodedBodySize') => scripts.reduce((all, each) => all + each[size], 0)
      return [sum('encodedBodySize'), sum('decodedBodySize')] as const
    })
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThan(whole)
    expect(sent).toBeLessThanOrEqual(300_000)
    await first.context().close()
  })

  test('the dashboard has the releases in their environments, and changes by itself', async () => {
    await page.goto(at(''))
    const cell = page.getByRole('row', { name: /^Web API/ }).getByRole('link', { name: '2021.1.0.4' })
    await page
      .getByRole('row', { name: /^Web API/ })
      .getByRole('link', { name: '2021.1.0.3' })
      .first()
      .waitFor()
    expect(await cell.count()).toBe(0)
    await world.ship('Web API', '2021.1.0.4', ['Development'])
    await cell.waitFor()
  })

  test('S1: scenario 1: the plan follows the choices, and what was planned is what is deployed', async () => {
    await page.goto(at('/projects/release-orchestration/suite'))
    await page.getByRole('row', { name: /^Database/ }).waitFor()
    await page.getByRole('link', { name: 'Plan a promotion or redeployment' }).click()
    await page.getByRole('radio', { name: 'Staging' }).click()
    const plan = page.getByRole('region', { name: 'The plan' })
    await plan.getByText('4 of 4 components deploy').waitFor()
    await page.getByRole('button', { name: 'Deploy', exact: true }).click()
    await stateOf(page).getByText('Succeeded').waitFor({ timeout: 60_000 })
    const [deployment] = await world.deploymentsOf(ACME_PARENT, 'Staging')
    const children = await world.childrenOf(deployment!.TaskId)
    expect(children.map(({ project }) => project).toSorted()).toEqual([
      'Database',
      'Scheduling Service',
      'Web API',
      'Web UI',
    ])
  })

  test('S2: scenario 1b: redeploying to two rebuilt machines shows and touches only them', async () => {
    await page.goto(at('/projects/release-orchestration/releases/2021.1.0/deploy'))
    await page.getByRole('radio', { name: 'Staging' }).click()
    const plan = page.getByRole('region', { name: 'The plan' })
    await plan.getByText('0 of 4 components deploy').waitFor()
    await page.getByRole('combobox', { name: /mode/i }).click()
    await page.getByRole('option', { name: 'Redeploy' }).click()
    await plan.getByText('4 of 4 components deploy').waitFor()
    await page.getByText('Only …').click()
    // Nothing chosen is no choice, and never all of them.
    await page.getByText('Choose at least one target.').waitFor()
    expect(await page.getByRole('button', { name: 'Deploy', exact: true }).isDisabled()).toBe(true)
    await page.getByRole('combobox', { name: 'Only these targets' }).click()
    await page.getByRole('option', { name: 's-web-api-01' }).click()
    await page.getByRole('option', { name: 's-app-service-01' }).click()
    await page.keyboard.press('Escape')
    await plan.getByText('2 of 4 components deploy').waitFor()
    await page.getByRole('button', { name: 'Deploy', exact: true }).click()
    await stateOf(page).getByText('Succeeded').waitFor({ timeout: 60_000 })
    const [deployment] = await world.deploymentsOf(ACME_PARENT, 'Staging')
    const reached = (await world.childrenOf(deployment!.TaskId)).flatMap((child) => child.reached)
    expect(reached.toSorted()).toEqual(['s-app-service-01', 's-web-api-01'])
    // Why the others were left alone stands beside their steps, which went well and are folded.
    const left = page.getByRole('button', { name: /Deploy Web UI .*no step for any of the chosen machines/ })
    expect(await left.getAttribute('aria-expanded')).toBe('false')
  })

  test('T7: scenario 2: a machine that joins is served with nobody watching, and the trigger says why', async () => {
    const triggerId = await world.addTrigger({ environments: ['Staging'] })
    await world.addMachine('s-web-api-09', 'Staging', ['App-WebApi'])
    await world.decided(triggerId, 1)
    await page.goto(at('/projects/release-orchestration/triggers'))
    const row = page.getByRole('row', { name: /s-web-api-09.*Deployed/ })
    expect(await row.textContent()).toContain('Release 2021.1.0 is deployed to s-web-api-09 in Staging.')
    await page.getByRole('row', { name: /s-web-api-09 is added/ }).waitFor()
    // In words, and not by what the server calls things within.
    expect(await page.locator('main').textContent()).not.toMatch(/Deployments-|Machines-|Environments-|Machine[A-Z]/)
    await row.getByRole('link', { name: 'See the deployment' }).click()
    await stateOf(page).getByText('Succeeded').waitFor({ timeout: 60_000 })
    await page.getByRole('link', { name: 'New machines', exact: true }).waitFor()
  })

  test('P1: an approval is answered in place, by who may', async () => {
    const { taskId } = await world.deploy(suiteReleaseId, 'Prod Approval')
    await world.interruptionOf(taskId)
    await page.goto(at('/approvals'))
    await page.getByRole('button', { name: 'Proceed' }).first().waitFor()
    await page.getByLabel('Notes').first().fill('Looked at it')
    // Teams are asked one after the other.
    while ((await world.taskOf(taskId)).State !== 'Success') {
      const [asked] = await world.pendingInterruptions(taskId)
      if (!asked) continue
      await page.getByRole('button', { name: 'Proceed', disabled: false }).first().click()
      await expect
        .poll(async () => (await world.pendingInterruptions(taskId)).map(({ Id }) => Id))
        .not.toContain(asked.Id)
    }
    await page.goto(at(`/tasks/${taskId}`))
    await page.getByRole('heading', { level: 1, name: /Prod Approval/ }).waitFor()
    expect(await stateOf(page).textContent()).toContain('Succeeded')
  })

  test('W1: a line that a script prints is text, whatever stands in it', async () => {
    const script = `echo '<img src=x onerror=alert(1)><script>alert(2)</script> javascript:alert(3)'; exit 1`
    await world.setSteps('Database', scriptOnWorker(script))
    const releaseId = await world.releaseComponent('Database', '9.9.9')
    const { id } = await world.deployAndWait(releaseId, 'Development')
    await page.goto(at(`/deployments/${id}`))
    await page.getByText('<img src=x onerror=alert(1)>').waitFor()
    await stateOf(page).getByText('Failed').waitFor()
  })

  test('the command palette finds what has a name, by keyboard alone', async () => {
    await page.goto(at(''))
    await page.getByRole('heading', { name: 'Dashboard', level: 1 }).waitFor()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search' }).fill('web ui')
    await page.getByRole('option', { name: /^Web UI/, selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Web UI', level: 1 }).waitFor()
  })

  test('by keyboard alone a release is planned and deployed, and its log is walked', async () => {
    await world.setSteps('Scheduling Service', scriptOnWorker('for line in one two three; do echo $line; done'))
    const release = await world.releaseComponent('Scheduling Service', '9.9.9')
    await page.goto(at('/projects/scheduling-service/releases/9.9.9/deploy'))
    await page.getByRole('radio', { name: 'Development' }).waitFor()
    const focused = (name: string) => page.evaluate(`document.activeElement?.${name}`)
    const tabTo = async (name: string, value: string) => {
      for (let keys = 0; keys < 30 && (await focused(name)) !== value; keys += 1) await page.keyboard.press('Tab')
      expect(await focused(name)).toBe(value)
    }
    expect(await focused('id'), 'whoever arrives goes on in the content').toBe('content')
    await tabTo('type', 'radio')
    await page.keyboard.press('Space')
    await page.getByRole('region', { name: 'Steps' }).getByRole('cell').first().waitFor()
    await tabTo('textContent', 'Deploy')
    await page.keyboard.press('Enter')
    await stateOf(page).getByText('Succeeded').waitFor({ timeout: 60_000 })
    expect((await world.deploymentsOf('Scheduling Service', 'Development'))[0]?.ReleaseId).toBe(release)
    await page.getByRole('button', { name: 'Open all' }).press('Enter')
    const numbers = page.locator('.log-line .number')
    await numbers.nth(1).waitFor()
    expect(await page.locator('.log-line .number[tabindex="0"]').count(), 'one way into the lines').toBe(1)
    await numbers.first().focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => focused('textContent')).toBe(await numbers.nth(1).textContent())
  })

  test('a step of the process is changed and saved; who was overtaken is told, and repeats the change on what is saved by then', async () => {
    await page.goto(at('/projects/web-ui/process'))
    const name = page.getByRole('textbox', { name: 'Name' })
    await name.fill('Install it')
    const path = `${world.base}/deploymentprocesses/${world.projects['Web UI'].DeploymentProcessId}`
    const firstStored = async () => (await server.api('GET', path)).body.Steps[0]
    const saveMeanwhile = async (part: object) => {
      const stored = (await server.api('GET', path)).body
      await server.api('PUT', path, { ...stored, Steps: stored.Steps.map((step: object) => ({ ...step, ...part })) })
    }
    await saveMeanwhile({ Condition: 'Always' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').waitFor()
    expect(await name.inputValue(), 'what was typed stays').toBe('Install it')
    await page.getByRole('button', { name: 'Repeat my changes on what is saved now' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
    expect(await name.inputValue(), 'it is there still').toBe('Install it')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(firstStored).toMatchObject({ Name: 'Install it', Condition: 'Always' })
    await name.fill('Install it soon')
    await saveMeanwhile({ Condition: 'Success' })
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('alert').waitFor()
    const discard = page.getByRole('button', { name: 'Discard the changes' })
    await discard.click()
    // Till then what was typed is still there, and typing it again changes nothing.
    await discard.waitFor({ state: 'detached' })
    expect(await name.inputValue()).toBe('Install it')
  })

  test('what is typed while a process is saved is a draft of what is stored by then, and is saved too', async () => {
    await page.goto(at('/projects/web-ui/process'))
    const name = page.getByRole('textbox', { name: 'Name' })
    const save = page.getByRole('button', { name: 'Save' })
    const path = `${world.base}/deploymentprocesses/${world.projects['Web UI'].DeploymentProcessId}`
    const nameStored = async () => (await server.api('GET', path)).body.Steps[0].Name
    const goOn = await holdSaving(page, path)
    await name.fill('Put it there')
    await save.click()
    await name.fill('Put it there gently')
    goOn()
    await expect.poll(nameStored).toBe('Put it there')
    await page.unrouteAll()
    await expect.poll(() => save.isEnabled()).toBe(true)
    await save.click()
    await expect.poll(nameStored).toBe('Put it there gently')
  })

  const PAGES = [
    '',
    '/projects',
    '/projects/release-orchestration',
    '/projects/release-orchestration/suite',
    '/projects/release-orchestration/process',
    '/projects/release-orchestration/variables',
    '/projects/release-orchestration/releases/new',
    '/projects/release-orchestration/releases/2021.1.0',
    '/projects/release-orchestration/releases/2021.1.0/deploy',
    '/approvals',
    '/tasks',
    '/audit',
    '/api-keys',
  ]
  test.each(PAGES)('nothing keeps anybody out of the page %j, in light and dark', async (path) => {
    expect(await barriersOf(page, at(path))).toEqual([])
  })

  test('a long dashboard makes the rows that are seen, keeps its head in sight and is filtered by name', async () => {
    const groupId = (await server.api('GET', `${world.base}/projectgroups`)).body.Items[0].Id
    const lifecycleId = (await server.api('GET', `${world.base}/lifecycles`)).body.Items[0].Id
    for (let number = 100; number < 180; number += 1) {
      const project = { Name: `Part ${number}`, ProjectGroupId: groupId, LifecycleId: lifecycleId }
      expect((await server.api('POST', `${world.base}/projects`, project)).status).toBe(201)
    }
    await page.goto(at(''))
    const rows = page.locator('.dashboard tbody th[scope="row"]')
    await page.getByRole('row', { name: /^Part 100/ }).waitFor()
    expect(await rows.count()).toBeLessThan(60)
    expect(await page.getByRole('row', { name: /^Part 179/ }).count()).toBe(0)
    const head = page.getByRole('columnheader', { name: 'Staging' })
    const top = (await head.boundingBox())!.y
    await page.locator('.dashboard-scroll').evaluate('(element) => { element.scrollTop = 1e6 }')
    await page.locator('.dashboard tbody tr').last().scrollIntoViewIfNeeded()
    expect((await head.boundingBox())!.y).toBe(top)
    await page.getByLabel('Filter projects').fill('part 179')
    await page.getByRole('row', { name: /^Part 179/ }).waitFor()
    expect(await rows.count()).toBe(1)
  })

  test('on a phone nothing hangs over the side of the dashboard, a deployment and the approvals', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    const [deployment] = await world.deploymentsOf(ACME_PARENT, 'Staging')
    const { taskId } = await world.deploy(suiteReleaseId, 'Prod Approval')
    await world.interruptionOf(taskId)
    for (const path of ['', `/deployments/${deployment!.Id}`, '/approvals']) {
      await page.goto(at(path))
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0)
      expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'), path).toBeLessThanOrEqual(
        0,
      )
    }
    // The navigation is folded away, but not that something waits.
    await page.getByRole('banner').getByText('waiting').waitFor()
    const [asked] = await world.pendingInterruptions(taskId)
    await page.getByRole('textbox', { name: 'Notes' }).first().fill('Seen on the way to work.')
    await page.getByRole('button', { name: 'Proceed', disabled: false }).first().click()
    await expect
      .poll(async () => (await world.pendingInterruptions(taskId)).map(({ Id }) => Id))
      .not.toContain(asked!.Id)
  })

  test('W3: all the while the browser had nothing to complain about', () => {
    expect(admin.complaints).toEqual([])
  })
})
