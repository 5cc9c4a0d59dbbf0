import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ADMIN_KEY, eventually, startTestServer, type TestServer } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { program, type Ran, type RunOptions, runFlotilla } from './run-flotilla.ts'

// Each of these is many processes, which take their time on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

let server: TestServer
let folder: string
const flotilla = (args: readonly string[], options?: RunOptions): Promise<Ran> => runFlotilla(server.url, args, options)
const run = async (...args: readonly string[]): Promise<string> => {
  const ran = await flotilla(args)
  expect(ran.code, ran.err).toBe(0)
  return ran.out
}
const json = async (...args: readonly string[]) => JSON.parse(await run(...args, '--output', 'json'))
const refused = async (...args: readonly string[]): Promise<string> => {
  const ran = await flotilla(args)
  expect(ran.code, ran.out).toBe(2)
  expect(ran.out).toBe('')
  return ran.err
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flotilla-setup-'))
  server = await startTestServer()
  for (const name of ['Staging', 'Production']) await run('environment', 'create', name)
  await run('project', 'create', 'Web API', '--tenancy', 'TenantedOrUntenanted')
})
afterAll(async () => {
  await server?.remove()
  await rm(folder, { recursive: true, force: true })
})

describe('projects', () => {
  test('are created, changed, looked at and deleted, and deleting is meant', async () => {
    const created = await json('project', 'create', 'Old', '--description', 'Before')
    expect(created).toMatchObject({ Name: 'Old', Description: 'Before', LifecycleId: 'Lifecycles-1' })
    expect(await json('project', 'update', 'old', '--name', 'Older', '--disable')).toMatchObject({
      Id: created.Id,
      Name: 'Older',
      Description: 'Before',
      IsDisabled: true,
    })
    expect(await run('project', 'list')).toMatch(/Older +Projects-\d+ +Default Project Group .*disabled/)
    expect(await refused('project', 'delete', 'Older')).toContain('--yes')
    expect(await run('project', 'view', created.Id)).toContain('State:          disabled')
    await run('project', 'delete', 'OLDER', '--yes')
    expect(await refused('project', 'view', 'Older')).toContain('There are: Web API')
    expect(await refused('project', 'update', 'Web API')).toContain('Nothing is to be changed')
  })

  test('are copied with what they are made of', async () => {
    await run('channel', 'create', 'Hotfix', '--project', 'Web API')
    const copy = await json('project', 'create', 'Web API 2', '--clone', 'web api')
    expect(copy).toMatchObject({ ClonedFromProjectId: 'Projects-1', TenantedDeploymentMode: 'TenantedOrUntenanted' })
    expect(await json('channel', 'list', '-p', 'Web API 2')).toHaveLength(2)
    await run('project', 'delete', 'Web API 2', '--yes')
    await run('channel', 'delete', 'Hotfix', '-p', 'Web API', '--yes')
  })

  test('of a name that is nearly right is asked about, and nothing is done', async () => {
    expect(await refused('project', 'delete', 'Web AP', '--yes')).toContain("Did you mean 'Web API'?")
    expect(await json('project', 'list')).toHaveLength(1)
  })
})

test('environments are created, changed and deleted', async () => {
  await run('environment', 'create', 'Playground')
  expect(await json('environment', 'update', 'playground', '--guided-failure')).toMatchObject({
    UseGuidedFailure: true,
  })
  await run('environment', 'delete', 'Playground', '--yes')
  expect(await run('environment', 'list')).toMatch(/^ENVIRONMENT.*\nStaging.*\nProduction.*\n$/)
})

