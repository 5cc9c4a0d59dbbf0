import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  eventually,
  hasSshd,
  startSshd,
  startTcpProxy,
  startTestServer,
  type TestServer,
  taskEnded,
} from '@flotilla/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  healthy,
  make,
  makeToken,
  numbersIn,
  rawLog,
  registerAgent,
  type TestAgent,
  targetProject,
  upTo,
} from './agent-world.ts'

// A server that runs one script at once, and machines that go away.

let server: TestServer
let environmentId: string
let directory: string
const agents: TestAgent[] = []

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'flotilla-slots-'))
  server = await startTestServer({ env: { FLOTILLA_MAX_RUNNING_SCRIPTS: '1' } })
  environmentId = (await make(server.api, 'environments', { Name: 'Staging' })).Id
})
afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.remove()))
  await server?.remove()
  await rm(directory, { recursive: true, force: true })
})

async function joined(name: string): Promise<TestAgent> {
  const { Token } = await makeToken(server.api, { EnvironmentIds: [environmentId], Roles: [name] })
  const agent = await registerAgent(server.url, Token, name)
  agents.push(agent)
  agent.start()
  await healthy(server.api, name)
  return agent
}

const project = (role: string, script: string) =>
  targetProject(server.api, { name: `Project of ${role} ${script.length}`, role, script, environmentId })
const fileOf = (name: string) => join(directory, name)
const begins = async (name: string) =>
  (await readFile(fileOf(name), 'utf8').catch(() => '')).split('\n').filter(Boolean).length
/** Writes a line where it begins, prints, waits until it may end, and prints again. */
const held = (name: string) =>
  `echo begin >>${fileOf(name)}; for n in $(seq 1 30); do echo "line $n"; done; until [ -e ${fileOf(`${name}.go`)} ]; do sleep 0.02; done; for n in $(seq 31 60); do echo "line $n"; done`
const letGo = (name: string) => writeFile(fileOf(`${name}.go`), '')
const stateOf = async (taskId: string) => (await server.api('GET', `/api/tasks/${taskId}`)).body.State
const expectOnce = async (taskId: string, name: string) => {
  expect((await taskEnded(server.api, taskId)).State).toBe('Success')
  expect(numbersIn(await rawLog(server.api, taskId))).toEqual(upTo(60))
  expect(await begins(name)).toBe(1)
}
const waits = (taskId: string) =>
  eventually('the deployment to have stored its ticket', async () => (await stateOf(taskId)) === 'Executing')
/** What the log says that the machine's part of the only step waits for. */
const waitsFor = (taskId: string, words: string) =>
  eventually(`it to wait for ${words}`, async () => {
    const [root] = (await server.api('GET', `/api/tasks/${taskId}/details`)).body.ActivityLogs
    return root?.Children[0]?.Children[0]?.WaitingFor?.startsWith(words)
  })

test('C3 C4 E1 L1: while an agent is away in the middle of its script, another script runs', async () => {
  const first = await joined('first')
  await joined('second')
  const running = await (await project('first', held('first'))).deploy()
  await eventually('its lines', async () => numbersIn(await rawLog(server.api, running)).length === 30)
  const { deploy } = await project('second', 'echo "line 1"')
  const waiting = await deploy()
  await waitsFor(waiting, 'its turn')
  expect(await rawLog(server.api, waiting)).not.toContain('line 1')

  await first.stop('SIGKILL')
  await waitsFor(running, 'first, which does not answer')
  expect((await taskEnded(server.api, waiting)).State).toBe('Success')
  expect(await stateOf(running)).toBe('Executing')

  // When it is back its script counts again: it runs, so nothing else begins.
  first.start()
  await eventually('it to connect', async () => first.output().split('Connected').length > 2)
  const behind = await project('second', held('behind')).then(({ deploy }) => deploy())
  await waits(behind)
  await letGo('first')
  await expectOnce(running, 'first')
  await letGo('behind')
  await expectOnce(behind, 'behind')
})

test('C3 E1 X1: what waits for an agent before its script was sent lets others go, and is sent once when that is back', async () => {
  const away = await joined('away')
  await joined('there')
  await away.stop('SIGKILL')
  const waiting = await (await project('away', held('away'))).deploy()
  const cancelled = await (await project('away', 'echo "line 1"; echo never')).deploy()
  await waits(waiting)
  const passing = await (await project('there', held('there'))).deploy()
  await eventually('the other script to run', async () => (await begins('there')) === 1)
  away.start()
  await eventually('it to connect', async () => away.output().split('Connected').length > 2)
  // The one place is taken, so nothing is sent yet; and who is cancelled meanwhile waits for no place.
  await server.api('POST', `/api/tasks/${cancelled}/cancel`)
  expect((await taskEnded(server.api, cancelled)).State).toBe('Canceled')
  expect(await begins('away')).toBe(0)
  await letGo('there')
  await expectOnce(passing, 'there')
  await letGo('away')
  await expectOnce(waiting, 'away')
})

test.skipIf(!hasSshd())('C3 E1 L1: the same of a host over SSH, before its script is sent and later', async () => {
  const sshd = await startSshd()
  const line = await startTcpProxy(sshd.port)
  try {
    const account = await make(server.api, 'accounts', {
      Name: 'Deployer',
      AccountType: 'SshKeyPair',
      Username: sshd.username,
      PrivateKeyFile: { HasValue: true, NewValue: sshd.privateKey },
    })
    await make(server.api, 'machines', {
      Name: 'host',
      EnvironmentIds: [environmentId],
      Roles: ['host'],
      SkipInitialHealthCheck: true,
      Endpoint: {
        CommunicationStyle: 'Ssh',
        AccountId: account.Id,
        Host: '127.0.0.1',
        Port: line.port,
        Fingerprint: sshd.fingerprints.ed25519,
      },
    })
    const other = await project('second', 'echo "line 1"; echo again')
    line.admit(false)
    const running = await (await project('host', held('host'))).deploy()
    await waits(running)
    expect((await taskEnded(server.api, await other.deploy())).State).toBe('Success')
    expect(await begins('host')).toBe(0)
    line.admit(true)
    await eventually('its lines', async () => numbersIn(await rawLog(server.api, running)).length === 30)

    line.admit(false)
    line.cut()
    expect((await taskEnded(server.api, await other.deploy())).State).toBe('Success')
    expect(await stateOf(running)).toBe('Executing')
    line.admit(true)
    await letGo('host')
    await expectOnce(running, 'host')
  } finally {
    await line.close()
    await sshd.stop()
  }
})

test('X5: who waits for a place is cancelled at once', async () => {
  const running = await (await project('second', held('long'))).deploy()
  await eventually('it to run', async () => (await begins('long')) === 1)
  const waiting = await (await project('first', 'echo "line 1"; echo queued')).deploy()
  await waits(waiting)
  await server.api('POST', `/api/tasks/${waiting}/cancel`)
  expect((await taskEnded(server.api, waiting)).State).toBe('Canceled')
  expect(await stateOf(running)).toBe('Executing')
  await letGo('long')
  await expectOnce(running, 'long')
})
