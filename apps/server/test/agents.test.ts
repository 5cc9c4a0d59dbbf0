import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { eventually, startTestServer, type TestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  agentIn,
  createLink,
  databaseOf,
  findMachine,
  flotilla,
  healthy,
  type Link,
  make,
  makeToken,
  numbersIn,
  rawLog,
  registerAgent,
  type TestAgent,
  targetProject,
  upTo,
} from './agent-world.ts'

// A real server, and real agents that reach it through a line which can be cut.

const S = '/api/Spaces-1'
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const run = promisify(execFile)
let server: TestServer
let link: Link
let environmentId: string
let otherEnvironmentId: string
/** Gives up an agent that is away after a few seconds. */
let impatientPolicyId: string
const agents: TestAgent[] = []

beforeAll(async () => {
  server = await startTestServer()
  link = await createLink(server.url)
  environmentId = (await make(server.api, 'environments', { Name: 'Staging' })).Id
  otherEnvironmentId = (await make(server.api, 'environments', { Name: 'Production' })).Id
  const { body: policies } = await server.api('GET', `${S}/machinepolicies`)
  const { Id: _id, Slug: _slug, ...policy } = policies.Items[0]
  impatientPolicyId = (
    await make(server.api, 'machinepolicies', {
      ...policy,
      Name: 'Impatient',
      IsDefault: false,
      MachineRpcCallRetryPolicy: {
        Enabled: true,
        RetryDuration: '00:00:03',
        HealthCheckRetryDuration: '00:00:03',
      },
    })
  ).Id
})
afterAll(async () => {
  await Promise.all(agents.map((agent) => agent.remove()))
  await link?.close()
  await server?.remove()
})

const scope = (role: string) => ({ EnvironmentIds: [environmentId], Roles: [role] })

/** A machine with an agent that runs and was found healthy. */
async function joined(name: string, more: Readonly<Record<string, unknown>> = {}, role = name): Promise<TestAgent> {
  const { Token } = await makeToken(server.api, { ...scope(role), ...more })
  const agent = await registerAgent(link.url, Token, name)
  agents.push(agent)
  agent.start()
  await healthy(server.api, name)
  return agent
}

const slowScript = (count: number) => `for n in $(seq 1 ${count}); do echo "line $n"; sleep 0.05; done; exit 7`

const lineCount = async (taskId: string) => numbersIn(await rawLog(server.api, taskId)).length

const eventsOf = async (category: string, about: string): Promise<{ Message: string }[]> =>
  (await server.api('GET', `${S}/events?eventCategories=${category}&regarding=${about}`)).body.Items

/** Since the beginning of all tests: what takes long by itself goes on meanwhile. */
let swallowed: Promise<void>

async function swallowTheLine(): Promise<void> {
  const line = await createLink(server.url)
  const { Token } = await makeToken(server.api, scope('swallowed'))
  const agent = await registerAgent(line.url, Token, 'swallowed')
  agents.push(agent)
  agent.start()
  const { deploy } = await targetProject(server.api, {
    name: 'Swallowed project',
    role: 'swallowed',
    script: slowScript(60),
    environmentId,
  })
  const taskId = await deploy()
  await eventually('some lines', async () => (await lineCount(taskId)) > 5)
  line.swallow(true)
  await eventually('the agent to notice', async () => agent.output().includes('Not connected'), 45_000)
  line.swallow(false)
  await taskEnded(server.api, taskId)
  await line.close()
  const log = await rawLog(server.api, taskId)
  expect(log).toContain('exit code 7')
  expect(numbersIn(log)).toEqual(upTo(60))
}

/** The same, until the script was given up; it ends meanwhile. */
let givenUp: Promise<void>

