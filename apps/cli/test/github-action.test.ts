import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { ADMIN_KEY, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { buildCliWorld } from './cli-world.ts'
import { type ActionRan, readAction, runAction } from './run-action.ts'

let server: TestServer
const deploy = (inputs: Readonly<Record<string, string>>, env?: Readonly<Record<string, string>>): Promise<ActionRan> =>
  runAction({ url: server.url, 'api-key': ADMIN_KEY, project: 'Web API', ...inputs }, env)
const count = async (what: string): Promise<number> =>
  (await server.api('GET', `/api/${what}?take=0`)).body.TotalResults

const ASKED = 'How it ends=ok'

beforeAll(async () => {
  server = await startTestServer()
  await buildCliWorld(server)
  for (const Name of ['s-api-01', 's-api-02']) {
    const { body } = await server.api('GET', '/api/Spaces-1/environments')
    await server.api('POST', '/api/Spaces-1/machines', {
      Name,
      EnvironmentIds: body.Items.map(({ Id }: { Id: string }) => Id),
      Roles: ['api'],
      Endpoint: { CommunicationStyle: 'None' },
    })
  }
})
afterAll(() => server?.remove())

test('the action needs nothing built and nothing installed', async () => {
  const { runs, inputs } = await readAction()
  expect(runs.using).toBe('composite')
  expect(runs.steps.every(({ run }) => !run.includes('${{'))).toBe(true)
  expect(Object.entries(inputs).flatMap(([name, { required }]) => (required ? [name] : []))).toEqual(['url', 'project'])
})

test('the guide tells of every input with its default, and of every output', async () => {
  const guide = await readFile(new URL('../../../docs/guide/github-action.md', import.meta.url), 'utf8')
  const { inputs, outputs } = await readAction()
  for (const [name, input] of Object.entries(inputs)) {
    const row = guide.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${name}\``))
    expect(row, name).toBeDefined()
    if (input.default) expect(row).toContain(`\`${input.default}\``)
  }
  for (const name of Object.keys(outputs)) expect(guide).toMatch(new RegExp(`\\| .*\`${name}\``))
  const workflow = parse(/```yaml\n([\s\S]*?)```/.exec(guide)![1]!)
  const step = workflow.jobs.ship.steps.find(({ id }: { id?: string }) => id === 'deploy')
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)))
})

