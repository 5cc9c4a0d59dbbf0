import { appendFile, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually, hasSshd, startTcpProxy, type TcpProxy, taskEnded } from '@flotilla/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseOf } from './agent-world.ts'
import { counting, numbersOf, oneToThousand, type SshWorld, startSshWorld } from './ssh-world.ts'

// Scripts that were given up because nobody reached their host, and what of their logs comes later.

interface Host {
  readonly Id: string
  readonly Name: string
}

describe.skipIf(!hasSshd())('a script that was given up', () => {
  let world: SshWorld
  /** Gives up a host that is away after a second. */
  let impatientPolicyId: string
  /** A second way to the host. */
  let otherLine: TcpProxy
  let lines: readonly TcpProxy[]
  let count = 0
  beforeAll(async () => {
    world = await startSshWorld()
    otherLine = await startTcpProxy(world.sshd.port)
    lines = [world.proxy, otherLine]
    const { Id: _id, Slug: _slug, ...policy } = (await world.must('GET', 'machinepolicies')).Items[0]
    const retry = { Enabled: true, RetryDuration: '00:00:01', HealthCheckRetryDuration: '00:00:01' }
    const impatient = { ...policy, Name: 'Impatient', IsDefault: false, MachineRpcCallRetryPolicy: retry }
    impatientPolicyId = (await world.create('machinepolicies', impatient)).Id
  })
  afterAll(async () => {
    await otherLine?.close()
    await world?.stop()
  })

  const home = (name: string) => join(world.sshd.home, name)
  const firstHalf = oneToThousand.slice(0, 500)

  /** One on each line that is named; each printed the first half and was given up. Nobody reaches the host. */
  async function givenUp(...ways: readonly TcpProxy[]) {
    await rm(home('begins'), { force: true })
    await rm(home('go'), { force: true })
    for (const line of lines) line.admit(true)
    count += 1
    const role = `given-up-${count}`
    const machines: Host[] = []
    for (const { port: Port } of ways)
      machines.push(await world.addMachine({ Roles: [role], MachinePolicyId: impatientPolicyId }, { Port }))
    const { deploy } = await world.projectFor(role, counting)
    const taskId = await deploy()
    const numbers = async ({ Name }: Host) => numbersOf(await logOn(taskId, Name))
    await eventually('their first lines', async () =>
      (await Promise.all(machines.map(numbers))).every((each) => each.length === firstHalf.length),
    )
    for (const line of lines) {
      line.admit(false)
      line.cut()
    }
    expect(await taskEnded(world.api, taskId)).toMatchObject({ State: 'Failed' })
    expect(await Promise.all(machines.map(numbers))).toEqual(ways.map(() => firstHalf))
    await eventually('the checks that follow to be over', async () => {
      const now = await Promise.all(machines.map(({ Id }) => world.must('GET', `machines/${Id}`)))
      return now.every(({ HealthStatus }) => HealthStatus === 'Unavailable')
    })
    return { machines, taskId, numbers }
  }

  const heal = () => {
    for (const line of lines) line.admit(true)
  }

  /** What the log of a task has of one machine. */
  async function logOn(taskId: string, name: string): Promise<string> {
    const { ActivityLogs } = await world.must('GET', `tasks/${taskId}/details?verbose=true&tail=10000`)
    const machine = ActivityLogs[0]?.Children[0]?.Children.find((child: { Name: string }) => child.Name === name)
    const elements: readonly { MessageText: string }[] = machine?.LogElements ?? []
    return elements.map(({ MessageText }) => ` ${MessageText}`).join('\n')
  }

  const isOver = (log: string) => log.includes('Its outcome stays unknown') || log.includes('was not fetched')
  const logOnceOver = (taskId: string, { Name }: Host) =>
    eventually(`the end of the log of ${Name}`, async () => {
      const log = await logOn(taskId, Name)
      return isOver(log) ? log : undefined
    })

  const changeAttempts = async (taskId: string, change: string) => {
    const database = new pg.Client({ connectionString: await databaseOf(world.server()) })
    await database.connect()
    await database
      .query(`update script_attempt set ${change} where task_id = $1`, [taskId])
      .finally(() => database.end())
  }

  const setDisabled = async ({ Id }: Host, IsDisabled: boolean) =>
    world.must('PUT', `machines/${Id}`, { ...(await world.must('GET', `machines/${Id}`)), IsDisabled })

  test('F23 F37 L5 L8: stays unknown; the rest of its log comes when the host is back', async () => {
    const { taskId } = await givenUp(world.proxy)
    // A restarted server knows of it too.
    await world.restart()
    heal()
    await writeFile(home('go'), '')
    const log = await eventually('the rest of its log', async () => {
      const text = await world.logOf(taskId)
      return isOver(text) ? text : undefined
    })
    expect(numbersOf(log)).toEqual(oneToThousand)
    expect(log).toMatch(/ 500\n[\s\S]*is back\. What follows came after the outcome was decided\.\n.* 501\n/)
    expect(await world.homeFile('begins')).toBe('begin\n')
    expect(await taskEnded(world.api, taskId)).toMatchObject({ State: 'Failed' })
  })

  test('F23 L1 L2: all hosts of its task that are back are fetched; one that is disabled is not asked until it is enabled', async () => {
    const { machines, taskId, numbers } = await givenUp(world.proxy, world.proxy, otherLine)
    const [one, two, disabled] = machines as [Host, Host, Host]
    await setDisabled(disabled, true)
    const asked = otherLine.count()
    heal()
    await writeFile(home('go'), '')
    await Promise.all([logOnceOver(taskId, one), logOnceOver(taskId, two)])
    expect(await Promise.all([numbers(one), numbers(two)])).toEqual([oneToThousand, oneToThousand])
    expect(otherLine.count()).toBe(asked)
    expect(await numbers(disabled)).toEqual(firstHalf)
    await setDisabled(disabled, false)
    expect(await logOnceOver(taskId, disabled)).toContain('The script ended there with exit code 0.')
    expect(await Promise.all(machines.map(numbers))).toEqual(machines.map(() => oneToThousand))
    expect(await world.homeFile('begins')).toBe('begin\n'.repeat(3))
  })

  test('F23: what was not fetched for a day is given up, with the reason', async () => {
    const { machines, taskId, numbers } = await givenUp(world.proxy, otherLine)
    const [away, disabled] = machines as [Host, Host]
    await setDisabled(disabled, true)
    await changeAttempts(taskId, "ended_at = ended_at - interval '25 hours'")
    expect(await logOnceOver(taskId, away)).toContain(
      `What the script put out later on ${away.Name} was not fetched: nobody answered there for a day.`,
    )
    expect(await logOnceOver(taskId, disabled)).toContain(
      `What the script put out later on ${disabled.Name} was not fetched: the machine is disabled.`,
    )
    expect(await Promise.all(machines.map(numbers))).toEqual([firstHalf, firstHalf])
  })

  test('F23 L1: what its host could not keep is said', async () => {
    const { machines, taskId } = await givenUp(world.proxy)
    await writeFile(home('go'), '')
    const exit = await eventually('its end', async () => {
      const files = await readdir(home('.flotilla-ssh'), { recursive: true })
      return files.find((file) => file.includes(`${taskId}.`) && file.endsWith('/exit'))
    })
    // As the runner writes it when the disk was full.
    const file = join(home('.flotilla-ssh'), exit)
    await truncate(file, '000'.length)
    await appendFile(file, ' stdout\n')
    heal()
    const log = await logOnceOver(taskId, machines[0]!)
    expect(log).toContain("Some of the script's stdout was lost because the disk was full.")
    expect(numbersOf(log)).toEqual(oneToThousand)
  })

  test('F23 X7: is ended by its time limit once its host is back', async () => {
    const { machines, taskId } = await givenUp(world.proxy)
    // As if the task had begun long ago.
    await changeAttempts(taskId, "created_at = created_at - interval '100 hours'")
    heal()
    const log = await logOnceOver(taskId, machines[0]!)
    expect(log).toMatch(/took longer there than its time limit[\s\S]*The script was ended there by the signal/)
    expect(numbersOf(log)).toEqual(firstHalf)
  })

  test('F23 E9: has no rest when its host was removed', async () => {
    const { machines, taskId } = await givenUp(world.proxy)
    await world.must('DELETE', `machines/${machines[0]!.Id}`)
    heal()
    await writeFile(home('go'), '')
    const log = await logOnceOver(taskId, machines[0]!)
    expect(log).toContain('was not fetched: the machine was removed')
    expect(numbersOf(log)).toEqual(firstHalf)
  })
})