async function healAfterGivingUp(): Promise<void> {
  const line = await createLink(server.url)
  const { Token } = await makeToken(server.api, { ...scope('given-up'), MachinePolicyId: impatientPolicyId })
  const agent = await registerAgent(line.url, Token, 'given-up')
  agents.push(agent)
  agent.start()
  await healthy(server.api, 'given-up')
  const secret = 'hidden-in-late-lines'
  const { deploy } = await targetProject(server.api, {
    name: 'Given up project',
    role: 'given-up',
    script: `echo begin >>${agent.directory}/begins; for n in $(seq 1 30); do echo "line $n"; done; printf 'line '; until [ -e ${agent.directory}/go ]; do sleep 0.05; done; echo 31; for n in $(seq 32 60); do echo "line $n"; done; echo "secret $(get_octopusvariable Secret)"; set_octopusvariable Late 1; exit 0`,
    environmentId,
    variables: [{ Name: 'Secret', Value: secret, IsSensitive: true, Type: 'Sensitive' }],
  })
  const taskId = await deploy()
  await eventually('its first lines', async () => (await lineCount(taskId)) === 30)
  line.swallow(true)
  const task = await taskEnded(server.api, taskId)
  expect(task.State).toBe('Failed')
  const before = await rawLog(server.api, taskId)
  expect(before).toContain('out-of-reach')
  expect(numbersIn(before)).toEqual(upTo(30))
  await writeFile(`${agent.directory}/go`, '')
  await eventually('the agent to notice', async () => agent.output().includes('Not connected'), 45_000)
  line.swallow(false)
  const log = await eventually(
    'the rest of the log',
    async () => {
      const text = await rawLog(server.api, taskId)
      return text.includes('Its outcome stays unknown') ? text : undefined
    },
    45_000,
  )
  await line.close()
  expect(numbersIn(log)).toEqual(upTo(60))
  const [early, late] = log.split('given-up is back. What follows came after the outcome was decided.')
  expect(numbersIn(early!)).toEqual(upTo(30))
  expect(late).toContain('The script ended there with exit code 0.')
  expect(late).toContain('secret ********')
  expect(log).not.toContain(secret)
  expect(await readFile(`${agent.directory}/begins`, 'utf8')).toBe('begin\n')
  expect((await server.api('GET', `/api/tasks/${taskId}`)).body.State).toBe('Failed')
}

