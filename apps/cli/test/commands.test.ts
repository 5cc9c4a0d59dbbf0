import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually, startTestServer, type TestServer } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildCliWorld, type CliWorld } from './cli-world.ts'
import { program, type Ran, type RunOptions, runFlotilla } from './run-flotilla.ts'

let server: TestServer
let world: CliWorld
let port: number
const flotilla = (args: readonly string[], options?: RunOptions): Promise<Ran> => runFlotilla(server.url, args, options)
const json = async (...args: readonly string[]) => {
  const ran = await flotilla([...args, '--output', 'json'])
  expect(ran.code, ran.err).toBe(0)
  return JSON.parse(ran.out)
}

beforeAll(async () => {
  port = await freePort()
  server = await startTestServer({ env: { FLOTILLA_PORT: String(port) } })
  world = await buildCliWorld(server)
  for (const name of ['s-api-01', 's-api-02']) {
    const ran = await flotilla(['target', 'register', name, '--environment', 'staging', '--role', 'api'])
    expect(ran.code, ran.err).toBe(0)
  }
  await world.release('Web API', '1.0.0')
  await world.release('Suite', '1.0')
  await world.release('Careful', '1.0')
})
afterAll(() => server?.remove())

describe('targets', () => {
  test('are listed by name, and filtered', async () => {
    const ran = await flotilla(['target', 'list', '--environment', 'Staging', '--role', 'api'])
    expect(
      ran.out
        .split('\n')
        .slice(1, 3)
        .map((line) => line.split(/\s+/)[0]),
    ).toEqual(['s-api-01', 's-api-02'])
    expect(await json('target', 'list', '--environment', world.environments.Test)).toEqual([])
  })

  test('are checked at once, by name or all of an environment', async () => {
    const one = await flotilla(['target', 'check', 's-api-01', '--quiet'])
    expect(one).toMatchObject({ code: 0, out: expect.stringMatching(/s-api-01 .*Healthy/) })
    expect(one.out).not.toContain('s-api-02')
    expect((await json('target', 'check', '-e', 'Staging', '--connection', '--quiet')).length).toBeGreaterThan(1)
    expect((await flotilla(['target', 'check'])).code).toBe(2)
    expect((await flotilla(['target', 'check', 's-api-01', '-e', 'Staging'])).code).toBe(2)
  })

  test('are not registered twice by mistake, but can be replaced', async () => {
    const again = ['target', 'register', 'S-API-01', '--environment', 'Staging', '--role', 'api']
    const refused = await flotilla(again)
    expect(refused.code).toBe(2)
    expect(refused.err).toContain('--replace')
    const replaced = await json(...again, '--role', 'web', '--replace')
    expect(replaced).toMatchObject({ Name: 's-api-01', Roles: ['api', 'web'] })
  })

  test('replacing leaves alone what was not told', async () => {
    const place = ['target', 'register', 't-agent', '-e', 'Test', '--role', 'agent']
    const incomplete = await flotilla([...place, '--type', 'agent'])
    expect(incomplete.code).toBe(2)
    expect(incomplete.err).toContain('--uri')
    const agent = await json(
      ...place,
      '--type',
      'agent',
      '--uri',
      'poll://one/',
      '--thumbprint',
      'ABC',
      '--tenant',
      'Acme',
    )
    const changed = await json(...place, '--role', 'more', '--replace')
    expect(changed).toMatchObject({
      Id: agent.Id,
      Roles: ['agent', 'more'],
      TenantIds: agent.TenantIds,
      Endpoint: { CommunicationStyle: 'TentacleActive', Uri: 'poll://one/' },
    })
    expect(agent.TenantIds).toHaveLength(1)
  })
})

