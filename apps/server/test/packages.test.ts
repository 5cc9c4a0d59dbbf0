import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deleteOldPackages } from '../src/features/retention/delete-old-packages.ts'
import { formOf, zipOf } from './package-files.ts'
import { startApp, type TestApp } from './start-app.ts'

let app: TestApp
const hello = zipOf({ 'test.txt': 'inner content of the file' })

beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.stop())

async function push(filename: string, content: Buffer, query = '', more: { key?: string; field?: string } = {}) {
  const form = formOf(filename, content, more.field)
  const response = await app.inject({
    method: 'POST',
    url: `/api/Spaces-1/packages/raw${query}`,
    headers: { 'x-octopus-apikey': more.key ?? 'API-ADMINISTRATOR0', 'content-type': form.contentType },
    payload: form.body,
  })
  return { status: response.statusCode, body: response.json() }
}
const download = (id: string) =>
  app.inject({
    method: 'GET',
    url: `/api/packages/${encodeURIComponent(id)}/raw`,
    headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0' },
  })
const get = async (path: string) => (await app.api('GET', path)).body
const versionsOf = async (query: string) =>
  (await get(`/api/feeds/Feeds-1001/packages/versions?${query}`)).Items.map(
    ({ Version }: { Version: string }) => Version,
  )
const storedContents = async () =>
  (await sql<{ count: number }>`select count(*) as count from package_content`.execute(app.database)).rows[0]!.count

/** A user with one role in the default space; answers the key. */
async function userWith(roleId: string): Promise<string> {
  const name = `user-${roleId}`
  const user = (await app.api('POST', '/api/users', { Username: name, DisplayName: name, IsService: true })).body
  const team = (await app.api('POST', '/api/teams', { Name: name, MemberUserIds: [user.Id], SpaceId: 'Spaces-1' })).body
  const role = { UserRoleId: roleId, TeamId: team.Id, SpaceId: 'Spaces-1' }
  expect((await app.api('POST', '/api/scopeduserroles', role)).status).toBe(201)
  return (await app.api('POST', `/api/users/${user.Id}/apikeys`, { Purpose: 'test' })).body.ApiKey
}