describe('joining', () => {
  beforeAll(() => {
    swallowed = swallowTheLine()
    swallowed.catch(() => {})
    givenUp = healAfterGivingUp()
    givenUp.catch(() => {})
  })

  test('H1, H2: one command joins a machine; it is checked by itself and gets deployments', async () => {
    const { api } = server
    const { Token, Id } = await makeToken(api, { ...scope('first'), Description: 'For the first one' })
    const agent = await registerAgent(link.url, Token, 'first', ['--role', 'FIRST', '-e', 'staging'])
    agents.push(agent)
    agent.start()
    const machine = await healthy(api, 'first')
    expect(machine).toMatchObject({
      Roles: ['first'],
      EnvironmentIds: [environmentId],
      OperatingSystem: expect.any(String),
    })
    expect(machine.Endpoint).toMatchObject({
      CommunicationStyle: 'TentacleActive',
      Uri: expect.stringMatching(/^poll:\/\/\w+\/$/),
      Thumbprint: expect.stringMatching(/^[0-9A-F]{64}$/),
    })
    const script =
      'echo "line 1"; set_octopusvariable Where "$(get_octopusvariable Octopus.Machine.Name)"; new_octopusartifact $PWD/a.txt'
    const { deploy } = await targetProject(api, {
      name: 'First project',
      role: 'first',
      script: `head -c 700000 /dev/zero > a.txt; ${script}`,
      environmentId,
    })
    const taskId = await deploy()
    expect((await taskEnded(api, taskId)).State).toBe('Success')
    expect(numbersIn(await rawLog(api, taskId))).toEqual([1])
    const artifact = (await api('GET', `${S}/artifacts?regarding=${taskId}`)).body.Items[0]
    const content = await fetch(`${server.url}${S}/artifacts/${artifact.Id}/content`, {
      headers: { 'x-octopus-apikey': 'API-ADMINISTRATOR0' },
    })
    expect((await content.arrayBuffer()).byteLength).toBe(700_000)
    // Nothing that opens a door is in a log, an answer or an event.
    const key = JSON.parse(await readFile(`${agent.directory}/agent.json`, 'utf8')).privateKey
    const secret = Token.split('.')[1]!
    const events = JSON.stringify((await api('GET', `${S}/events?regarding=${Id}`)).body)
    expect(events).toContain('registration token')
    const seen = [
      agent.output(),
      server.output(),
      events,
      JSON.stringify((await api('GET', `${S}/agentregistrationtokens`)).body),
    ]
    for (const text of seen) for (const hidden of [secret, key]) expect(text).not.toContain(hidden)
    expect((await flotilla('agent', 'status', '--state-dir', agent.directory)).text).toContain('connected since')
  })

  test('H1: a token is good for what it says and nothing else', async () => {
    const { api } = server
    const token = async (more: object = {}) => (await makeToken(api, { ...scope('strict'), ...more })).Token
    const refusal = (given: string, name: string, ...more: string[]) =>
      registerAgent(link.url, given, name, more).then(
        (agent) => agent.remove().then(() => 'registered'),
        (error: Error) => error.message,
      )
    const one = await token()
    expect(await refusal(one, 'strict-1', '-e', 'Production')).toContain("no leave to 'Production'")
    expect(await refusal(one, 'strict-1', '--role', 'db')).toContain("no leave to 'db'")
    expect(await refusal(one, 'strict-1', '--tenant', 'Contoso')).toContain("no leave to 'Contoso'")
    expect(await refusal(one, 'strict-1', '--worker-pool', 'Default Worker Pool')).toContain('no leave to')
    expect(await refusal(one, 'FIRST')).toContain('registered already')
    const [id, , maker] = one.split('.')
    expect(await refusal(`${id}.${'A'.repeat(43)}.${maker}`, 'strict-1')).toContain('not known')
    // What was refused has used nothing up.
    expect(await refusal(one, 'strict-1')).toBe('registered')
    expect(await refusal(one, 'strict-2')).toContain('as often as it may')
    const revoked = await makeToken(api, scope('strict'))
    expect((await api('DELETE', `${S}/agentregistrationtokens/${revoked.Id}`)).status).toBe(200)
    expect(await refusal(revoked.Token, 'strict-2')).toContain('revoked')
    const short = await token({ Expires: new Date(Date.now() + 300).toISOString() })
    await eventually('the token to expire', async () => (await refusal(short, 'strict-1')).includes('expired'))
    const late = { ...scope('strict'), Expires: new Date(Date.now() + 3_700_000).toISOString() }
    expect((await api('POST', `${S}/agentregistrationtokens`, late)).body.Errors[0]).toContain('within the next hour')
    expect((await api('POST', `${S}/agentregistrationtokens`, { EnvironmentIds: [], Roles: ['x'] })).status).toBe(400)
    expect(await findMachine(api, 'strict-2')).toBeUndefined()
  })

  test('H1: nobody registers a key that is not the own one, or one that is known', async () => {
    const { Token } = await makeToken(server.api, scope('strict'))
    const body = { Token, PublicKey: 'A'.repeat(43), Signature: 'A'.repeat(86), Name: 'forged' }
    const answer = await server.api('POST', '/api/agents/register', body)
    expect(answer).toMatchObject({ status: 400, body: { Errors: [expect.stringContaining('Signature')] } })
  })

  test('H3: nobody names the key of an agent for a machine of his own', async () => {
    const { Thumbprint } = await findMachine(server.api, 'first')
    const answer = await server.api('POST', `${S}/machines`, {
      Name: 'mine',
      EnvironmentIds: [otherEnvironmentId],
      Roles: ['mine'],
      Endpoint: { CommunicationStyle: 'TentacleActive', Uri: 'poll://mine/', Thumbprint },
    })
    expect(answer).toMatchObject({
      status: 400,
      body: { Errors: ['Endpoint.Thumbprint: is the key of another machine or worker.'] },
    })
  })

  test.skipIf(process.getuid?.() !== 0)(
    'H9: the script for first boots joins a machine, whose agent is not root',
    async () => {
      const { Token } = await makeToken(server.api, scope('booted'))
      const home = await mkdtemp(join(tmpdir(), 'flotilla-boot-'))
      await chmod(home, 0o755)
      const environment = {
        PATH: process.env.PATH,
        FLOTILLA_URL: link.url,
        FLOTILLA_AGENT_TOKEN: Token,
        FLOTILLA_AGENT_USER: 'nobody',
        FLOTILLA_AGENT_DIR: join(home, 'state'),
        FLOTILLA_LIB_DIR: join(home, 'lib'),
        FLOTILLA_PROGRAM: join(ROOT, 'apps/agent/dist/flotilla.mjs'),
      }
      const boot = () => run('sh', [join(ROOT, 'packaging/agent/join.sh'), '--name', 'booted'], { env: environment })
      expect((await boot()).stdout).toContain('Registered booted')
      // At the next boot it is registered, and the token used up.
      expect((await boot()).stdout).not.toContain('Registered')
      const container = join(ROOT, 'packaging/agent/container.sh')
      const { uid, gid } = await stat(environment.FLOTILLA_AGENT_DIR)
      const program = join(home, 'lib/flotilla.mjs')
      const child = spawn('sh', [container], {
        env: { ...environment, FLOTILLA_PROGRAM: program },
        cwd: home,
        uid,
        gid,
        stdio: 'ignore',
      })
      try {
        await healthy(server.api, 'booted')
        const { deploy } = await targetProject(server.api, {
          name: 'Booted project',
          role: 'booted',
          script: 'echo "line $(id -u)"',
          environmentId,
        })
        const taskId = await deploy()
        expect((await taskEnded(server.api, taskId)).State).toBe('Success')
        expect(numbersIn(await rawLog(server.api, taskId))).toEqual([uid])
        expect(uid).not.toBe(0)
      } finally {
        child.kill('SIGKILL')
        await rm(home, { recursive: true, force: true })
      }
    },
  )

  test('a token for a pool makes a worker, which runs the steps of that pool', async () => {
    const { api } = server
    const pool = await make(api, 'workerpools', { Name: 'Agents' })
    const { Token } = await makeToken(api, { WorkerPoolIds: [pool.Id] })
    const agent = await registerAgent(link.url, Token, 'pooled', ['--worker-pool', 'agents'])
    agents.push(agent)
    agent.start()
    await eventually('the worker to be healthy', async () => {
      const { body } = await api('GET', `${S}/workers?name=pooled`)
      return body.Items[0]?.HealthStatus === 'Healthy'
    })
    const worker = (await api('GET', `${S}/workers?name=pooled`)).body.Items[0]
    expect((await eventsOf('MachineAdded', worker.Id)).map(({ Message }) => Message)).toEqual([
      'Worker pooled was added',
    ])
    const { deploy } = await targetProject(api, {
      name: 'Pooled project',
      workerPoolId: pool.Id,
      script: 'case "$FLOTILLA_DIRECTORY" in */flotilla-agent-*) echo "line 1";; esac',
      environmentId,
    })
    const taskId = await deploy()
    expect((await taskEnded(api, taskId)).State).toBe('Success')
    expect(numbersIn(await rawLog(api, taskId))).toEqual([1])

    // A host that was built anew takes the place: the worker is the same one, with another identity.
    const again = await makeToken(api, { WorkerPoolIds: [pool.Id], AllowReplacing: true })
    agents.push(await registerAgent(link.url, again.Token, 'pooled'))
    const replaced = (await api('GET', `${S}/workers?name=pooled`)).body.Items[0]
    expect(replaced.Id).toBe(worker.Id)
    expect(replaced.Thumbprint).not.toBe(worker.Thumbprint)
    const [event] = await eventsOf('MachineIdentityReplaced', worker.Id)
    expect(event).toMatchObject({
      Message: 'Worker pooled was replaced: it has another key now, and so is another host',
      ChangeDetails: {
        Differences: [{ op: 'replace', path: '/Thumbprint', old: worker.Thumbprint, value: replaced.Thumbprint }],
      },
    })
    const changes = (await eventsOf('Modified', worker.Id)).filter(({ Message }) => Message.startsWith('Worker pooled'))
    expect(JSON.stringify(changes)).toContain(replaced.Thumbprint)
  })

  test('F42: a copy of an agent is refused, and told of', async () => {
    const agent = await joined('copied')
    const copy = agentIn(agent.directory, 'copy')
    copy.start()
    try {
      await eventually('the copy to be refused', async () => copy.output().includes('Another program with the key'))
    } finally {
      await copy.stop('SIGKILL')
    }
    const machine = await findMachine(server.api, 'copied')
    expect((await eventsOf('AgentCopied', machine.Id)).length).toBe(1)
    expect((await findMachine(server.api, 'copied')).HealthStatus).toBe('Healthy')
  })
})

