import { execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Identity, newIdentity, signText } from '@flotilla/agent-protocol'
import { eventually, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AgentFleet, startAgentFleet } from './agent-fleet.ts'
import {
  agentIn,
  findMachine,
  flotilla,
  healthy,
  make,
  makeToken,
  numbersIn,
  rawLog,
  registerAgent,
  targetProject,
} from './agent-world.ts'

// How machines with an agent come, change and go.

const S = '/api/Spaces-1'
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const run = promisify(execFile)
let fleet: AgentFleet
beforeAll(async () => {
  fleet = await startAgentFleet()
})
afterAll(() => fleet?.stop())

describe('joining', () => {
  test('H1, H2: one command joins a machine; it is checked by itself and gets deployments', async () => {
    const { api } = fleet
    const { Token, Id } = await makeToken(api, { ...fleet.scope('first'), Description: 'For the first one' })
    const agent = await registerAgent(fleet.link.url, Token, 'first', ['--role', 'FIRST', '-e', 'staging'])
    fleet.keep(agent)
    agent.start()
    const machine = await healthy(api, 'first')
    expect(machine).toMatchObject({
      Roles: ['first'],
      EnvironmentIds: [fleet.environmentId],
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
      environmentId: fleet.environmentId,
    })
    const taskId = await deploy()
    expect((await taskEnded(api, taskId)).State).toBe('Success')
    expect(numbersIn(await rawLog(api, taskId))).toEqual([1])
    const artifact = (await api('GET', `${S}/artifacts?regarding=${taskId}`)).body.Items[0]
    const content = await fetch(`${fleet.server().url}${S}/artifacts/${artifact.Id}/content`, {
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
      fleet.server().output(),
      events,
      JSON.stringify((await api('GET', `${S}/agentregistrationtokens`)).body),
    ]
    for (const text of seen) for (const hidden of [secret, key]) expect(text).not.toContain(hidden)
    expect((await flotilla('agent', 'status', '--state-dir', agent.directory)).text).toContain('connected since')
  })

  test('H1: a token is good for what it says and nothing else', async () => {
    const { api } = fleet
    const token = async (more: object = {}) => (await makeToken(api, { ...fleet.scope('strict'), ...more })).Token
    const refusal = (given: string, name: string, ...more: string[]) =>
      registerAgent(fleet.link.url, given, name, more).then(
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
    const revoked = await makeToken(api, fleet.scope('strict'))
    expect((await api('DELETE', `${S}/agentregistrationtokens/${revoked.Id}`)).status).toBe(200)
    expect(await refusal(revoked.Token, 'strict-2')).toContain('revoked')
    const short = await token({ Expires: new Date(Date.now() + 300).toISOString() })
    await eventually('the token to expire', async () => (await refusal(short, 'strict-1')).includes('expired'))
    const late = { ...fleet.scope('strict'), Expires: new Date(Date.now() + 3_700_000).toISOString() }
    expect((await api('POST', `${S}/agentregistrationtokens`, late)).body.Errors[0]).toContain('within the next hour')
    expect((await api('POST', `${S}/agentregistrationtokens`, { EnvironmentIds: [], Roles: ['x'] })).status).toBe(400)
    expect(await findMachine(api, 'strict-2')).toBeUndefined()
  })

  test('H1: many that register at once use a token no oftener than it may be; one that asks twice is one', async () => {
    const { Token, Id } = await makeToken(fleet.api, { ...fleet.scope('strict'), MaxUses: 3 })
    const register = (identity: Identity, name: string) =>
      fleet.api('POST', '/api/agents/register', {
        Token,
        PublicKey: identity.publicKey,
        Signature: signText(identity, 'agent registration', Token),
        Name: name,
      })
    const usesLeft = async () => (await fleet.api('GET', `${S}/agentregistrationtokens/${Id}`)).body.UsesLeft
    const same = newIdentity()
    const twice = await Promise.all([register(same, 'at-once-0'), register(same, 'at-once-0')])
    // Where both are begun before either is done, one takes the name first, and the other asks again.
    const known = await register(same, 'at-once-0')
    expect(twice.filter(({ status }) => status < 300).map(({ body }) => body.Id)).toContain(known.body.Id)
    expect(await usesLeft()).toBe(2)
    const many = await Promise.all(
      Array.from({ length: 12 }, (_, index) => register(newIdentity(), `at-once-${index + 1}`)),
    )
    expect(many.filter(({ status }) => status < 300)).toHaveLength(2)
    for (const { status, body } of many)
      if (status >= 300) expect(body.Errors).toEqual([expect.stringContaining('as often as it may')])
    expect(await usesLeft()).toBe(0)
    expect((await register(same, 'at-once-0')).body.Id).toBe(known.body.Id)
  })

  test('H1: nobody registers a key that is not the own one, or one that is known', async () => {
    const { Token } = await makeToken(fleet.api, fleet.scope('strict'))
    const body = { Token, PublicKey: 'A'.repeat(43), Signature: 'A'.repeat(86), Name: 'forged' }
    const answer = await fleet.api('POST', '/api/agents/register', body)
    expect(answer).toMatchObject({ status: 400, body: { Errors: [expect.stringContaining('Signature')] } })
  })

  test('H3: nobody names the key of an agent for a machine of his own', async () => {
    const { Thumbprint } = await findMachine(fleet.api, 'first')
    const answer = await fleet.api('POST', `${S}/machines`, {
      Name: 'mine',
      EnvironmentIds: [fleet.otherEnvironmentId],
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
      const { Token } = await makeToken(fleet.api, fleet.scope('booted'))
      const home = await mkdtemp(join(tmpdir(), 'flotilla-boot-'))
      await chmod(home, 0o755)
      const environment = {
        PATH: process.env.PATH,
        FLOTILLA_URL: fleet.link.url,
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
        await healthy(fleet.api, 'booted')
        const { deploy } = await targetProject(fleet.api, {
          name: 'Booted project',
          role: 'booted',
          script: 'echo "line $(id -u)"',
          environmentId: fleet.environmentId,
        })
        const taskId = await deploy()
        expect((await taskEnded(fleet.api, taskId)).State).toBe('Success')
        expect(numbersIn(await rawLog(fleet.api, taskId))).toEqual([uid])
        expect(uid).not.toBe(0)
      } finally {
        child.kill('SIGKILL')
        await rm(home, { recursive: true, force: true })
      }
    },
  )

  test('a token for a pool makes a worker, which runs the steps of that pool', async () => {
    const { api } = fleet
    const pool = await make(api, 'workerpools', { Name: 'Agents' })
    const { Token } = await makeToken(api, { WorkerPoolIds: [pool.Id] })
    const agent = await registerAgent(fleet.link.url, Token, 'pooled', ['--worker-pool', 'agents'])
    fleet.keep(agent)
    agent.start()
    await eventually('the worker to be healthy', async () => {
      const { body } = await api('GET', `${S}/workers?name=pooled`)
      return body.Items[0]?.HealthStatus === 'Healthy'
    })
    const worker = (await api('GET', `${S}/workers?name=pooled`)).body.Items[0]
    expect((await fleet.eventsOf('MachineAdded', worker.Id)).map(({ Message }) => Message)).toEqual([
      'Worker pooled was added',
    ])
    const { deploy } = await targetProject(api, {
      name: 'Pooled project',
      workerPoolId: pool.Id,
      script: 'case "$FLOTILLA_DIRECTORY" in */flotilla-agent-*) echo "line 1";; esac',
      environmentId: fleet.environmentId,
    })
    const taskId = await deploy()
    expect((await taskEnded(api, taskId)).State).toBe('Success')
    expect(numbersIn(await rawLog(api, taskId))).toEqual([1])

    // A host that was built anew takes the place: the worker is the same one, with another identity.
    const again = await makeToken(api, { WorkerPoolIds: [pool.Id], AllowReplacing: true })
    fleet.keep(await registerAgent(fleet.link.url, again.Token, 'pooled'))
    const replaced = (await api('GET', `${S}/workers?name=pooled`)).body.Items[0]
    expect(replaced.Id).toBe(worker.Id)
    expect(replaced.Thumbprint).not.toBe(worker.Thumbprint)
    const [event] = await fleet.eventsOf('MachineIdentityReplaced', worker.Id)
    expect(event).toMatchObject({
      Message: 'Worker pooled was replaced: it has another key now, and so is another host',
      ChangeDetails: {
        Differences: [{ op: 'replace', path: '/Thumbprint', old: worker.Thumbprint, value: replaced.Thumbprint }],
      },
    })
    const changes = (await fleet.eventsOf('Modified', worker.Id)).filter(({ Message }) =>
      Message.startsWith('Worker pooled'),
    )
    expect(JSON.stringify(changes)).toContain(replaced.Thumbprint)
  })

  test('F42: a copy of an agent is refused, and told of', async () => {
    const agent = await fleet.joined('copied')
    const copy = agentIn(agent.directory, 'copy')
    copy.start()
    try {
      await eventually('the copy to be refused', async () => copy.output().includes('Another program with the key'))
    } finally {
      await copy.stop('SIGKILL')
    }
    const machine = await findMachine(fleet.api, 'copied')
    expect((await fleet.eventsOf('AgentCopied', machine.Id)).length).toBe(1)
    expect((await findMachine(fleet.api, 'copied')).HealthStatus).toBe('Healthy')
  })
})

describe('machines that change', () => {
  test('H6: the agent of a machine that is disabled or removed is cut off', async () => {
    const agent = await fleet.joined('unwanted')
    const machine = await findMachine(fleet.api, 'unwanted')
    await fleet.api('PUT', `${S}/machines/${machine.Id}`, { ...machine, IsDisabled: true })
    await eventually('the cut', async () => agent.output().includes('disabled'), 5_000)
    await fleet.api('PUT', `${S}/machines/${machine.Id}`, { ...machine, IsDisabled: false })
    await eventually('it to be back', async () => agent.output().split('Connected').length > 2, 40_000)
    await fleet.api('DELETE', `${S}/machines/${machine.Id}`)
    await eventually('the second cut', async () => agent.output().includes('No machine has the key'), 40_000)
  })

  test('F41, E9, H5: a rebuilt machine takes the old place, and nothing that was meant for the old one', async () => {
    const { api } = fleet
    const old = await fleet.joined('rebuilt')
    const machine = await findMachine(api, 'rebuilt')
    const { deploy, projectId } = await targetProject(api, {
      name: 'Rebuilt project',
      role: 'rebuilt',
      script: `touch ${old.directory}/ran; echo "line 1"; while [ -e ${old.directory}/ran ]; do sleep 0.1; done`,
      environmentId: fleet.environmentId,
    })
    // Its first deployment succeeds: it has the release.
    const first = await deploy()
    await eventually('the script to run', async () => (await fleet.lineCount(first)) === 1)
    await rm(`${old.directory}/ran`)
    expect((await taskEnded(api, first)).State).toBe('Success')
    const taskId = await deploy()
    await eventually('the script to run again', async () => (await fleet.lineCount(taskId)) === 1)
    await make(api, 'projecttriggers', {
      Name: 'New machines',
      ProjectId: projectId,
      Filter: { FilterType: 'MachineFilter', EventGroups: ['MachineAvailableForDeployment'] },
      Action: { ActionType: 'AutoDeploy', ShouldRedeployWhenMachineHasBeenDeployedTo: false },
    })
    await old.stop('SIGKILL')
    const strict = await makeToken(api, fleet.scope('rebuilt'))
    await expect(registerAgent(fleet.link.url, strict.Token, 'rebuilt')).rejects.toThrow('registered already')
    const elsewhere = await makeToken(api, {
      EnvironmentIds: [fleet.otherEnvironmentId],
      Roles: ['rebuilt'],
      AllowReplacing: true,
    })
    await expect(registerAgent(fleet.link.url, elsewhere.Token, 'rebuilt')).rejects.toThrow('gives no leave to all')
    const { Token } = await makeToken(api, { ...fleet.scope('rebuilt'), AllowReplacing: true })
    const fresh = await registerAgent(fleet.link.url, Token, 'Rebuilt')
    fleet.keep(fresh)
    const task = await taskEnded(api, taskId, 10_000)
    expect(task.State).toBe('Failed')
    expect(await rawLog(api, taskId)).toContain('other-identity')
    fresh.start()
    const replaced = await healthy(api, 'rebuilt')
    expect(replaced.Id).toBe(machine.Id)
    expect(replaced.Thumbprint).not.toBe(machine.Thumbprint)
    expect(await fleet.eventsOf('MachineIdentityReplaced', machine.Id)).toHaveLength(1)
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
    await eventually('its script', async () => (await fleet.lineCount(again.TaskId)) === 1)
    await rm(`${old.directory}/ran`, { force: true })
    expect((await taskEnded(api, again.TaskId)).State).toBe('Success')
  })
})