describe('releases', () => {
  test('a release is created once; --ignore-existing makes the second time a success', async () => {
    const create = ['release', 'create', 'careful', '--version', '2.0', '--notes', 'All new']
    expect(await json(...create)).toMatchObject({ Version: '2.0', ReleaseNotes: 'All new' })
    expect((await flotilla(create)).code).toBe(2)
    expect((await flotilla([...create, '--ignore-existing'])).code).toBe(0)
  })

  test('deploying and waiting tells of each step, and leaves standard output to the result', async () => {
    const ran = await flotilla([
      'release',
      'deploy',
      'web api',
      '1.0.0',
      '-e',
      'staging',
      '--variable',
      'how it ends=ok',
      '--wait',
      '--output',
      'json',
    ])
    expect(ran.code, ran.err).toBe(0)
    expect(JSON.parse(ran.out)).toMatchObject([
      { ReleaseVersion: '1.0.0', EnvironmentName: 'Staging', State: 'Success' },
    ])
    expect(ran.err).toMatch(/Running +Step 1: Install/)
    expect(ran.err).toMatch(/Success +Step 1: Install/)
    expect(ran.err).toContain('half way')
  })

  test('a deployment that fails ends the command with 1, and its log can be read', async () => {
    const ran = await flotilla([
      'release',
      'deploy',
      'Web API',
      'latest',
      '-e',
      'Staging',
      '--variable',
      'Ending=break',
      '--target',
      's-api-02',
      '--wait',
    ])
    expect(ran.code).toBe(1)
    const taskId = /flotilla task log (ServerTasks-\d+)/.exec(ran.out)![1]!
    const log = await flotilla(['task', 'log', taskId])
    expect(log.code).toBe(0)
    expect(log.out).toContain('installing 1.0.0 on s-api-02')
    expect(log.out).not.toContain('s-api-01')
    expect((await flotilla(['task', 'wait', taskId, '--quiet'])).code).toBe(1)
  })

  test('waiting no longer than --timeout ends with 5, and the task can be cancelled', async () => {
    const slow = ['release', 'deploy', 'Web API', '1.0.0', '-e', 'Staging', '--variable', 'Ending=slow']
    const ran = await flotilla([...slow, '--wait', '--timeout', '1s'])
    expect(ran.code).toBe(5)
    const taskId = /flotilla task wait (ServerTasks-\d+)/.exec(ran.err)![1]!
    expect((await flotilla(['task', 'cancel', taskId])).code).toBe(0)
    const ended = await flotilla(['task', 'wait', taskId, '--output', 'json'])
    expect(ended.code).toBe(1)
    expect(JSON.parse(ended.out)).toMatchObject([{ Id: taskId, State: 'Canceled' }])
    expect((await flotilla(['task', 'cancel', taskId])).code).toBe(2)
  })

  test('Ctrl-C stops waiting, not the deployment', async () => {
    const slow = ['release', 'deploy', 'Web API', '1.0.0', '-e', 'Staging', '--variable', 'Ending=slow', '--wait']
    let asked = false
    const ran = await flotilla(slow, {
      onOutput: (text, kill) => {
        if (asked || !text.includes('half way')) return
        asked = true
        kill('SIGINT')
      },
    })
    expect(ran.code).toBe(130)
    const taskId = /flotilla task cancel (ServerTasks-\d+)/.exec(ran.err)![1]!
    expect((await server.api('GET', `/api/tasks/${taskId}`)).body.IsCompleted).toBe(false)
    await flotilla(['task', 'cancel', taskId])
    await flotilla(['task', 'wait', taskId])
  })
})

test('each tenant gets a deployment, and is redeployed what it has', async () => {
  await world.release('Tenanted', '1.0')
  const place = ['-e', 'Staging', '--tenant', 'acme', '--wait', '--quiet']
  expect(await json('release', 'deploy', 'Tenanted', '1.0', ...place, '--tenant', 'Globex')).toMatchObject([
    { TenantName: 'Acme', State: 'Success' },
    { TenantName: 'Globex', State: 'Success' },
  ])
  await world.release('Tenanted', '2.0')
  await json('release', 'deploy', 'Tenanted', '2.0', '-e', 'Staging', '--tenant', 'Globex', '--wait', '--quiet')
  expect(await json('redeploy', 'Tenanted', ...place, '--tenant', 'Globex')).toMatchObject([
    { TenantName: 'Acme', ReleaseVersion: '1.0', State: 'Success' },
    { TenantName: 'Globex', ReleaseVersion: '2.0', State: 'Success' },
  ])
  expect((await flotilla(['redeploy', 'Tenanted', '-e', 'Staging'])).code).toBe(2)
})