test('tenants are connected to projects, and taken away again', async () => {
  await server.api('POST', '/api/tagsets', { Name: 'Plan', Tags: [{ Name: 'Gold', Color: '#333333' }] })
  await run('tenant', 'create', 'Acme')
  const connected = ['-p', 'web api', '-e', 'Staging', '-e', 'Production']
  expect(await run('tenant', 'connect', 'acme', ...connected)).toContain('Web API: Staging, Production')
  expect(await run('tenant', 'disconnect', 'acme', '-p', 'Web API', '-e', 'Staging')).toMatch(/Web API: Production\n/)
  expect(await refused('tenant', 'disconnect', 'acme', '-p', 'Web API', '-e', 'Staging')).toContain('Staging')
  expect(await json('tenant', 'tag', 'Acme', '--add', 'Plan/Gold')).toMatchObject({ TenantTags: ['Plan/Gold'] })
  expect(await json('tenant', 'list', '--project', 'Web API', '--tag', 'Plan/Gold')).toHaveLength(1)
  expect(await json('tenant', 'tag', 'Acme', '--remove', 'plan/gold')).toMatchObject({ TenantTags: [] })
  expect(await json('tenant', 'disconnect', 'Acme', '-p', 'Web API')).toMatchObject({ ProjectEnvironments: {} })
  await run('tenant', 'delete', 'Acme', '--yes')
})

test('channels are created, looked at and deleted', async () => {
  await run('channel', 'create', 'Hotfix', '--project', 'Web API', '--lifecycle', 'Default Lifecycle')
  expect(await run('channel', 'list', '-p', 'Web API')).toMatch(/Hotfix +Channels-\d+ +Default Lifecycle\n/)
  expect(await run('channel', 'view', 'hotfix', '-p', 'Web API')).toContain('Lifecycle: Default Lifecycle\n')
  await run('channel', 'delete', 'Hotfix', '-p', 'Web API', '--yes')
  expect(await refused('channel', 'view', 'Hotfix', '-p', 'Web API')).toContain("Web API has no channel 'Hotfix'")
})

describe('variables', () => {
  const variable = (verb: string, ...more: readonly string[]) => ['variable', verb, ...more, '--project', 'Web API']

  test('have an entry for each scope, which is created, changed and deleted by it', async () => {
    await run(...variable('create', 'Db.Host', '--value', 'db'))
    await run(...variable('set', 'db.host', '--value', 'db.staging', '-e', 'staging', '--role', 'web'))
    expect(await refused(...variable('create', 'Db.Host', '--value', 'x'))).toContain('already')
    expect(await refused(...variable('update', 'Db.Host', '--value', 'x', '-e', 'Production'))).toContain(
      'Environment Staging, Role web',
    )
    await run(...variable('update', 'Db.Host', '--value', 'db.new', '-e', 'Staging', '--role', 'web'))
    expect(await json(...variable('view', 'DB.HOST'))).toMatchObject([
      { Name: 'Db.Host', Value: 'db', Scope: {} },
      { Name: 'Db.Host', Value: 'db.new', Scope: { Role: ['web'] } },
    ])
    expect(await refused(...variable('delete', 'Db.Host', '-e', 'Production', '--yes'))).toContain('without a scope')
    await run(...variable('delete', 'Db.Host', '--yes'))
    expect(await run(...variable('list'))).toMatch(/Db.Host +db.new +Environment Staging, Role web +String\n/)
    await run(...variable('delete', 'Db.Host', '--all', '--yes'))
    expect(await refused(...variable('set', 'Db.Host', '--value', 'x', '-e', 'Stagin'))).toContain(
      "Did you mean 'Staging'",
    )
  })

  test('that are secret come from a file or a pipe only, and are never shown', async () => {
    const secret = 's3cret-of-the-test'
    const file = join(folder, 'secret.txt')
    await writeFile(file, `${secret}\n`)
    const told = await refused(...variable('set', 'Password', '--sensitive', '--value', secret))
    expect(told).toContain('--value-stdin')
    expect(told).not.toContain(secret)
    expect(await refused(...variable('set', 'Password', '--sensitive'))).toContain('needs its value')
    expect(await run(...variable('set', 'Password', '--sensitive', '--value-file', file))).toContain('********')
    expect(await refused(...variable('update', 'Password', '--value', secret))).toContain('--value-file')
    // What it is for changes without the secret being given again.
    await run(...variable('update', 'Password', '--description', 'Of the database'))
    const piped = await pipe(secret, variable('set', 'Token', '--sensitive', '--value-stdin'))
    expect(piped.code, piped.err).toBe(0)
    const shown = await json(...variable('list'))
    expect(shown).toMatchObject([
      { Name: 'Password', IsSensitive: true, Value: null, Description: 'Of the database' },
      { Name: 'Token', IsSensitive: true, Value: null },
    ])
    const preview = await server.api('GET', '/api/variables/preview?project=Projects-1')
    expect(JSON.stringify([shown, piped, preview.body])).not.toContain(secret)
  })

  test('may be asked for at each deployment', async () => {
    const asked = ['--prompt', 'What to do', '--prompt-choice', 'Promote', '--prompt-choice', 'Redeploy=Deploy again']
    const [stored] = [await json(...variable('set', 'Mode', '--value', 'Promote', ...asked, '--required'))]
    expect(stored.Prompt).toMatchObject({
      Label: 'What to do',
      Required: true,
      DisplaySettings: {
        'Octopus.ControlType': 'Select',
        'Octopus.SelectOptions': 'Promote|Promote\nRedeploy|Deploy again',
      },
    })
    expect((await json(...variable('update', 'Mode', '--description', 'x'))).Prompt).toMatchObject({ Required: true })
    expect((await json(...variable('update', 'Mode', '--no-prompt'))).Prompt).toBeNull()
  })

  test('of a library set are told apart from those of a project', async () => {
    await server.api('POST', '/api/libraryvariablesets', { Name: 'Shared' })
    await run('variable', 'create', 'Greeting', '--library-set', 'shared', '--value', 'hello')
    expect(await json('variable', 'list', '--library-set', 'Shared')).toMatchObject([{ Name: 'Greeting' }])
    expect(await refused('variable', 'list', '--library-set', 'Shared', '-p', 'Web API')).toContain('--project NAME or')
  })
})

