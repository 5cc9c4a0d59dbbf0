import { CHILD_PARAMETERS } from '@flotilla/domain/suites'
import { ACME_PARENT } from '@flotilla/testkit'
import { expect, test } from 'vitest'
import { HOW, WHAT } from '../../src/features/processes/child-parameters.ts'
import type { AcmePages } from '../acme-pages.ts'
import { barriers, holdSaving } from '../browser.ts'

/** The steps of a project's process. */
export function processForms(pages: AcmePages): void {
  const { at, stored, button, field, choose } = pages
  const processOf = async (slug: string) =>
    stored(`/deploymentprocesses/${(await stored(`/projects/${slug}`)).DeploymentProcessId}`)
  const newProject = async (Name: string) => {
    const { ProjectGroupId, LifecycleId } = await stored('/projects/web-ui')
    await pages.server.api('POST', `${pages.world.base}/projects`, { Name, ProjectGroupId, LifecycleId })
  }
  const addStep = async (kind: string) => {
    await button('Add a step').click()
    await pages.page.getByRole('menuitem', { name: kind }).click()
  }

  test('what the server has against a step is said at its field, whichever step is looked at; nothing typed is lost', async () => {
    await newProject('Steps')
    await pages.page.goto(at('/projects/steps/process'))
    await addStep('Run a script')
    await addStep('Ask people')
    await field('Name').fill('Same')
    const steps = pages.page.getByRole('list', { name: 'Steps' })
    await steps.getByRole('button', { name: /^1\./ }).click()
    await field('Name').fill('Same')
    await button('Save').click()
    await steps.getByRole('button', { name: /^2\. Same.*Something is wrong here/ }).waitFor()
    // The step that is wrong is opened, and its field says what is.
    await expect.poll(() => field('Name').getAttribute('aria-invalid')).toBe('true')
    await pages.page.getByText('Another step is already called "Same".').waitFor()
    expect(await field('Instructions').inputValue(), 'what was there stays').toContain('May')
    expect(await barriers(pages.page)).toEqual([])
    await field('Name').fill('Other')
    await button('Save').click()
    await expect
      .poll(async () => (await processOf('steps')).Steps.map(({ Name }: { Name: string }) => Name))
      .toEqual(['Same', 'Other'])
    await pages.page.getByText('Something is wrong here').waitFor({ state: 'detached' })
  })

  test('a rolling step has several actions; an expression that lacks is asked for where it lacks', async () => {
    await newProject('Rolling')
    await pages.page.goto(at('/projects/rolling/process'))
    await addStep('Run a script')
    await field('Name').fill('Install')
    await pages.page.getByRole('combobox', { name: 'Runs on targets with these roles' }).fill('App-WebUI')
    await pages.page.keyboard.press('Enter')
    await pages.page.getByLabel('Rolling: targets at once').fill('1')
    await button('Add an action to this step').click()
    await pages.page.getByRole('menuitem', { name: 'Run a script' }).click()
    await field('Name of the action').nth(1).fill('Warm up')
    await choose('Runs when', 'an expression is true')
    await button('Save').click()
    await expect.poll(() => field('Expression').getAttribute('aria-invalid')).toBe('true')
    await field('Expression').fill('#{Ready}')
    await button('Save').click()
    await expect
      .poll(async () => (await processOf('rolling')).Steps)
      .toMatchObject([
        {
          Name: 'Install',
          Condition: 'Variable',
          Properties: { 'Octopus.Action.TargetRoles': 'App-WebUI', 'Octopus.Action.MaxParallelism': '1' },
          Actions: [{ Name: 'Install' }, { Name: 'Warm up' }],
        },
      ])
    await button('Remove the action Warm up').click()
    await button('Save').click()
    await expect.poll(async () => (await processOf('rolling')).Steps[0].Actions).toHaveLength(1)
  })

  test('a step takes packages: a script beside those it names, or from one; a package is deployed with what belongs to it', async () => {
    await newProject('Packaged')
    await pages.page.goto(at('/projects/packaged/process'))
    await addStep('Run a script')
    await field('Name').fill('Install')
    const packages = pages.page.getByRole('group', { name: 'Packages' })
    await button('Add a package').click()
    await packages.getByLabel('Name').fill('tools')
    await button('Save').click()
    await packages.getByText('Name the package.').waitFor()
    expect(await barriers(pages.page)).toEqual([])
    await packages.getByRole('combobox', { name: 'Package' }).fill('Acme.Tools')
    await choose('On the machine it', 'lies there as a file')
    await choose('The script is', 'a file of a package')
    await pages.page.getByRole('combobox', { name: 'Package' }).first().fill('Acme.Scripts')
    await field('File in the package').fill('install.sh')
    await addStep('Deploy a package')
    await field('Name').fill('Web')
    await pages.page.getByRole('combobox', { name: 'Package' }).fill('Acme.Web')
    await field('Custom installation directory').fill('/opt/acme')
    await pages.page.getByLabel('Empty that directory before').check()
    await pages.page.getByRole('button', { name: /PostDeploy.sh/ }).click()
    await pages.page.getByLabel('PostDeploy.sh', { exact: true }).fill('systemctl restart acme')
    expect(await barriers(pages.page)).toEqual([])
    await button('Save').click()
    await button('Discard the changes').waitFor({ state: 'detached' })
    const feed = { FeedId: expect.stringMatching(/^Feeds-/) }
    expect((await processOf('packaged')).Steps).toMatchObject([
      {
        Actions: [
          {
            Properties: {
              'Octopus.Action.Script.ScriptSource': 'Package',
              'Octopus.Action.Script.ScriptFileName': 'install.sh',
            },
            Packages: [
              { Name: '', PackageId: 'Acme.Scripts', ...feed },
              { Name: 'tools', PackageId: 'Acme.Tools', Properties: { Extract: 'False' }, ...feed },
            ],
          },
        ],
      },
      {
        Actions: [
          {
            ActionType: 'Octopus.TentaclePackage',
            Properties: {
              'Octopus.Action.EnabledFeatures': 'Octopus.Features.CustomDirectory,Octopus.Features.CustomScripts',
              'Octopus.Action.Package.CustomInstallationDirectory': '/opt/acme',
              'Octopus.Action.Package.CustomInstallationDirectoryShouldBePurgedBeforeDeployment': 'True',
              'Octopus.Action.CustomScripts.PostDeploy.sh': 'systemctl restart acme',
            },
            Packages: [{ Name: '', PackageId: 'Acme.Web', ...feed }],
          },
        ],
      },
    ])
    // What belongs to a feature goes with it.
    await field('Custom installation directory').fill('')
    await button('Save').click()
    await button('Discard the changes').waitFor({ state: 'detached' })
    const [, { Actions }] = (await processOf('packaged')).Steps
    expect(Actions[0].Properties['Octopus.Action.EnabledFeatures']).toBe('Octopus.Features.CustomScripts')
  })

  test("a script is offered the server's own names too", async () => {
    await newProject('Names')
    await pages.page.goto(at('/projects/names/process'))
    await addStep('Run a script')
    await pages.page.getByLabel('Script', { exact: true }).click()
    await pages.page.keyboard.press('Control+a')
    await pages.page.keyboard.type('echo #{Octopus.Environment.Na')
    await pages.page.getByRole('option', { name: 'Octopus.Environment.Name' }).click()
    await expect
      .poll(() => pages.page.getByLabel('Script', { exact: true }).textContent())
      .toContain('echo #{Octopus.Environment.Name}')
  })

  test('a new step keeps its script, the cursor in it and its id when it is stored meanwhile', async () => {
    await newProject('Meanwhile')
    await pages.page.goto(at('/projects/meanwhile/process'))
    await addStep('Run a script')
    const script = pages.page.getByLabel('Script', { exact: true })
    await script.fill('echo')
    const { DeploymentProcessId } = await stored('/projects/meanwhile')
    const goOn = await holdSaving(pages.page, `${pages.world.base}/deploymentprocesses/${DeploymentProcessId}`)
    await button('Save').click()
    await script.press('ControlOrMeta+End')
    await pages.page.keyboard.type(' one')
    goOn()
    await expect.poll(() => button('Save').isEnabled()).toBe(true)
    const [first] = (await processOf('meanwhile')).Steps
    await pages.page.keyboard.type(' two')
    await button('Save').click()
    await button('Discard the changes').waitFor({ state: 'detached' })
    await pages.page.unrouteAll()
    const [{ Id, Actions }] = (await processOf('meanwhile')).Steps
    expect(Actions[0].Properties['Octopus.Action.Script.ScriptBody']).toBe('echo one two')
    expect([Id, Actions[0].Id]).toEqual([first.Id, first.Actions[0].Id])
  })

  test('a step that deploys a child shows what it would do now, before it is saved', async () => {
    await pages.world.releaseComponent(ACME_PARENT, '2021.1.0')
    await pages.world.releaseComponent('Web UI', '2021.1.0.90')
    await pages.page.goto(at('/projects/release-orchestration/process'))
    await pages.page.getByRole('button', { name: /Get Web UI Release\s*plans Web UI/ }).waitFor()
    await pages.page.getByRole('button', { name: /Deploy Web UI/ }).click()
    const plan = pages.page.getByRole('region', { name: 'What it would do now' })
    await plan.getByRole('combobox', { name: 'Environment of the plan' }).click()
    await pages.page.getByRole('option', { name: 'Staging' }).click()
    await plan.getByText('Skipped with a warning').waitFor()
    await pages.page.getByRole('combobox', { name: 'Mode', exact: true }).fill('AlwaysLatest')
    await pages.page.keyboard.press('Escape')
    await pages.page.getByRole('combobox', { name: 'Destination', exact: true }).fill('Development')
    await pages.page.keyboard.press('Escape')
    await plan.getByText('Deploys', { exact: true }).waitFor()
    await plan.getByText('2021.1.0.90').first().waitFor()
    expect(await barriers(pages.page)).toEqual([])
    expect(JSON.stringify((await processOf('release-orchestration')).Steps)).not.toContain('AlwaysLatest')
    await button('Discard the changes').click()
  })

  test('every parameter of a child is explained, but those that other servers need', () => {
    const shown = [...WHAT, ...HOW].map(({ name }) => name)
    const { serverUrl, apiKey, projectName, channel, ...others } = CHILD_PARAMETERS
    expect(
      Object.values(others)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(shown.toSorted())
  })
}