describe('every tenant with a tag', () => {
  const europe = ['-e', 'Staging', '--tenant-tag', 'region/europe', '--wait', '--quiet']

  test('gets a deployment, with one summary', async () => {
    await world.release('Tenanted', '3.0')
    const ran = await flotilla(['release', 'deploy', 'Tenanted', '3.0', ...europe])
    expect(ran.out).toMatch(/Acme +Success.*Globex +Success/s)
    expect(ran.out).toContain('2 deployments: 2 Success; 1 tenant passed over.')
    expect(ran.out).toContain('Initech is passed over: it is not connected to Tenanted.')
    expect(ran.code).toBe(0)
    expect(await json('redeploy', 'Tenanted', ...europe)).toMatchObject([
      { TenantName: 'Acme', ReleaseVersion: '3.0' },
      { TenantName: 'Globex', ReleaseVersion: '3.0' },
    ])
  })

  test('one that is refused leaves the others alone, and fails the whole', async () => {
    await world.goldRelease('4.0-gold')
    const ran = await flotilla(['release', 'deploy', 'Tenanted', '4.0-gold', ...europe])
    expect(ran.out).toMatch(/Globex +Success.*Acme +Refused/s)
    expect(ran.out).toContain('2 deployments: 1 Success, 1 Refused; 1 tenant passed over.')
    expect(ran.out).toMatch(/Acme was refused: .*Gold/)
    expect(ran.code).toBe(1)
  })

  test.each([
    ['a tag that nobody has', ['--tenant-tag', 'Plan/Gold', '--tenant-tag', 'Region/Nowhere'], 'No tenant has'],
    ['an environment that none of them has', ['-e', 'Test', '--tenant-tag', 'Plan/Gold'], 'Globex is passed over'],
  ])('%s deploys nothing', async (_name, options, says) => {
    const before = (await server.api('GET', '/api/deployments?take=0')).body.TotalResults
    const ran = await flotilla(['release', 'deploy', 'Tenanted', '3.0', '-e', 'Staging', ...options])
    expect(ran.err).toContain(says)
    expect(ran.code).toBe(2)
    expect((await server.api('GET', '/api/deployments?take=0')).body.TotalResults).toBe(before)
  })
})