test('packages are uploaded as they are, listed, downloaded and deleted', async () => {
  const file = join(folder, 'Acme.Web.1.2.3.tar')
  await writeFile(file, randomBytes(5_000_000))
  await writeFile(join(folder, 'Acme.Web.1.10.0.tar'), 'newer')
  expect(await run('package', 'upload', file, join(folder, 'Acme.Web.1.10.0.tar'))).toContain('5.0 MB')
  expect(await refused('package', 'upload', file)).toContain('already exists')
  const again = await flotilla(['package', 'upload', file, '--overwrite', 'ignore'])
  expect(again.code).toBe(0)
  expect(again.err).toContain('was there already')
  expect(await json('package', 'list')).toMatchObject([{ PackageId: 'Acme.Web', Version: '1.10.0' }])
  expect((await json('package', 'versions', 'acme.web')).map(({ Version }: { Version: string }) => Version)).toEqual([
    '1.10.0',
    '1.2.3',
  ])
  const copy = join(folder, 'copy.tar')
  await run('package', 'download', 'acme.web', '1.2.3', '--file', copy)
  expect((await readFile(copy)).equals(await readFile(file))).toBe(true)
  expect(await refused('package', 'download', 'Acme.Web', '9')).toContain('1.10.0, 1.2.3')
  await run('package', 'delete', 'Acme.Web', '1.10.0', '--yes')
  expect(await json('package', 'versions', 'Acme.Web', '--limit', '1')).toMatchObject([{ Version: '1.2.3' }])
  expect(await refused('package', 'upload', folder)).toContain('is not a file')
})

test('a space is created, worked in and deleted', async () => {
  await run('space', 'create', 'Payments', '--description', 'Money')
  await run('environment', 'create', 'Only here', '--space', 'payments')
  expect(await run('environment', 'list', '--space', 'Payments')).toContain('Only here')
  expect(await run('environment', 'list')).not.toContain('Only here')
  expect(await refused('space', 'delete', 'Payments')).toContain('everything in it')
  await run('space', 'delete', 'Payments', '--yes')
  expect(await refused('space', 'view', 'Payments')).toContain('There are: Default')
})

