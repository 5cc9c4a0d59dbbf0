import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { acmePages } from './acme-pages.ts'
import { hasBrowser } from './browser.ts'

/** A step that runs a script and needs no target. */
const onWorker = (name: string, script: string, properties: object = {}) => ({
  Name: name,
  Actions: [
    {
      Name: name,
      ActionType: 'Octopus.Script',
      Properties: {
        'Octopus.Action.RunOnServer': 'true',
        'Octopus.Action.Script.Syntax': 'Bash',
        'Octopus.Action.Script.ScriptBody': script,
        ...properties,
      },
    },
  ],
})

describe.skipIf(!hasBrowser)('the log of a deployment', () => {
  const pages = acmePages({ space: 'Acme', promptedMode: 'Promote' })
  const { at } = pages
  const log = () => pages.page.getByRole('region', { name: 'Log' })
  const activity = (name: RegExp) => log().getByRole('button', { name })
  /** The rows of the log from the top, without the words for readers, numbers and times. */
  const rows = async () =>
    (await log().locator('.log-row').allInnerTexts()).map((row) =>
      row.replace(/^[\s\d]+/, '').replace(/^(Running|Failed|Waiting)(?! ?:)\s*/, ''),
    )
  const deploy = async (project: 'Web UI', version: string) =>
    pages.world.deploy(await pages.world.releaseComponent(project, version), 'Development')

  test('attempts stand in order, each with its lines, and what waits for the next one says so', async () => {
    const { page, world } = pages
    const retries = {
      'Octopus.Action.AutoRetry.MaximumCount': '2',
      'Octopus.Action.AutoRetry.MinimumBackoff': '600',
    }
    await world.setSteps('Web UI', [onWorker('Copy', 'echo copying; exit 3', retries)] as never)
    const { id, taskId } = await deploy('Web UI', '9.9.1')
    await page.goto(at(`/deployments/${id}`))
    const attempt = ['copying', 'The script ended with exit code 3.']
    const expected = [
      'Attempt 1',
      ...attempt,
      'Failed: The script ended with exit code 3. Trying again: retry 1 of 2.',
      'Attempt 2',
      ...attempt,
      'Failed: The script ended with exit code 3. Trying again in 600 s: retry 2 of 2.',
    ]
    const shown = async () => (await rows()).slice(3).map((row) => row.replace(/\s+\d+ s$/, ''))
    await expect.poll(shown, { timeout: 30_000 }).toEqual(expected)
    await activity(/^Waiting\s*Octopus Server\s*waits for its next attempt$/).waitFor()
    expect(await activity(/^Running/).count()).toBe(0)
    await page.reload()
    await expect.poll(shown, { timeout: 30_000 }).toEqual(expected)
    await pages.server.api('POST', `/api/tasks/${taskId}/cancel`)
    await activity(/^Cancelled\s*Octopus Server/).waitFor()
    // Whoever looks for the cause sees the errors alone, and sends somebody to one of them.
    await page.getByRole('combobox', { name: 'Lines to show' }).click()
    await page.getByRole('option', { name: 'Errors', exact: true }).click()
    await expect.poll(async () => (await rows()).filter((row) => row.includes('copying'))).toEqual([])
    await page
      .getByRole('button', { name: /^Link to line/ })
      .first()
      .click()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: /^Copy the link to line/ }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(page.url())
    expect(page.url()).toMatch(/line=\d+$/)
    // Words narrow it to the lines that have them; the file has everything.
    await page.getByRole('combobox', { name: 'Lines to show' }).click()
    await page.getByRole('option', { name: 'Verbose lines too' }).click()
    await page.getByRole('textbox', { name: 'Search the log' }).fill('COPYING')
    await expect
      .poll(async () => (await rows()).filter((row) => !/^(Cancelled|Attempt)/.test(row)))
      .toEqual(['copying', 'copying'])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ])
    const file = await readFile(await download.path(), 'utf8')
    expect(file.match(/copying/g)).toHaveLength(2)
    expect(file).toContain('The script ended with exit code 3.')
  })

  test('a deployment behind another one says which, by what that does, and the list for how long', async () => {
    const { page, world } = pages
    const asking = {
      Name: 'Look at it',
      Actions: [
        {
          Name: 'Look at it',
          ActionType: 'Octopus.Manual',
          Properties: {
            'Octopus.Action.Manual.Instructions': 'Look.',
            'Octopus.Action.Manual.BlockConcurrentDeployments': 'True',
          },
        },
      ],
    }
    await world.setSteps('Web UI', [asking] as never)
    const first = await deploy('Web UI', '9.9.2')
    await world.interruptionOf(first.taskId)
    const behind = await deploy('Web UI', '9.9.3')
    await page.goto(at(`/deployments/${behind.id}`))
    await page.getByText('Waits for another deployment to end first:').waitFor()
    await page
      .locator('main')
      .getByRole('link', { name: /Web UI.*9\.9\.2/ })
      .waitFor()
    const later = await world.deploy(await world.releaseComponent('Web UI', '9.9.4'), 'Development', {
      queueTime: new Date(Date.now() + 3 * 3_600_000),
    })
    await page.goto(at('/tasks'))
    for (const [version, time] of [
      ['9.9.2', /^(less than a minute|\d+ minutes?) so far$/],
      ['9.9.3', /^waiting for (less than a minute|\d+ minutes?)$/],
      ['9.9.4', /^begins in [23] hours$/],
    ] as const) {
      const row = page.getByRole('row', { name: new RegExp(`release ${version} `) })
      await row.getByRole('cell', { name: time }).waitFor()
    }
    for (const { taskId } of [later, behind, first]) await pages.server.api('POST', `/api/tasks/${taskId}/cancel`)
  })
})