describe('suites', () => {
  test('a plan says what would happen, and nothing does', async () => {
    const before = (await server.api('GET', '/api/deployments?take=0')).body.TotalResults
    expect(await json('plan', 'Suite', '-e', 'Staging', '--variable', 'Mode=Promote')).toMatchObject([
      { ProjectName: 'Web API', Outcome: 'skip', ReleaseVersion: '1.0.0' },
    ])
    expect(
      await json('plan', 'suite', '1.0', '-e', 'Staging', '--target', 's-api-02', '--variable', 'mode=Redeploy'),
    ).toMatchObject([{ Outcome: 'deploy', Machines: { Scope: 'only', Kept: [{ Name: 's-api-02' }] } }])
    const shown = await flotilla(['plan', 'Suite', '-e', 'Staging', '--reasons'])
    expect(shown.out).toMatch(/Deploy Web API +Web API +skip +1\.0\.0 .*already deployed/)
    expect((await server.api('GET', '/api/deployments?take=0')).body.TotalResults).toBe(before)
  })

  test('redeploying chooses what is current there and the mode Redeploy', async () => {
    const early = await flotilla(['redeploy', 'Suite', '-e', 'Staging'])
    expect(early.code).toBe(2)
    expect(early.err).toContain('flotilla release deploy "Suite" latest --environment "Staging"')

    expect((await flotilla(['release', 'deploy', 'Suite', '1.0', '-e', 'Staging', '--wait'])).code).toBe(0)
    await world.release('Suite', '2.0')
    expect(await json('plan', 'Suite', '-e', 'Staging', '--redeploy')).toMatchObject([{ Outcome: 'deploy' }])
    const [done] = await json('redeploy', 'Suite', '-e', 'Staging', '--target', 's-api-02', '--wait', '--quiet')
    expect(done).toMatchObject({ ReleaseVersion: '1.0', State: 'Success' })

    const { body } = await server.api('GET', '/api/deployments?take=1000')
    const child = body.Items.find(({ ParentTaskId }: { ParentTaskId: string }) => ParentTaskId === done.TaskId)
    const [target] = (await json('target', 'list')).filter(({ Name }: { Name: string }) => Name === 's-api-02')
    expect(child).toMatchObject({ SpecificMachineIds: [target.Id], DeployedToMachineIds: [target.Id] })
  })

  test('what is missing is shown, and brought to exactly the targets that lack it', async () => {
    const place = ['-e', 'Staging', '--project', 'Suite'] as const
    // A deployment that was made to fail is still to be made good.
    expect((await flotilla(['drift', ...place])).out).toMatch(/s-api-0. +Web API +Staging +AttemptFailed/)
    expect((await flotilla(['converge', 'Suite', '-e', 'Staging', '--wait'])).code).toBe(0)
    expect((await flotilla(['drift', ...place])).code).toBe(0)
    const register = ['target', 'register', 's-api-09', '--type', 'none', '--environment', 'Staging', '--role', 'api']
    expect((await flotilla(register)).code).toBe(0)
    const drift = await flotilla(['drift', '-e', 'Staging', '--target', 's-api-09', '--project', 'Suite'])
    expect(drift.code).toBe(6)
    expect(drift.out).toMatch(
      /s-api-09 +Suite +Staging +Missing +s-api-09 has never had Suite; Staging runs release 1\.0\./,
    )
    expect(drift.out).toMatch(/s-api-09 +Web API +Staging +Missing/)
    expect((await flotilla(['drift', '--project', 'Careful'])).out).toContain('Every target has what it should.')

    const before = (await server.api('GET', '/api/deployments?take=0')).body.TotalResults
    const planned = await flotilla(['converge', 'Suite', '-e', 'Staging', '--what-if'])
    expect(planned.out).toMatch(/Web API +deploy +1\.0\.0 +s-api-09/)
    expect((await server.api('GET', '/api/deployments?take=0')).body.TotalResults).toBe(before)
    const other = ['converge', 'Suite', '-e', 'Staging', '--target', 's-api-02']
    expect((await flotilla(other)).out).toContain('Nothing is missing.')

    // A question that the release did not have when it was deployed.
    const suite = (await server.api('GET', '/api/projects?name=Suite')).body.Items[0]
    const address = `/api/variables/${suite.VariableSetId}`
    const variables = async (change: (before: readonly object[]) => readonly object[]) => {
      const { body } = await server.api('GET', address)
      await server.api('PUT', address, { ...body, Variables: change(body.Variables) })
      await server.api('POST', `/api/releases/${releaseId}/snapshot-variables`)
    }
    const [{ ReleaseId: releaseId }] = await json('converge', 'Suite', '-e', 'Staging', '--what-if')
    await variables((all) => [...all, { Name: 'Ticket', Value: '', Prompt: { Label: 'Ticket', Required: true } }])
    const asked = await flotilla(['converge', 'Suite', '-e', 'Staging', '--what-if'])
    expect(asked.out).toMatch(/Web API +deploy +1\.0\.0 +s-api-09[\s\S]*It would be refused\. .*Ticket is required/)
    expect(asked.code).toBe(1)
    const answer = ['--variable', 'Ticket=OPS-1']
    expect((await flotilla(['converge', 'Suite', '-e', 'Staging', '--what-if', ...answer])).code).toBe(0)
    await variables((all) => all.slice(0, -1))

    const [done] = await json('converge', 'Suite', '-e', 'Staging', '--wait', '--quiet')
    expect(done).toMatchObject({ State: 'Success', ReleaseVersion: '1.0', WhatIf: false })
    const [target] = (await json('target', 'list')).filter(({ Name }: { Name: string }) => Name === 's-api-09')
    const { body } = await server.api('GET', '/api/deployments?take=1000')
    const child = body.Items.find(
      ({ ParentTaskId }: { ParentTaskId: string }) => ParentTaskId === done.Deployment.TaskId,
    )
    expect(child).toMatchObject({ SpecificMachineIds: [target.Id], DeployedToMachineIds: [target.Id] })
    expect((await flotilla(['drift', ...place])).code).toBe(0)
    expect((await server.api('DELETE', `/api/machines/${target.Id}`)).status).toBe(200)
  })

  test('a project without children has no plan', async () => {
    expect((await flotilla(['plan', 'Web API', '-e', 'Staging'])).code).toBe(2)
  })
})

test('what a task asks is shown and answered while somebody waits for it', async () => {
  const [{ TaskId: taskId }] = await json('release', 'deploy', 'Careful', '1.0', '-e', 'Staging')
  const waiting = flotilla(['task', 'wait', taskId])
  await eventually('the question', async () => (await json('approve', taskId)).length === 1)
  expect((await flotilla(['approve', taskId])).out).toContain('Is the moon full?')
  expect((await flotilla(['approve', taskId, '--result', 'Perhaps'])).code).toBe(2)
  expect((await flotilla(['approve', taskId, '--result', 'Proceed', '--notes', 'Seen it'])).code).toBe(0)
  const waited = await waiting
  expect(waited.code, waited.err).toBe(0)
  expect(waited.err).toContain(`flotilla approve ${taskId}`)
  expect((await flotilla(['approve', taskId, '--result', 'Proceed'])).code).toBe(2)
})