test('triggers are created, switched, and say why they did nothing', async () => {
  const ofProject = ['--project', 'Web API']
  const target = await json(
    'trigger',
    'create',
    'target',
    'New machines',
    ...ofProject,
    '-e',
    'Staging',
    '--role',
    'web',
  )
  expect(target.Filter).toMatchObject({
    EventGroups: ['MachineAvailableForDeployment'],
    EventCategories: [],
    Roles: ['web'],
  })
  await run(
    'trigger',
    'create',
    'schedule',
    'Nightly',
    ...ofProject,
    '--daily',
    '2:00',
    '--from',
    'Staging',
    '--to',
    'Production',
  )
  const cron = ['--cron', 'nonsense', '--new-release']
  expect(await refused('trigger', 'create', 'schedule', 'Bad', ...ofProject, ...cron)).toContain('CronExpression')
  expect(await run('trigger', 'disable', 'nightly', ...ofProject)).toContain('State:   disabled')
  expect(await run('trigger', 'list', ...ofProject)).toMatch(
    /Nightly .*disabled +at 02:00 every day \(UTC\) +deploys the latest/,
  )
  expect(await run('trigger', 'enable', 'Nightly', ...ofProject)).toContain('State:   enabled')
  await run('target', 'register', 'm1', '-e', 'Staging', '--role', 'web')
  await eventually('the decision', async () =>
    (await run('trigger', 'decisions', 'New machines', ...ofProject)).includes('has never been deployed successfully'),
  )
  await run('trigger', 'delete', 'Nightly', ...ofProject, '--yes')
  const rebuilt = await run('trigger', 'create', 'target', 'Rebuilt', ...ofProject, '--only-missing')
  expect(rebuilt).toContain('deploys the current release to the target, only what it lacks')
  await run('trigger', 'delete', 'Rebuilt', ...ofProject, '--yes')
  expect(await json('trigger', 'list', ...ofProject)).toHaveLength(1)
})

test('an API key is shown once, works, and is revoked', async () => {
  const ran = await flotilla(['api-key', 'create', '--purpose', 'Test', '--expires', '90d'])
  expect(ran.out).toMatch(/^API-[A-Z0-9]+\n$/)
  expect(ran.err).toMatch(/good until \d{4}-.*shown this once/)
  const key = ran.out.trim()
  expect((await flotilla(['space', 'list'], { env: { FLOTILLA_API_KEY: key } })).code).toBe(0)
  const listed = await run('api-key', 'list')
  expect(listed).not.toContain(key)
  const [{ Id }] = (await json('api-key', 'list')).filter(({ Purpose }: { Purpose: string }) => Purpose === 'Test')
  await run('api-key', 'delete', Id, '--yes')
  // A server uses what it has looked up for two seconds.
  await eventually(
    'the key to be refused',
    async () => (await flotilla(['space', 'list'], { env: { FLOTILLA_API_KEY: key } })).code === 4,
  )
})

describe('releases', () => {
  test('are listed, blocked, let go on and deleted', async () => {
    for (const version of ['1.0.0', '2.0.0']) await run('release', 'create', 'Web API', '--version', version)
    expect((await json('release', 'list', 'web api')).map(({ Version }: { Version: string }) => Version)).toEqual([
      '2.0.0',
      '1.0.0',
    ])
    expect(await json('release', 'list', 'Web API', '--limit', '1')).toHaveLength(1)
    expect(await json('release', 'list', 'Web API', '--search', '1.0')).toHaveLength(1)
    await run('release', 'block', 'Web API', '2.0.0', '--reason', 'Loses orders')
    expect(await run('release', 'view', 'Web API', 'latest')).toMatch(/State: +blocked\nBlocked by: +Loses orders\n/)
    await run('release', 'unblock', 'Web API', '2.0.0')
    expect(await run('release', 'view', 'Web API', '2.0.0')).toContain('may be deployed')
    await run('release', 'delete', 'Web API', '1.0.0', '--yes')
    expect(await refused('release', 'view', 'Web API', '1.0.0')).toContain('The newest are: 2.0.0')
  })

  test('and their deployments are looked at', async () => {
    const { body: process } = await server.api('GET', '/api/deploymentprocesses/deploymentprocess-Projects-1')
    const properties = {
      'Octopus.Action.RunOnServer': 'true',
      'Octopus.Action.Script.ScriptBody': 'echo hello',
      'Octopus.Action.Script.Syntax': 'Bash',
    }
    const Actions = [{ Name: 'Greet', ActionType: 'Octopus.Script', Properties: properties }]
    await server.api('PUT', `/api/deploymentprocesses/${process.Id}`, {
      ...process,
      Steps: [{ Name: 'Greet', Properties: {}, Actions }],
    })
    await run('release', 'create', 'Web API', '--version', '3.0.0')
    await run('release', 'deploy', 'Web API', '3.0.0', '-e', 'Staging', '--wait', '--quiet')
    const [done] = await json('deployment', 'list', '-p', 'web api', '-e', 'Staging')
    expect(done).toMatchObject({ ReleaseVersion: '3.0.0', EnvironmentName: 'Staging', ProjectName: 'Web API' })
    expect(await run('deployment', 'view', done.Id)).toMatch(/Release: +3\.0\.0\nEnvironment: Staging\n/)
    expect(await json('deployment', 'list', '--state', 'Canceled')).toEqual([])
    expect(await run('release', 'view', 'Web API', '3.0.0')).toContain(
      `Staging: ${done.State} (${done.Id}, ${done.TaskId})`,
    )
  })
})