describe('pushing', () => {
  test('a package comes back as it was pushed, under whatever name its part has', async () => {
    const pushed = await push('Hello.1.0.0.zip', hello, '', { field: 'fileToUpload' })
    expect(pushed.status).toBe(201)
    const sha256 = createHash('sha256').update(hello).digest('hex')
    expect(pushed.body).toMatchObject({
      Id: 'packages-Hello.1.0.0',
      PackageId: 'Hello',
      Version: '1.0.0',
      FeedId: 'Feeds-1001',
      FileExtension: '.zip',
      ReleaseNotes: null,
      PackageSizeBytes: hello.length,
      Hash: sha256,
    })
    expect(await get('/api/packages/PACKAGES-hello.1.0.0')).toEqual(pushed.body)
    const file = await download('packages-Hello.1.0.0')
    expect(file.rawPayload.equals(hello)).toBe(true)
    expect(file.headers['content-disposition']).toContain('filename="Hello.1.0.0.zip"')
    const events = await get('/api/events?regarding=packages-Hello.1.0.0')
    expect(events.Items[0]).toMatchObject({ Category: 'Created', Message: 'Package Hello 1.0.0 was pushed' })
  })

  test('G3 a version that exists is refused, ignored or replaced as asked, never silently', async () => {
    const [one, two] = [zipOf({ a: '1' }), zipOf({ a: '2' })]
    expect((await push('Modes.1.0.zip', one)).status).toBe(201)
    const again = await push('modes.1.0.zip', two, '?overwriteMode=FailIfExists')
    expect(again.status).toBe(400)
    expect(again.body.Errors[0]).toContain('A package with the same name and version already exists')
    expect((await push('Modes.1.0.zip', two, '?replace=false')).status).toBe(400)
    expect((await push('Modes.1.0.zip', two, '?overwriteMode=IgnoreIfExists')).status).toBe(200)
    expect((await push('Modes.1.0.zip', two, '?overwriteMode=Whatever')).status).toBe(400)
    expect((await download('packages-Modes.1.0')).rawPayload.equals(one)).toBe(true)
    expect((await push('Modes.1.0.zip', two, '?overwriteMode=overwriteexisting')).status).toBe(201)
    expect((await download('packages-Modes.1.0')).rawPayload.equals(two)).toBe(true)
    const [event] = (await get('/api/events?regarding=packages-Modes.1.0')).Items
    expect(event).toMatchObject({ Category: 'Modified', Message: 'Package Modes 1.0 was replaced by another content' })
    // The same content once more changes nothing and tells nothing.
    expect((await push('Modes.1.0.zip', two, '?replace=true')).status).toBe(200)
    expect((await get('/api/events?regarding=packages-Modes.1.0')).Items[0].Id).toBe(event.Id)
  })

  test('G3 of many pushes of one version at once one is taken', async () => {
    const files = Array.from({ length: 6 }, (_, n) => zipOf({ a: `content ${n}` }))
    const answers = await Promise.all(files.map((file) => push('Race.1.0.zip', file)))
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400, 400, 400, 400])
    const winner = files[answers.findIndex(({ status }) => status === 201)]!
    expect((await download('packages-Race.1.0')).rawPayload.equals(winner)).toBe(true)
  })

  test('what is no package is refused with what is wrong', async () => {
    const before = await storedContents()
    for (const [name, says] of [
      ['Hello.zip', /holds no version/],
      ['Hello.1.0.0.exe', /must end in one of \.tar\.gz/],
      ['a b.1.0.zip', /no package id/],
      ['..1.0.zip', /no package id/],
    ] as const) {
      const answer = await push(name, hello)
      expect([answer.status, answer.body.Errors[0]]).toEqual([400, expect.stringMatching(says)])
    }
    expect((await push('Big.1.0.zip', Buffer.alloc(10_000_001))).status).toBe(413)
    expect((await app.api('POST', '/api/packages/raw', {})).body.Errors[0]).toMatch(/multipart/)
    const cut = formOf('Cut.1.0.zip', hello)
    const answer = await app.inject({
      method: 'POST',
      url: '/api/packages/raw',
      headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0', 'content-type': cut.contentType },
      payload: cut.body.subarray(0, cut.body.length - 40),
    })
    expect(answer.statusCode).toBe(400)
    expect((await app.api('GET', '/api/packages/packages-Cut.1.0')).status).toBe(404)
    expect(await storedContents()).toBe(before)
    const elsewhere = await app.inject({
      method: 'POST',
      url: '/api/environments',
      headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0', 'content-type': cut.contentType },
      payload: cut.body,
    })
    expect(elsewhere.statusCode).toBe(415)
  })

  test('who pushes may not replace or delete; who reads may not push', async () => {
    const builder = await userWith('userroles-buildserver')
    expect((await push('Rights.1.0.zip', hello, '', { key: builder })).status).toBe(201)
    expect((await push('Rights.1.0.zip', zipOf({ b: '' }), '?replace=true', { key: builder })).status).toBe(403)
    expect((await app.as(builder)('DELETE', '/api/packages/packages-Rights.1.0')).status).toBe(403)
    const reader = await userWith('userroles-environmentviewer')
    expect((await push('Rights.2.0.zip', hello, '', { key: reader })).status).toBe(403)
  })

  test('equal contents are stored once, and go with the last package', async () => {
    const same = zipOf({ same: 'same' })
    const sha256 = createHash('sha256').update(same).digest('hex')
    const stored = async () => {
      const { rows } = await sql`select 1 from package_content where sha256 = ${sha256}`.execute(app.database)
      return rows.length
    }
    await push('Same.1.0.zip', same)
    await push('Same.2.0.zip', same)
    expect(await stored()).toBe(1)
    expect((await app.api('DELETE', '/api/packages/packages-Same.1.0')).status).toBe(200)
    expect((await download('packages-Same.2.0')).rawPayload.equals(same)).toBe(true)
    expect((await app.api('DELETE', '/api/packages/bulk?ids=packages-Same.2.0,packages-Nothing.1.0')).status).toBe(200)
    expect(await stored()).toBe(0)
    expect((await app.api('GET', '/api/packages/packages-Same.2.0')).status).toBe(404)
  })
})