describe('errors say what to do next', () => {
  const deploy = ['release', 'deploy', 'Web API', '1.0.0', '-e', 'Staging']
  test.each([
    { name: 'an unknown command', args: ['frobnicate'], code: 2, says: '--help' },
    { name: 'a missing option', args: ['release', 'deploy', 'Web API', '1.0.0'], code: 2, says: '--environment' },
    {
      name: 'an unknown project',
      args: ['redeploy', 'Nope', '-e', 'Test'],
      code: 2,
      says: 'Careful, Suite, Tenanted, Web API',
    },
    { name: 'an unknown environment', args: [...deploy, '-e', 'Stag'], code: 2, says: 'Test, Staging' },
    { name: 'an unknown version', args: ['release', 'deploy', 'Web API', '9', '-e', 'Test'], code: 2, says: '1.0.0' },
    { name: 'an unknown target', args: [...deploy, '--target', 's-api'], code: 2, says: 's-api-01, s-api-02' },
    { name: 'an unknown variable', args: [...deploy, '--variable', 'End=x'], code: 2, says: 'How it ends' },
    {
      name: 'an answer left blank',
      args: [...deploy, '--variable', 'Ending= '],
      code: 2,
      says: '--variable "Name=Value"',
    },
    { name: 'an unknown step', args: [...deploy, '--skip-step', 'x'], code: 2, says: 'Install' },
    { name: 'an unknown task', args: ['task', 'wait', '999'], code: 2, says: 'ServerTasks-999' },
    { name: 'an unknown task to approve', args: ['approve', '999'], code: 2, says: 'ServerTasks-999' },
    { name: 'an unknown space', args: ['target', 'list', '--space', 'Nope'], code: 2, says: 'Default' },
    {
      name: 'no such server',
      args: ['target', 'list', '--url', 'http://127.0.0.1:9'],
      code: 3,
      says: 'server is running',
    },
    { name: 'a wrong key', args: ['target', 'list', '--api-key', 'API-NOBODY'], code: 4, says: 'FLOTILLA_API_KEY' },
  ])('$name', async ({ args, code, says }) => {
    const ran = await flotilla(args)
    expect(ran.err).toContain(says)
    expect(ran.code).toBe(code)
    expect(ran.out).toBe('')
  })

  test('a name that is nearly right deploys nothing', async () => {
    const before = (await server.api('GET', '/api/deployments?take=0')).body.TotalResults
    await flotilla(['release', 'deploy', 'Web', '1.0.0', '-e', 'Staging'])
    await flotilla([...deploy, '--tenant', 'Nobody'])
    expect((await server.api('GET', '/api/deployments?take=0')).body.TotalResults).toBe(before)
  })
})

test('L4 a log that is followed goes on behind the last line when the server was killed and comes back', async () => {
  const [{ TaskId: taskId }] = await json(
    'release',
    'deploy',
    'Web API',
    '1.0.0',
    '-e',
    'Staging',
    '--variable',
    'Ending=count',
    '--target',
    's-api-01',
  )
  let killed = false
  const log = flotilla(['task', 'log', taskId], {
    onOutput: (text) => {
      if (killed || !text.includes('number 5')) return
      killed = true
      server.process.kill('SIGKILL')
    },
  })
  await eventually('the kill', async () => killed)
  await server.exited
  server = await startTestServer({ dataDir: server.dataDir, env: { FLOTILLA_PORT: String(port) } })
  const { code, out, err } = await log
  expect(code, err).toBe(0)
  expect([...out.matchAll(/number (\d+)$/gm)].map(([, number]) => Number(number))).toEqual(
    Array.from({ length: 40 }, (_, index) => index + 1),
  )
  expect(out).toContain(`${taskId}: Success`)
})

test('flotilla server runs a server until it is stopped', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-cli-'))
  const child = spawn(process.execPath, [program, 'server', '--port', '0', '--data-dir', folder], { stdio: 'pipe' })
  let out = ''
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString('utf8')
  })
  try {
    const url = await eventually('readiness', async () => /Flotilla is ready at (\S+)/.exec(out)?.[1])
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    expect(await exited).toBe(0)
  } finally {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
})

test('help needs no server and names the exit codes', async () => {
  const { code, out } = await runFlotilla('http://127.0.0.1:9', ['--help'])
  expect(code).toBe(0)
  expect(out).toMatch(/Exit codes:\n +0 +success/)
})

function freePort(): Promise<number> {
  const listener = createServer()
  return new Promise((resolve) => {
    listener.listen(0, '127.0.0.1', () => {
      const address = listener.address()
      listener.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