test('a runbook is listed and run, and how it ends is told', async () => {
  await server.api('POST', '/api/runbooks', { Name: 'Greet', ProjectId: 'Projects-1' })
  const { body: runbooks } = await server.api('GET', '/api/projects/Projects-1/runbooks')
  const [runbook] = runbooks.Items
  const { body: process } = await server.api('GET', `/api/runbookProcesses/${runbook.RunbookProcessId}`)
  const Properties = {
    'Octopus.Action.RunOnServer': 'true',
    'Octopus.Action.Script.Syntax': 'Bash',
    'Octopus.Action.Script.ScriptBody': 'if [ "#{Greeting}" != hello ]; then exit 3; fi',
  }
  const Steps = [
    { Name: 'Greet', Properties: {}, Actions: [{ Name: 'Greet', ActionType: 'Octopus.Script', Properties }] },
  ]
  await server.api('PUT', `/api/runbookProcesses/${process.Id}`, { ...process, Steps })
  await run('variable', 'set', 'Greeting', '-p', 'Web API', '--value', 'none', '--prompt')
  const greet = ['runbook', 'run', 'greet', '-p', 'web api', '-e', 'staging']
  expect(await refused(...greet)).toContain('no published snapshot')
  await server.api('POST', '/api/runbookSnapshots?publish=true', { RunbookId: runbook.Id, ProjectId: 'Projects-1' })
  expect(await run('runbook', 'list', '-p', 'Web API')).toMatch(/Greet +Runbooks-\d+ +RunbookSnapshots-\d+/)
  expect(await json(...greet, '--variable', 'Greeting=hello', '--wait', '--quiet')).toMatchObject([
    { State: 'Success' },
  ])
  const failed = await flotilla([...greet, '--wait', '--quiet'])
  expect(failed.code).toBe(1)
  expect(failed.out).toContain('flotilla task log ServerTasks-')
  expect(await refused('runbook', 'run', 'Gret', '-p', 'Web API', '-e', 'Staging')).toContain("Did you mean 'Greet'")
})

