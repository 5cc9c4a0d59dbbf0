import { createScriptProject, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formOf } from './package-files.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.remove())

const ok = async (method: string, path: string, body?: unknown) => {
  const answer = await server.api(method, `/api/Spaces-1/${path}`, body)
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
  return answer.body
}
const build = (PackageId: string, Version: string, more: object = {}) => ({
  PackageId,
  Version,
  OctopusBuildInformation: {
    BuildEnvironment: 'Jenkins',
    BuildNumber: '288',
    BuildUrl: 'https://build.example/288',
    Branch: 'main',
    VcsType: 'Git',
    VcsRoot: 'https://github.com/acme/web.git',
    VcsCommitNumber: '314cf2c3',
    Commits: [{ Id: `c-${Version}`, Comment: `Work on ${Version}` }],
    ...more,
  },
})
async function push(filename: string) {
  const form = formOf(filename, Buffer.from('content'))
  const answer = await fetch(`${server.url}/api/Spaces-1/packages/raw`, {
    method: 'POST',
    headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0', 'content-type': form.contentType },
    body: new Uint8Array(form.body),
  })
  expect(answer.status).toBe(201)
}

test('it is pushed once, replaced when asked, found on its package, listed and deleted', async () => {
  const pushed = await ok('POST', 'build-information', build('Hello', '1.0.0'))
  expect(pushed).toMatchObject({
    Id: 'BuildInformation-1',
    PackageId: 'Hello',
    VcsCommitUrl: 'https://github.com/acme/web/commit/314cf2c3',
    Commits: [{ Id: 'c-1.0.0', Comment: 'Work on 1.0.0', LinkUrl: 'https://github.com/acme/web/commit/c-1.0.0' }],
    WorkItems: [],
  })
  const again = await server.api('POST', '/api/build-information', build('hello', '1.0.0'))
  expect(again).toMatchObject({
    status: 400,
    body: { Errors: ['Metadata for the specified Package ID and version already exists.'] },
  })
  const ignored = build('Hello', '1.0.0', { Branch: 'other' })
  expect((await ok('POST', 'build-information?overwriteMode=IgnoreIfExists', ignored)).Branch).toBe('main')
  expect((await ok('POST', 'build-information?overwriteMode=OverwriteExisting', ignored)).Branch).toBe('other')
  await push('Hello.1.0.0.zip')
  expect(await ok('GET', 'packages/packages-Hello.1.0.0')).toMatchObject({
    PackageVersionBuildInformation: { VcsCommitNumber: '314cf2c3', Branch: 'other' },
  })
  const newer = await ok('POST', 'build-information', build('Hello', '1.10.0'))
  await ok('POST', 'build-information', build('Hello', '1.9.0'))
  expect((await ok('GET', 'build-information?packageId=Hello&latest=true')).Items).toMatchObject([{ Id: newer.Id }])
  const { Items } = await ok('GET', 'build-information?filter=hell&take=2')
  expect(Items.map(({ Version }: { Version: string }) => Version)).toEqual(['1.10.0', '1.9.0'])
  await ok('DELETE', `build-information/${pushed.Id}`)
  expect((await server.api('GET', `/api/build-information/${pushed.Id}`)).status).toBe(404)
  await ok('DELETE', `build-information/bulk?ids=${newer.Id},BuildInformation-99`)
  expect((await ok('GET', 'build-information')).TotalResults).toBe(1)
})

test('what is no build information is refused', async () => {
  const wrong = async (body: object) => (await server.api('POST', '/api/build-information', body)).body.Errors
  expect(await wrong(build('Hello', 'latest'))).toEqual([expect.stringMatching(/^Version: 'latest' is not a version/)])
  expect(await wrong({ PackageId: 'Hello' })).toContain('Version: is required.')
  // biome-ignore lint/suspicious/noExplicitAny: a link that must not become clickable
  const item: any = { Id: '1', LinkUrl: 'javascript:alert(1)' }
  expect((await wrong(build('Hello', '3.0', { WorkItems: [item] }))).join()).toMatch(/LinkUrl/)
})