test('G4 a content that was changed where it is stored is not handed out whole', async () => {
  const file = Buffer.alloc(3_000_000, 'x')
  await push('Tampered.1.0.zip', file)
  await sql`update package_content_part set content = overlay(content placing 'y'::bytea from 10) where part = 1
    and content_id = (select content_id from package where package_id = 'Tampered')`.execute(app.database)
  const answer = await download('packages-Tampered.1.0').catch((error: unknown) => error as Error)
  if (!(answer instanceof Error)) expect(answer.rawPayload.length).toBeLessThan(file.length)
})

describe('G2 what a package says of itself', () => {
  const nuspec = (metadata: string) => `<?xml version="1.0"?><package><metadata>${metadata}</metadata></package>`

  test('title, summary, description and notes of a NuGet package are read', async () => {
    const file = zipOf({
      'readme.txt': 'Read me',
      'Acme.Tools.nuspec': nuspec(
        '<id>x</id><title>Acme &amp; tools</title><description><![CDATA[<b>All</b>]]></description><releaseNotes>New.</releaseNotes>',
      ),
    })
    const { body } = await push('Acme.Tools.1.2.0.nupkg', file)
    expect(body).toMatchObject({ Title: 'Acme & tools', Description: '<b>All</b>', Summary: '' })
    expect(await get('/api/packages/notes?packageIds=packages-Acme.Tools.1.2.0')).toMatchObject({
      Packages: [{ PackageId: 'Acme.Tools', Version: '1.2.0', Notes: { Notes: 'New.' } }],
    })
  })

  test.each([
    ['no archive at all', Buffer.from('not a zip')],
    ['a nuspec beyond the limit', zipOf({ 'a.nuspec': nuspec(`<title>t</title>${' '.repeat(300_000)}`) })],
    [
      'a header that lies about the size',
      zipOf({ 'a.nuspec': nuspec(`<title>t</title>${' '.repeat(300_000)}`) }, (entry) => entry.writeUInt32LE(100, 24)),
    ],
    ['a path that leads out', zipOf({ '../a.nuspec': nuspec('<title>t</title>') })],
    ['an unfinished document', zipOf({ 'a.nuspec': '<metadata><title>'.repeat(10_000) })],
  ])('%s says nothing, and is stored as it is', async (what, file) => {
    const version = `1.0.${what.length}`
    const { status, body } = await push(`Odd.${version}.nupkg`, file)
    expect([status, body.Title, body.Description]).toEqual([201, 'Odd', ''])
    expect((await download(`packages-Odd.${version}`)).rawPayload.equals(file)).toBe(true)
  })
})