describe('the audit', () => {
  test('is filtered, and shows what was before and after', async () => {
    await run('project', 'update', 'Web API', '--description', 'First')
    await run('project', 'update', 'Web API', '--description', 'Second')
    const text = await run(
      'audit',
      'list',
      '--project',
      'Web API',
      '--category',
      'Modified',
      '--limit',
      '1',
      '--changes',
    )
    expect(text).toMatch(/Events-\d+ +Modified +admin +Project Web API was changed\n/)
    expect(text).toContain('    - Description: First\n    + Description: Second\n')
    const id = /Events-\d+/.exec(text)![0]
    expect(await run('audit', 'view', id)).toMatch(/Changes: +- Description: First/)
    expect(await run('audit', 'list', '--user', 'admin', '--to', '2020-01-01')).toBe('')
  })

  test('goes over all pages, each event once', async () => {
    const { body } = await server.api('GET', '/api/Spaces-1/events?take=0')
    await Promise.all(
      Array.from({ length: 250 }, (_, at) => server.api('POST', '/api/projectgroups', { Name: `Group ${at}` })),
    )
    const lines = (await run('audit', 'list', '--space', 'Default', '--output', 'json')).trim().split('\n')
    const ids = lines.map((line) => JSON.parse(line).Id)
    expect(ids.length).toBeGreaterThanOrEqual(body.TotalResults + 250)
    expect(new Set(ids).size).toBe(ids.length)
    expect(await json('project-group', 'list')).toHaveLength(251)
    expect(await json('project-group', 'list', '--limit', '7')).toHaveLength(7)
  })

  test('is followed as it happens, until Ctrl-C', async () => {
    let step = 0
    const ran = await flotilla(['audit', 'list', '--follow', '--limit', '1'], {
      onOutput: (text, kill) => {
        if (step === 0 && text.includes('\n')) {
          step = 1
          void server.api('POST', '/api/projectgroups', { Name: 'While it is followed' })
        }
        if (step === 1 && text.includes('While it is followed')) {
          step = 2
          kill('SIGINT')
        }
      },
    })
    expect(ran.code).toBe(130)
    expect(ran.out.match(/While it is followed/g)).toHaveLength(1)
    expect(ran.out.trim().split('\n')).toHaveLength(2)
  })
})

describe('at a terminal and in a pipe', () => {
  test('a name that would act on the terminal is shown harmless, in JSON too', async () => {
    const Name = 'Evil\u001b]0;owned\u0007\u202e'
    await server.api('POST', '/api/environments', { Name })
    const shown = await run('environment', 'list')
    expect(shown).toContain('Evil\\x1b]0;owned\\x07\\u202e')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not come out
    expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)
    const raw = await run('environment', 'list', '--output', 'json')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not come out
    expect(raw).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(JSON.parse(raw).map((each: { Name: string }) => each.Name)).toContain(Name)
    expect(await refused('environment', 'view', 'Evi')).not.toContain('\u001b')
  })

  test('a reader that has seen enough is no failure', async () => {
    const ran = await shell(`"$0" "$1" audit list | head -n 1 > /dev/null; echo "\${PIPESTATUS[0]}"`)
    expect(ran).toEqual({ code: 0, out: '0\n', err: '' })
  })

  test('Ctrl-C while the server lets one wait ends with 130', async () => {
    const slow = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => slow.once('listening', resolve))
    const asked = new Promise((resolve) => slow.once('connection', resolve))
    const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`
    // With job control, as at a terminal: what runs behind others in a script takes no notice of Ctrl-C.
    const script = `"$0" "$1" project list --url ${url} & echo $!; wait $!; echo $?`
    const child = spawn('bash', ['-mc', script, process.execPath, program], { stdio: 'pipe' })
    let pid = ''
    child.stdout.once('data', (bytes: Buffer) => {
      pid = bytes.toString('utf8').trim()
    })
    const done = ended(child)
    await asked
    process.kill(Number(pid), 'SIGINT')
    expect((await done).out).toMatch(/^\d+\n130\n$/)
    slow.close()
  })
})

/** A command line in a real shell, with the program as "$0" "$1". */
function shell(script: string): Promise<Ran> {
  const env = { PATH: process.env.PATH, FLOTILLA_URL: server.url, FLOTILLA_API_KEY: ADMIN_KEY }
  return ended(spawn('bash', ['-c', script, process.execPath, program], { env, stdio: ['ignore', 'pipe', 'pipe'] }))
}

function pipe(input: string, args: readonly string[]): Promise<Ran> {
  const env = { PATH: process.env.PATH, FLOTILLA_URL: server.url, FLOTILLA_API_KEY: ADMIN_KEY }
  const child = spawn(process.execPath, [program, ...args], { env, stdio: 'pipe' })
  child.stdin.end(input)
  return ended(child)
}

function ended(child: ReturnType<typeof spawn>): Promise<Ran> {
  const text = { out: '', err: '' }
  child.stdout?.on('data', (bytes: Buffer) => {
    text.out += bytes.toString('utf8')
  })
  child.stderr?.on('data', (bytes: Buffer) => {
    text.err += bytes.toString('utf8')
  })
  return new Promise((resolve) => child.once('close', (code) => resolve({ code: code ?? -1, ...text })))
}