test('F23-F25, L1-L3: a line that swallows everything is noticed, and the log becomes whole', () => swallowed)

test('F23, L5, L8: a script that was given up stays unknown; the rest of its log comes when the line heals', () =>
  givenUp)

describe('a script, and what happens to the line, the agent or the server meanwhile', () => {
  const COUNT = 60
  const deployTo = async (agent: TestAgent, script = slowScript(COUNT)) => {
    const { deploy } = await targetProject(server.api, {
      name: `Project of ${agent.name}`,
      role: agent.name,
      script: `echo "begin $$" >> ${agent.directory}/begins; ${script}`,
      environmentId,
    })
    return deploy()
  }
  const begins = async (agent: TestAgent) =>
    (await readFile(`${agent.directory}/begins`, 'utf8').catch(() => '')).split('\n').length - 1

  const expectWhole = async (agent: TestAgent, taskId: string) => {
    const task = await taskEnded(server.api, taskId)
    expect(task.State).toBe('Failed')
    const log = await rawLog(server.api, taskId)
    expect(log).toContain('exit code 7')
    expect(numbersIn(log)).toEqual(upTo(COUNT))
    expect(await begins(agent)).toBe(1)
  }

  test('F20, E1, E6, L1-L3: the agent is killed and started again', async () => {
    const agent = await joined('killed')
    const taskId = await deployTo(agent)
    await eventually('some lines', async () => (await lineCount(taskId)) > 5)
    await agent.stop('SIGKILL')
    agent.start()
    await expectWhole(agent, taskId)
  })

  test('E6, L1-L3: the server is killed and started again', async () => {
    const agent = await joined('survivor')
    const taskId = await deployTo(agent)
    await eventually('some lines', async () => (await lineCount(taskId)) > 5)
    await server.stop('SIGKILL')
    server = await startTestServer({ dataDir: server.dataDir })
    link.target(server.url)
    await expectWhole(agent, taskId)
  })

  test('F23, L1-L3: the line is cut again and again', async () => {
    const agent = await joined('cut-off')
    const taskId = await deployTo(agent)
    for (let cuts = 1; cuts <= 4; cuts += 1) {
      await eventually('some more lines', async () => (await lineCount(taskId)) > cuts * 8)
      link.cut()
    }
    await expectWhole(agent, taskId)
  })

  test('X2: cancelling ends every process of the script, also one that left its session', async () => {
    const agent = await joined('cancelled')
    const pids = `${agent.directory}/pids`
    const taskId = await deployTo(agent, `setsid sleep 3601 & echo $! > ${pids}; echo "line 1"; sleep 3600`)
    await eventually('the script to run', async () => (await lineCount(taskId)) === 1)
    await server.api('POST', `/api/tasks/${taskId}/cancel`)
    expect((await taskEnded(server.api, taskId)).State).toBe('Canceled')
    const pid = Number(await readFile(pids, 'utf8'))
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'gone')
    // Ended; perhaps nobody has asked yet how.
    expect(state).toMatch(/^gone$|\) Z /)
  })

  test('X1, X5: cancelled while its agent is away, nothing of it begins when that is back', async () => {
    const agent = await joined('away')
    await agent.stop('SIGKILL')
    const taskId = await deployTo(agent, 'echo "line 1"')
    await eventually(
      'the deployment to wait',
      async () => (await server.api('GET', `/api/tasks/${taskId}`)).body.StartTime,
    )
    await server.api('POST', `/api/tasks/${taskId}/cancel`)
    expect((await taskEnded(server.api, taskId)).State).toBe('Canceled')
    agent.start()
    await eventually('the agent to connect', async () => agent.output().split('Connected').length > 2)
    expect(await begins(agent)).toBe(0)
  })

  test('F37: an agent that stays away is given up after the time of its policy', async () => {
    const agent = await joined('gone', { MachinePolicyId: impatientPolicyId })
    const taskId = await deployTo(agent)
    await eventually('some lines', async () => (await lineCount(taskId)) > 5)
    await agent.stop('SIGKILL')
    const task = await taskEnded(server.api, taskId)
    expect(task.State).toBe('Failed')
    expect(await rawLog(server.api, taskId)).toContain('out-of-reach')
    const next = await deployTo(agent, 'echo "line 1"').catch(() => undefined)
    expect(next).toBeUndefined()
  })
})