describe('a release', () => {
  test('is created and deployed, one environment behind the other', async () => {
    const ran = await deploy(
      { version: '1.0.0', environments: 'Test\nStaging', variables: ASKED, 'release-notes': 'All new' },
      { GITHUB_REPOSITORY: 'acme/web', GITHUB_SHA: '0123456789abcdef', GITHUB_REF_NAME: 'main', GITHUB_RUN_ID: '7' },
    )
    expect(ran.code, ran.log).toBe(0)
    expect(ran.outputs).toMatchObject({ 'release-version': '1.0.0', state: 'Success' })
    const tasks: readonly string[] = JSON.parse(ran.outputs['task-ids']!)
    expect(tasks).toHaveLength(2)
    const { body: first } = await server.api('GET', `/api/tasks/${tasks[0]}`)
    const { body: second } = await server.api('GET', `/api/tasks/${tasks[1]}`)
    expect(Date.parse(second.QueueTime)).toBeGreaterThanOrEqual(Date.parse(first.CompletedTime))
    const { body: release } = await server.api('GET', `/api/releases/${ran.outputs['release-id']}`)
    expect(release.ReleaseNotes).toContain('All new')
    expect(release.ReleaseNotes).toContain(
      '[acme/web@0123456](https://github.com/acme/web/commit/0123456789abcdef) (main)',
    )
    expect(ran.summary).toContain('### Web API 1.0.0: Success')
    expect(ran.summary).toMatch(/\| Staging \| Deploy Web API .* \| Success \|.*\/app#\/Spaces-1\/tasks\/ServerTasks-/)
    expect(ran.log).toContain(`::add-mask::${ADMIN_KEY}`)
    expect(ran.log.replaceAll(`::add-mask::${ADMIN_KEY}`, '')).not.toContain(ADMIN_KEY)
  })

  test('that is there already is deployed as it is, so that a workflow can be run again', async () => {
    const releases = await count('releases')
    const again = await deploy({ version: '1.0.0', environments: 'Staging', variables: ASKED, space: 'default' })
    expect(again.code, again.log).toBe(0)
    expect(await count('releases')).toBe(releases)
    const strict = await deploy({ version: '1.0.0', environments: 'Staging', 'ignore-existing': 'false' })
    expect(strict.code).toBe(1)
    expect(strict.log).toContain('::error title=Flotilla::')
  })

  test('is only created when no environment is named', async () => {
    const deployments = await count('deployments')
    const ran = await deploy({})
    expect(ran.outputs).toMatchObject({ 'release-version': '1.0.1', state: 'Created', 'task-ids': '[]' })
    expect(await count('deployments')).toBe(deployments)
  })

  test('goes no further than the environment that fails', async () => {
    const ran = await deploy({ version: '1.0.2', environments: 'Test\nStaging', variables: 'Ending=break' })
    expect(ran.code).toBe(1)
    expect(ran.outputs.state).toBe('Failed')
    expect(JSON.parse(ran.outputs['deployment-ids']!)).toHaveLength(1)
    expect(ran.log).toMatch(/::error title=Flotilla::The deployment to Test \(ServerTasks-\d+\) ended with Failed/)
    expect(ran.summary).toContain('Not deployed to: Staging')
  })

  test('that has not ended in time fails the step, and is cancelled if that is asked', async () => {
    const ran = await deploy({
      version: '1.0.3',
      environments: 'Test',
      variables: 'Ending=slow',
      targets: 's-api-02',
      timeout: '1s',
      'cancel-on-timeout': 'true',
    })
    expect(ran.code).toBe(1)
    expect(ran.outputs.state).toBe('TimedOut')
    const [task] = JSON.parse(ran.outputs['task-ids']!)
    expect((await taskEnded(server.api, task)).State).toBe('Canceled')
  })

  test('may be left to itself', async () => {
    const ran = await deploy({ version: '1.0.4', environments: 'Test', variables: ASKED, wait: 'false' })
    expect(ran.code, ran.log).toBe(0)
    expect(ran.outputs.state).toBe('Queued')
    await taskEnded(server.api, JSON.parse(ran.outputs['task-ids']!)[0])
  })

  test('goes to tenants by name and by tag', async () => {
    const ran = await deploy({
      project: 'Tenanted',
      environments: 'Staging',
      tenants: 'Acme',
      'tenant-tags': 'Plan/Gold',
    })
    expect(ran.code, ran.log).toBe(0)
    expect(JSON.parse(ran.outputs['task-ids']!)).toHaveLength(2)
    expect(ran.summary).toContain('Acme')
  })
})

test.each([
  { name: 'no project', inputs: { project: '' }, says: "The input 'project' is missing." },
  { name: 'no address', inputs: { url: 'flotilla' }, says: "The input 'url' must be the address" },
  { name: 'nobody to sign in as', inputs: { 'api-key': '' }, says: 'api-key' },
  { name: 'a mistaken time', inputs: { timeout: 'soon' }, says: "The input 'timeout' must be like 90s" },
  { name: 'a variable without a value', inputs: { variables: 'Mode' }, says: 'is not like Name=Value' },
  { name: 'an unknown project', inputs: { project: 'Nope' }, says: 'Nope' },
  { name: 'an unknown environment', inputs: { environments: 'Nope' }, says: 'Nope' },
  { name: 'an unknown space', inputs: { space: 'Nope' }, says: 'There are: Default' },
  { name: 'a wrong key', inputs: { 'api-key': 'API-NOBODY' }, says: 'Check api-key' },
  { name: 'no identity', inputs: { 'api-key': '', 'service-account-id': 'x' }, says: 'id-token: write' },
])('$name is told in the run', async ({ inputs, says }) => {
  const ran = await deploy(inputs)
  expect(ran.code).toBe(1)
  expect(ran.log).toMatch(/^::error title=Flotilla::/m)
  expect(ran.log).toContain(says)
})

test('names that are commands to the runner are none', async () => {
  const Name = '::set-env name=PATH::evil ##[add-mask]x | `code` <img>'
  const { body: environment } = await server.api('POST', '/api/Spaces-1/environments', { Name })
  const { body: lifecycle } = await server.api('GET', '/api/lifecycles?name=Anywhere')
  const [before] = lifecycle.Items
  before.Phases[0].OptionalDeploymentTargets.push(environment.Id)
  await server.api('PUT', `/api/lifecycles/${before.Id}`, before)
  const { body: machines } = await server.api('GET', '/api/machines?name=s-api-01')
  const [machine] = machines.Items
  const EnvironmentIds = [...machine.EnvironmentIds, environment.Id]
  await server.api('PUT', `/api/machines/${machine.Id}`, { ...machine, EnvironmentIds })
  const ran = await deploy({ version: '6.0.0', environments: Name, variables: ASKED })
  expect(ran.code, ran.log).toBe(0)
  expect(ran.log.split('\n').filter((line) => /^\s*::(?!add-mask|error|notice)/.test(line))).toEqual([])
  expect(ran.log).not.toContain('##[')
  expect(ran.summary).not.toMatch(/<img>|`code`/)
  const row = ran.summary.split('\n').find((line) => line.includes('set-env'))
  expect(row?.replaceAll('\\|', '').split('|')).toHaveLength(8)
})

describe('without a secret', () => {
  let github: Server
  let flotilla: Server
  const exchanged: unknown[] = []

  /** The runner's place for identities, and a server that takes one of them for its administrator. */
  beforeAll(async () => {
    github = createServer((request, response) => {
      const audience = new URL(request.url ?? '', 'http://x').searchParams.get('audience')
      const isRunner = request.headers.authorization === 'bearer runner-token'
      response.writeHead(isRunner ? 200 : 401).end(JSON.stringify({ value: `identity-for-${audience}` }))
    })
    flotilla = createServer((request, response) => {
      void (async () => {
        if (request.url === '/api/token/v1') {
          exchanged.push(JSON.parse(await text(request)))
          return void response.end(JSON.stringify({ access_token: 'granted', token_type: 'Bearer', expires_in: 3600 }))
        }
        const answer = await passOn(request)
        response.writeHead(answer.status).end(await answer.text())
      })()
    })
    await Promise.all([github, flotilla].map((each) => new Promise<void>((done) => each.listen(0, '127.0.0.1', done))))
  })
  afterAll(() => {
    github?.close()
    flotilla?.close()
  })

  const addressOf = (of: Server): string => `http://127.0.0.1:${(of.address() as AddressInfo).port}`
  const passOn = async (request: IncomingMessage): Promise<Response> => {
    const body = await text(request)
    const isGranted = request.headers.authorization === 'Bearer granted'
    return fetch(server.url + request.url, {
      method: request.method ?? 'GET',
      headers: { 'content-type': 'application/json', ...(isGranted ? { 'x-octopus-apikey': ADMIN_KEY } : {}) },
      ...(body === '' ? {} : { body }),
    })
  }

  test('it signs in with the identity of the workflow', async () => {
    const ran = await runAction(
      { url: addressOf(flotilla), 'service-account-id': 'b7a1', project: 'Web API', version: '7.0.0' },
      {
        ACTIONS_ID_TOKEN_REQUEST_URL: `${addressOf(github)}/token?api-version=2`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'runner-token',
      },
    )
    expect(ran.code, ran.log).toBe(0)
    expect(ran.outputs['release-version']).toBe('7.0.0')
    expect(exchanged).toEqual([
      {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        audience: 'b7a1',
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        subject_token: 'identity-for-b7a1',
      },
    ])
    expect(ran.log).toContain('::add-mask::granted')
  })
})
