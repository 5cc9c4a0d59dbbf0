import { afterAll, beforeAll, expect, test } from 'vitest'
import { startApp, type TestApp } from './start-app.ts'

// A project whose template writes the notes of releases for which nobody wrote any.

let app: TestApp
let project: { Id: string; Name: string }
beforeAll(async () => {
  app = await startApp()
  const first = async (path: string) => (await must('GET', path)).Items[0].Id
  project = await must('POST', 'projects', {
    Name: 'Web',
    LifecycleId: await first('lifecycles'),
    ProjectGroupId: await first('projectgroups'),
  })
  const feed = await must('POST', 'feeds', { Name: 'Outside', FeedType: 'NuGet', FeedUri: 'https://feed.example/' })
  const process = await must('GET', `deploymentprocesses/deploymentprocess-${project.Id}`)
  const Packages = [{ Name: 'web', PackageId: 'Acme.Web', FeedId: feed.Id }]
  const Properties = { 'Octopus.Action.RunOnServer': 'true', 'Octopus.Action.Script.ScriptBody': 'true' }
  await must('PUT', `deploymentprocesses/${process.Id}`, {
    ...process,
    Steps: [{ Name: 'Run', Actions: [{ Name: 'Run', ActionType: 'Octopus.Script', Properties, Packages }] }],
  })
  const variables = await must('GET', `variables/variableset-${project.Id}`)
  await must('PUT', `variables/${variables.Id}`, {
    ...variables,
    Variables: [
      { Name: 'Team', Value: 'Shop' },
      { Name: 'Loop', Value: '#{Loop}' },
      { Name: 'Key', Value: 'secret-word', Type: 'Sensitive', IsSensitive: true },
    ],
  })
}, 60_000)
afterAll(() => app?.stop())

// biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the wire has
const must = async (method: string, path: string, body?: unknown): Promise<any> => {
  const answer = await app.api(method, `/api/Spaces-1/${path}`, body)
  expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
  return answer.body
}
const setTemplate = async (ReleaseNotesTemplate: string | null) =>
  must('PUT', `projects/${project.Id}`, { ...(await must('GET', `projects/${project.Id}`)), ReleaseNotesTemplate })
const SelectedPackages = [{ ActionName: 'Run', PackageReferenceName: 'web', Version: '3.1.4' }]
const release = (Version: string, more: object = {}) =>
  app.api('POST', '/api/Spaces-1/releases', { ProjectId: project.Id, Version, SelectedPackages, ...more })
const notesOf = async (...args: Parameters<typeof release>) => (await release(...args)).body.ReleaseNotes

test('the template is filled in with what is known of the release, and never with a secret', async () => {
  await setTemplate(
    '#{Octopus.Project.Name} #{Octopus.Release.Number} of #{Team} in #{Octopus.Release.Channel.Name}: ' +
      '#{each package in Octopus.Release.Package}#{package.PackageId} #{package.Version}#{/each} [#{Key}]',
  )
  expect(await notesOf('1.0')).toBe('Web 1.0 of Shop in Default: Acme.Web 3.1.4 [#{Key}]')
  const named = await must('POST', 'releases/create/v1', {
    spaceIdOrName: 'Spaces-1',
    ProjectName: 'Web',
    ReleaseVersion: '1.1',
    Packages: ['Run:web:3.1.5'],
  })
  expect((await must('GET', `releases/${named.ReleaseId}`)).ReleaseNotes).toContain('Web 1.1 of Shop')
})

test('notes that somebody wrote stay as they are, and a template that is none is refused', async () => {
  expect(await notesOf('2.0', { ReleaseNotes: 'By hand, #{Team}' })).toBe('By hand, #{Team}')
  await setTemplate('#{Loop}')
  const refused = await release('2.1')
  expect(refused.status).toBe(400)
  expect(refused.body.Errors[0]).toMatch(/^ReleaseNotes: the project's template cannot be filled in \(recursion\)/)
  await setTemplate(null)
  expect(await notesOf('2.1')).toBeNull()
})