describe('looking into feeds', () => {
  beforeAll(async () => {
    for (const version of ['1.9.0', '1.10.0', '2.0.0-beta.2', '2.0.0-beta.10', '2.0.0'])
      await push(`Look.Web.${version}.zip`, hello)
    await push('Look.Api.1.0.0.zip', hello)
  })

  test('versions come newest first, and can be narrowed', async () => {
    expect(await versionsOf('packageId=look.web')).toEqual([
      '2.0.0',
      '2.0.0-beta.10',
      '2.0.0-beta.2',
      '1.10.0',
      '1.9.0',
    ])
    expect(await versionsOf('packageId=Look.Web&take=2&skip=1')).toEqual(['2.0.0-beta.10', '2.0.0-beta.2'])
    expect(await versionsOf('packageId=Look.Web&versionRange=[1.0,1.10]')).toEqual(['1.10.0', '1.9.0'])
    expect(await versionsOf('packageId=Look.Web&preReleaseTag=^beta')).toEqual(['2.0.0-beta.10', '2.0.0-beta.2'])
    expect(await versionsOf('packageId=Look.Web&includePreRelease=false')).toEqual(['2.0.0', '1.10.0', '1.9.0'])
    const wrong = await app.api('GET', '/api/feeds/Feeds-1001/packages/versions?packageId=Look.Web&versionRange=[1')
    expect([wrong.status, wrong.body.Errors[0]]).toEqual([400, expect.stringMatching(/^versionRange: /)])
  })

  test('packages are found by a part of their id, each once', async () => {
    const found = await get('/api/feeds/feeds-builtin/packages/search?term=look')
    expect(found.Items).toMatchObject([
      { Id: 'Look.Api', LatestVersion: '1.0.0' },
      { Id: 'Look.Web', LatestVersion: '2.0.0' },
    ])
    const list = await get('/api/packages?nuGetPackageId=Look.Web&take=2')
    expect(list.TotalResults).toBe(5)
    expect(list.Items.map(({ Version }: { Version: string }) => Version)).toEqual(['2.0.0', '2.0.0-beta.10'])
    expect((await get('/api/packages?filter=look&latest=true')).TotalResults).toBe(2)
    expect((await get('/api/feeds/stats')).TotalPackages).toBeGreaterThan(5)
  })

  test('another feed is kept with its secret, and cannot be asked yet', async () => {
    const body = { Name: 'Nuget', FeedType: 'NuGet', FeedUri: 'https://nuget.example/v3', Username: 'u' }
    const created = await app.api('POST', '/api/feeds', { ...body, Password: { HasValue: true, NewValue: 'pw' } })
    expect(created.body).toMatchObject({ ...body, Password: { HasValue: true }, DownloadAttempts: 5 })
    expect(JSON.stringify(created.body)).not.toContain('pw"')
    expect(created.body).not.toHaveProperty('DeleteUnreleasedPackagesAfterDays')
    const again = await app.api('PUT', `/api/feeds/${created.body.Id}`, created.body)
    expect(again.body.Password).toMatchObject({ HasValue: true })
    const asked = await app.api('GET', `/api/feeds/${created.body.Id}/packages/search?term=x`)
    expect([asked.status, asked.body.Errors[0]]).toEqual([400, expect.stringMatching(/is not offered yet/)])
    expect((await app.api('DELETE', `/api/feeds/${created.body.Id}`)).status).toBe(200)
    const builtIn = await app.api('DELETE', '/api/feeds/Feeds-1001')
    expect([builtIn.status, builtIn.body.Errors[0]]).toEqual([400, expect.stringMatching(/cannot be deleted/)])
    const wrong = await app.api('POST', '/api/feeds', { Name: 'Wrong', FeedType: 'Floppy' })
    expect(wrong.status).toBe(400)
  })
})