describe('two nodes', () => {
  test('F28: an agent serves whichever node has its task, and may change nodes meanwhile', async () => {
    const agent = await joined('of-two')
    const env = { DATABASE_URL: await databaseOf(server), FLOTILLA_NODE_NAME: 'other-node' }
    const other = await startTestServer({ dataDir: server.dataDir, env })
    try {
      const { deploy } = await targetProject(other.api, {
        name: 'Project of two nodes',
        role: 'of-two',
        script: `head -c 700000 /dev/zero > a.txt; new_octopusartifact $PWD/a.txt; ${slowScript(60)}`,
        environmentId,
      })
      // The task is begun by the node that was asked.
      const taskId = await deploy()
      await eventually('some lines', async () => (await lineCount(taskId)) > 5)
      expect((await server.api('GET', `/api/tasks/${taskId}`)).body.ServerNode).toBe('other-node')
      link.target(other.url)
      link.cut()
      await eventually('more lines', async () => (await lineCount(taskId)) > 30)
      link.target(server.url)
      link.cut()
      expect((await taskEnded(server.api, taskId)).State).toBe('Failed')
      expect(numbersIn(await rawLog(server.api, taskId))).toEqual(upTo(60))
      const artifacts = (await server.api('GET', `${S}/artifacts?regarding=${taskId}`)).body.Items
      expect(artifacts).toHaveLength(1)
      expect(agent.output()).not.toContain('Another program')
    } finally {
      link.target(server.url)
      await other.stop()
    }
  })
})