test('work items and commits reach releases, previews, scripts, and the notes of a parent', async () => {
  for (const version of ['1.0.0', '2.0.0', '3.0.0']) {
    await push(`Web.${version}.zip`)
    const WorkItems = [{ Id: 'WEB-7', LinkUrl: 'https://issues.example/WEB-7', Source: 'Jira', Description: 'Menu' }]
    await ok('POST', 'build-information', build('Web', version, { WorkItems }))
  }
  const development = await ok('POST', 'environments', { Name: 'Development' })
  const environment = await ok('POST', 'environments', { Name: 'Test' })
  const script = [
    'echo "version=$(get_octopusvariable "Octopus.Action.Package.PackageVersion")"',
    'echo "id=$(get_octopusvariable "Octopus.Action.Package.PackageId")"',
    'echo "items=$(get_octopusvariable "Octopus.Deployment.WorkItems")"',
  ].join('\n')
  const project = await createScriptProject(server.api, { name: 'Web', script, environmentId: environment.Id })
  const process = await ok('GET', `projects/${project.projectId}/deploymentprocesses`)
  const [step] = process.Steps
  step.Actions[0].Packages = [{ Name: '', PackageId: 'Web', FeedId: 'Feeds-1001', AcquisitionLocation: 'NotAcquired' }]
  await ok('PUT', `deploymentprocesses/${process.Id}`, process)
  const releases: { Id: string }[] = []
  for (const Version of ['1.0.0', '2.0.0', '3.0.0']) {
    const chosen = { ActionName: step.Actions[0].Name, Version }
    const body = { ProjectId: project.projectId, Version, SelectedPackages: [chosen] }
    const release = await ok('POST', 'releases', body)
    expect(release.BuildInformation).toMatchObject([{ PackageId: 'Web', Version, Branch: 'main' }])
    releases.push(release)
  }
  const [first, , third] = releases
  const deploy = async (ReleaseId: string, EnvironmentId: string) => {
    const deployment = await ok('POST', 'deployments', { ReleaseId, EnvironmentId })
    await taskEnded(server.api, deployment.TaskId)
    const log = await fetch(`${server.url}/api/tasks/${deployment.TaskId}/raw`, {
      headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0' },
    })
    const { Changes } = await ok('GET', `deployments/${deployment.Id}`)
    return { log: await log.text(), changed: Changes.map(({ Version }: { Version: string }) => Version) }
  }
  await deploy(first!.Id, development.Id)
  expect((await deploy(third!.Id, development.Id)).changed).toEqual(['2.0.0', '3.0.0'])
  const { log } = await deploy(first!.Id, environment.Id)
  expect(log).toContain('version=1.0.0')
  expect(log).toContain('id=Web')
  expect(log).toContain('items=[{"Id":"WEB-7"')
  const preview = await ok('GET', `releases/${third!.Id}/deployments/preview/${environment.Id}`)
  expect(preview.Changes).toMatchObject([
    { Version: '2.0.0', Commits: [{ Id: 'c-2.0.0' }], WorkItems: [{ Id: 'WEB-7' }] },
    { Version: '3.0.0', Commits: [{ Id: 'c-3.0.0' }], BuildInformation: [{ PackageId: 'Web', Version: '3.0.0' }] },
  ])
  expect(preview.ChangesMarkdown).toContain('- [WEB-7](https://issues.example/WEB-7) - Menu')
  expect(preview.ChangesMarkdown).toContain('- [c-3.0.0](https://github.com/acme/web/commit/c-3.0.0) - Work on 3.0.0')

  // A suite that would deploy 3.0.0 here, in the place of 1.0.0.
  const parent = await createScriptProject(server.api, { name: 'Suite', script: 'true', environmentId: environment.Id })
  const suite = await ok('GET', `projects/${parent.projectId}/deploymentprocesses`)
  suite.Steps[0].Actions[0].ActionType = 'Flotilla.DeployChildProject'
  suite.Steps[0].Actions[0].Properties = {
    'ChildProject.Project.Name': 'Web',
    'ChildProject.SourceEnvironment.Name': 'Development',
  }
  await ok('PUT', `deploymentprocesses/${suite.Id}`, suite)
  const release = await ok('POST', 'releases', { ProjectId: parent.projectId, Version: '2.0' })
  const plan = await ok('POST', `releases/${release.Id}/deployments/plan`, { EnvironmentId: environment.Id })
  const notes = plan.Children[0].Plan.outputs.ReleaseNotes
  expect(notes).toContain('### Package Versions\n\n- Web.2.0.0\n- Web.3.0.0')
  expect(notes).toContain('### Work Items\n\n- [WEB-7](https://issues.example/WEB-7) - Menu\n\n### Commits')
}, 60_000)
