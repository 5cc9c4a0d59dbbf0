import { readFile, writeFile } from 'node:fs/promises'
import { eventually, startTestServer, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AgentFleet, slowScript, startAgentFleet } from './agent-fleet.ts'
import {
  createLink,
  databaseOf,
  healthy,
  makeToken,
  numbersIn,
  rawLog,
  registerAgent,
  type TestAgent,
  targetProject,
  upTo,
} from './agent-world.ts'

// Scripts that agents run, while something happens to the line, the agent or the server.

const S = '/api/Spaces-1'
let fleet: AgentFleet
beforeAll(async () => {
  fleet = await startAgentFleet()
  swallowed = swallowTheLine()
  swallowed.catch(() => {})
  givenUp = healAfterGivingUp()
  givenUp.catch(() => {})
})
afterAll(() => fleet?.stop())

/** Since the beginning of all tests: what takes long by itself goes on meanwhile. */
let swallowed: Promise<void>

async function swallowTheLine(): Promise<void> {
  const line = await createLink(fleet.server().url)
  const { Token } = await makeToken(fleet.api, fleet.scope('swallowed'))
  const agent = await registerAgent(line.url, Token, 'swallowed')
  fleet.keep(agent)
  agent.start()
  const { deploy } = await targetProject(fleet.api, {
    name: 'Swallowed project',
    role: 'swallowed',
    script: slowScript(60),
    environmentId: fleet.environmentId,
  })
  const taskId = await deploy()
  await eventually('some lines', async () => (await fleet.lineCount(taskId)) > 5)
  line.swallow(true)
  await eventually('the agent to notice', async () => agent.output().includes('Not connected'), 45_000)
  line.swallow(false)
  await taskEnded(fleet.api, taskId)
  await line.close()
  const log = await rawLog(fleet.api, taskId)
  expect(log).toContain('exit code 7')
  expect(numbersIn(log)).toEqual(upTo(60))
}

/** The same, until the script was given up; it ends meanwhile. */
let givenUp: Promise<void>