describe('machines that change', () => {
  test('H6: the agent of a machine that is disabled or removed is cut off', async () => {
    const agent = await joined('unwanted')
    const machine = await findMachine(server.api, 'unwanted')
    await server.api('PUT', `${S}/machines/${machine.Id}`, { ...machine, IsDisabled: true })
    await eventually('the cut', async () => agent.output().includes('disabled'), 5_000)
    await server.api('PUT', `${S}/machines/${machine.Id}`, { ...machine, IsDisabled: false })
    await eventually('it to be back', async () => agent.output().split('Connected').length > 2, 40_000)
    await server.api('DELETE', `${S}/machines/${machine.Id}`)
    await eventually('the second cut', async () => agent.output().includes('No machine has the key'), 40_000)
  })

  test('F41, E9, H5: a rebuilt machine takes the old place, and nothing that was meant for the old one', async () => {
    const { api } = server
    const old = await joined('rebuilt')
    const machine = await findMachine(api, 'rebuilt')
    const { deploy, projectId } = await targetProject(api, {
      name: 'Rebuilt project',
      role: 'rebuilt',
      script: `touch ${old.directory}/ran; echo "line 1"; while [ -e ${old.directory}/ran ]; do sleep 0.1; done`,
      environmentId,
    })
    // Its first deployment succeeds: it has the release.
    const first = await deploy()
    await eventually('the script to run', async () => (await lineCount(first)) === 1)
    await rm(`${old.directory}/ran`)
    expect((await taskEnded(api, first)).State).toBe('Success')
    const taskId = await deploy()
    await eventually('the script to run again', async () => (await lineCount(taskId)) === 1)
    await make(api, 'projecttriggers', {
      Name: 'New machines',
      ProjectId: projectId,
      Filter: { FilterType: 'MachineFilter', EventGroups: ['MachineAvailableForDeployment'] },
      Action: { ActionType: 'AutoDeploy', ShouldRedeployWhenMachineHasBeenDeployedTo: false },
    })
    await old.stop('SIGKILL')
    const strict = await makeToken(api, scope('rebuilt'))
    await expect(registerAgent(link.url, strict.Token, 'rebuilt')).rejects.toThrow('registered already')
    const elsewhere = await makeToken(api, {
      EnvironmentIds: [otherEnvironmentId],
      Roles: ['rebuilt'],
      AllowReplacing: true,
    })
    await expect(registerAgent(link.url, elsewhere.Token, 'rebuilt')).rejects.toThrow('gives no leave to all')
    const { Token } = await makeToken(api, { ...scope('rebuilt'), AllowReplacing: true })
    const fresh = await registerAgent(link.url, Token, 'Rebuilt')
    agents.push(fresh)
    const task = await taskEnded(api, taskId, 10_000)
    expect(task.State).toBe('Failed')
    expect(await rawLog(api, taskId)).toContain('other-identity')
    fresh.start()
    const replaced = await healthy(api, 'rebuilt')
    expect(replaced.Id).toBe(machine.Id)
    expect(replaced.Thumbprint).not.toBe(machine.Thumbprint)
    expect(await eventsOf('MachineIdentityReplaced', machine.Id)).toHaveLength(1)
    // The old one comes back from the dead, and is nobody.
    old.start()
    await eventually('the old one to be refused', async () =>
      old.output().includes('another machine has taken its place'),
    )
    // What the old one had was lost with it: the trigger brings it again, to the new one.
    await rm(`${old.directory}/ran`)
    const again = await eventually('the trigger to deploy', async () => {
      const { body } = await api('GET', `${S}/deployments?projects=${projectId}`)
      return body.Items.find(({ TaskId }: { readonly TaskId: string }) => TaskId !== taskId && TaskId !== first)
    })
    await rm(`${old.directory}/ran`, { force: true })
    await eventually('its script', async () => (await lineCount(again.TaskId)) === 1)
    await rm(`${old.directory}/ran`, { force: true })
    expect((await taskEnded(api, again.TaskId)).State).toBe('Success')
  })
})