describe('releases', () => {
  let projectId: string

  beforeAll(async () => {
    const group = (await get('/api/projectgroups')).Items[0]
    const lifecycle = (await get('/api/lifecycles')).Items[0]
    const body = { Name: 'Uses packages', ProjectGroupId: group.Id, LifecycleId: lifecycle.Id }
    projectId = (await app.api('POST', '/api/projects', body)).body.Id
    const process = await get(`/api/projects/${projectId}/deploymentprocesses`)
    const used = (Name: string, PackageId: string) => ({
      Name,
      PackageId,
      FeedId: 'Feeds-1001',
      AcquisitionLocation: 'NotAcquired',
    })
    const saved = await app.api('PUT', `/api/deploymentprocesses/${process.Id}`, {
      ...process,
      Steps: [
        {
          Name: 'Install',
          Actions: [
            {
              Name: 'Install',
              ActionType: 'Octopus.Script',
              Packages: [used('', 'Used.Web'), used('tools', 'Used.Tools')],
              Properties: {
                'Octopus.Action.RunOnServer': 'true',
                'Octopus.Action.Script.Syntax': 'Bash',
                'Octopus.Action.Script.ScriptBody': 'true',
              },
            },
          ],
        },
      ],
    })
    expect(saved.status).toBe(200)
    for (const name of ['Used.Web.1.0.0', 'Used.Web.1.1.0', 'Used.Tools.5.0.0']) await push(`${name}.zip`, hello)
  })
  const create = (Version: string, SelectedPackages: readonly object[]) =>
    app.api('POST', '/api/releases', { ProjectId: projectId, Version, SelectedPackages })

  test('every package gets a version that exists: the chosen one, else the newest', async () => {
    const chosen = { StepName: 'install', Version: '1.0.0' }
    const { status, body } = await create('1.0', [chosen])
    expect(status).toBe(201)
    const full = { ActionName: 'Install', StepName: 'Install' }
    expect(body.SelectedPackages).toEqual([
      { ...full, PackageReferenceName: '', Version: '1.0.0' },
      { ...full, PackageReferenceName: 'tools', Version: '5.0.0' },
    ])
    const refused = await create('1.1', [{ ...chosen, Version: '7.7' }])
    expect(refused.status).toBe(400)
    expect(refused.body.Errors).toEqual([
      'SelectedPackages[Install]: the built-in feed has no version 7.7 of package Used.Web of step Install. Push it first.',
    ])
    // A GET is accepted by PUT, also when the package has gone meanwhile.
    expect((await app.api('DELETE', '/api/packages/packages-Used.Tools.5.0.0')).status).toBe(200)
    expect((await app.api('PUT', `/api/releases/${body.Id}`, body)).body.SelectedPackages).toEqual(
      body.SelectedPackages,
    )
    expect(await get(`/api/releases/${body.Id}/missingpackages`)).toEqual({
      Packages: [{ Id: 'Used.Tools', Version: '5.0.0' }],
    })
    expect((await create('1.2', [])).body.Errors).toEqual([
      'SelectedPackages[Install/tools]: the built-in feed has no version of package Used.Tools (tools) of step Install that channel Default admits.',
    ])
    await push('Used.Tools.5.0.0.zip', hello)
  })

  test('the template offers the newest version and names the feed', async () => {
    const process = await get(`/api/projects/${projectId}/deploymentprocesses`)
    const template = await get(`/api/deploymentprocesses/${process.Id}/template`)
    expect(template.Packages).toMatchObject([
      { PackageId: 'Used.Web', FeedName: 'Built-in', OfferedVersion: '1.1.0' },
      { PackageId: 'Used.Tools', PackageReferenceName: 'tools', OfferedVersion: '5.0.0' },
    ])
  })

  test('packages that no release uses go when they are old enough, if the feed says so', async () => {
    await sql`update package set published_at = now() - interval '40 days' where package_id like 'Used.%'`.execute(
      app.database,
    )
    expect(await deleteOldPackages(app.database)).toBe(0)
    const feed = await get('/api/feeds/Feeds-1001')
    const changed = await app.api('PUT', '/api/feeds/Feeds-1001', { ...feed, DeleteUnreleasedPackagesAfterDays: 30 })
    expect(changed.body.DeleteUnreleasedPackagesAfterDays).toBe(30)
    expect(await deleteOldPackages(app.database)).toBe(1)
    expect(await versionsOf('packageId=Used.Web')).toEqual(['1.0.0'])
    expect(await versionsOf('packageId=Used.Tools')).toEqual(['5.0.0'])
    // What nobody finished sending goes after a day.
    await sql`insert into package_content (received_at) values (now() - interval '25 hours')`.execute(app.database)
    const before = await storedContents()
    await deleteOldPackages(app.database)
    expect(await storedContents()).toBe(before - 1)
  })
})