async function healAfterGivingUp(): Promise<void> {
  const line = await createLink(fleet.server().url)
  const { Token } = await makeToken(fleet.api, { ...fleet.scope('given-up'), MachinePolicyId: fleet.impatientPolicyId })
  const agent = await registerAgent(line.url, Token, 'given-up')
  fleet.keep(agent)
  agent.start()
  await healthy(fleet.api, 'given-up')
  const secret = 'hidden-in-late-lines'
  const { deploy } = await targetProject(fleet.api, {
    name: 'Given up project',
    role: 'given-up',
    script: `echo begin >>${agent.directory}/begins; for n in $(seq 1 30); do echo "line $n"; done; printf 'line '; until [ -e ${agent.directory}/go ]; do sleep 0.05; done; echo 31; for n in $(seq 32 60); do echo "line $n"; done; echo "secret $(get_octopusvariable Secret)"; set_octopusvariable Late 1; exit 0`,
    environmentId: fleet.environmentId,
    variables: [{ Name: 'Secret', Value: secret, IsSensitive: true, Type: 'Sensitive' }],
  })
  const taskId = await deploy()
  await eventually('its first lines', async () => (await fleet.lineCount(taskId)) === 30)
  line.swallow(true)
  const task = await taskEnded(fleet.api, taskId)
  expect(task.State).toBe('Failed')
  const before = await rawLog(fleet.api, taskId)
  expect(before).toContain('out-of-reach')
  expect(numbersIn(before)).toEqual(upTo(30))
  await writeFile(`${agent.directory}/go`, '')
  await eventually('the agent to notice', async () => agent.output().includes('Not connected'), 45_000)
  line.swallow(false)
  const log = await eventually(
    'the rest of the log',
    async () => {
      const text = await rawLog(fleet.api, taskId)
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
  expect((await fleet.api('GET', `/api/tasks/${taskId}`)).body.State).toBe('Failed')
}

describe('two nodes', () => {
  test('F28: an agent serves whichever node has its task, and may change nodes meanwhile', async () => {
    const agent = await fleet.joined('of-two')
    const env = { DATABASE_URL: await databaseOf(fleet.server()), FLOTILLA_NODE_NAME: 'other-node' }
    const other = await startTestServer({ dataDir: fleet.server().dataDir, env })
    try {
      const { deploy } = await targetProject(other.api, {
        name: 'Project of two nodes',
        role: 'of-two',
        script: `head -c 700000 /dev/zero > a.txt; new_octopusartifact $PWD/a.txt; ${slowScript(60)}`,
        environmentId: fleet.environmentId,
      })
      // The task is begun by the node that was asked.
      const taskId = await deploy()
      await eventually('some lines', async () => (await fleet.lineCount(taskId)) > 5)
      expect((await fleet.api('GET', `/api/tasks/${taskId}`)).body.ServerNode).toBe('other-node')
      fleet.link.target(other.url)
      fleet.link.cut()
      await eventually('more lines', async () => (await fleet.lineCount(taskId)) > 30)
      fleet.link.target(fleet.server().url)
      fleet.link.cut()
      expect((await taskEnded(fleet.api, taskId)).State).toBe('Failed')
      expect(numbersIn(await rawLog(fleet.api, taskId))).toEqual(upTo(60))
      const artifacts = (await fleet.api('GET', `${S}/artifacts?regarding=${taskId}`)).body.Items
      expect(artifacts).toHaveLength(1)
      expect(agent.output()).not.toContain('Another program')
    } finally {
      fleet.link.target(fleet.server().url)
      await other.stop()
    }
  })
})

describe('a script, and what happens meanwhile', () => {
  const COUNT = 60
  const deployTo = async (agent: TestAgent, script = slowScript(COUNT)) => {
    const { deploy } = await targetProject(fleet.api, {
      name: `Project of ${agent.name}`,
      role: agent.name,
      script: `echo "begin $$" >> ${agent.directory}/begins; ${script}`,
      environmentId: fleet.environmentId,
    })
    return deploy()
  }
  const begins = async (agent: TestAgent) =>
    (await readFile(`${agent.directory}/begins`, 'utf8').catch(() => '')).split('\n').length - 1

  const expectWhole = async (agent: TestAgent, taskId: string) => {
    const task = await taskEnded(fleet.api, taskId)
    expect(task.State).toBe('Failed')
    const log = await rawLog(fleet.api, taskId)
    expect(log).toContain('exit code 7')
    expect(numbersIn(log)).toEqual(upTo(COUNT))
    expect(await begins(agent)).toBe(1)
  }

  test('F20, E1, E6, L1-L3: the agent is killed and started again', async () => {
    const agent = await fleet.joined('killed')
    const taskId = await deployTo(agent)
    await eventually('some lines', async () => (await fleet.lineCount(taskId)) > 5)
    await agent.stop('SIGKILL')
    agent.start()
    await expectWhole(agent, taskId)
  })

  test('F23, L1-L3: the line is cut again and again', async () => {
    const agent = await fleet.joined('cut-off')
    const taskId = await deployTo(agent)
    for (let cuts = 1; cuts <= 4; cuts += 1) {
      await eventually('some more lines', async () => (await fleet.lineCount(taskId)) > cuts * 8)
      fleet.link.cut()
    }
    await expectWhole(agent, taskId)
  })

  test('X2: cancelling ends every process of the script, also one that left its session', async () => {
    const agent = await fleet.joined('cancelled')
    const pids = `${agent.directory}/pids`
    const taskId = await deployTo(agent, `setsid sleep 3601 & echo $! > ${pids}; echo "line 1"; sleep 3600`)
    await eventually('the script to run', async () => (await fleet.lineCount(taskId)) === 1)
    await fleet.api('POST', `/api/tasks/${taskId}/cancel`)
    expect((await taskEnded(fleet.api, taskId)).State).toBe('Canceled')
    const pid = Number(await readFile(pids, 'utf8'))
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'gone')
    // Ended; perhaps nobody has asked yet how.
    expect(state).toMatch(/^gone$|\) Z /)
  })

  test('X1, X5: cancelled while its agent is away, nothing of it begins when that is back', async () => {
    const agent = await fleet.joined('away')
    await agent.stop('SIGKILL')
    const taskId = await deployTo(agent, 'echo "line 1"')
    await eventually(
      'the deployment to wait',
      async () => (await fleet.api('GET', `/api/tasks/${taskId}`)).body.StartTime,
    )
    await fleet.api('POST', `/api/tasks/${taskId}/cancel`)
    expect((await taskEnded(fleet.api, taskId)).State).toBe('Canceled')
    agent.start()
    await eventually('the agent to connect', async () => agent.output().split('Connected').length > 2)
    expect(await begins(agent)).toBe(0)
  })

  test('F37: an agent that stays away is given up after the time of its policy', async () => {
    const agent = await fleet.joined('gone', { MachinePolicyId: fleet.impatientPolicyId })
    const taskId = await deployTo(agent)
    await eventually('some lines', async () => (await fleet.lineCount(taskId)) > 5)
    await agent.stop('SIGKILL')
    const task = await taskEnded(fleet.api, taskId)
    expect(task.State).toBe('Failed')
    expect(await rawLog(fleet.api, taskId)).toContain('out-of-reach')
    const next = await deployTo(agent, 'echo "line 1"').catch(() => undefined)
    expect(next).toBeUndefined()
  })

  test('F23-F25, L1-L3: a line that swallows everything is noticed, and the log becomes whole', () => swallowed)

  test('F23, L5, L8: a script that was given up stays unknown; the rest of its log comes when the line heals', () =>
    givenUp)

  // Last: the lines of those before lead to the server as it was.
  test('E6, L1-L3: the server is killed and started again', async () => {
    const agent = await fleet.joined('survivor')
    const taskId = await deployTo(agent)
    await eventually('some lines', async () => (await fleet.lineCount(taskId)) > 5)
    await fleet.restart()
    await expectWhole(agent, taskId)
  })
})
