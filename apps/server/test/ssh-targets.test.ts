import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Api,
  createScriptProject,
  eventually,
  hasSshd,
  startConnectProxy,
  startSshd,
  startTcpProxy,
  startTestServer,
  type TcpProxy,
  type TestServer,
  type TestSshd,
  taskEnded,
} from '@flotilla/testkit'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databaseOf } from './agent-world.ts'

describe.skipIf(!hasSshd())('targets over SSH', () => {
  let server: TestServer
  let api: Api
  let sshd: TestSshd
  let proxy: TcpProxy
  let environmentId: string
  let accountId: string
  let made = 0

  beforeAll(async () => {
    sshd = await startSshd()
    proxy = await startTcpProxy(sshd.port)
    server = await startTestServer()
    api = server.api
    environmentId = (await create('environments', { Name: 'Production' })).Id
    accountId = (
      await create('accounts', {
        Name: 'Deployer',
        AccountType: 'SshKeyPair',
        Username: sshd.username,
        PrivateKeyFile: { HasValue: true, NewValue: Buffer.from(sshd.privateKey).toString('base64') },
      })
    ).Id
  })
  afterAll(async () => {
    await server?.remove()
    await proxy?.close()
    await sshd?.stop()
  })

  const must = async (method: string, path: string, body?: unknown) => {
    const answer = await api(method, `/api/Spaces-1/${path}`, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const create = (path: string, body: unknown) => must('POST', path, body)
  const endpoint = (changes: object = {}) => ({
    CommunicationStyle: 'Ssh',
    AccountId: accountId,
    Host: sshd.host,
    Port: proxy.port,
    Fingerprint: sshd.fingerprints.ed25519,
    ...changes,
  })
  /** A machine with a role of its own, and a project that runs the script there. */
  const place = async (script: string, changes: object = {}) => {
    made += 1
    const name = `host-${made}`
    const machine = await create('machines', {
      Name: name,
      EnvironmentIds: [environmentId],
      Roles: [name],
      SkipInitialHealthCheck: true,
      Endpoint: endpoint(changes),
    })
    const project = await createScriptProject(api, { name: `Project of ${name}`, script, environmentId, role: name })
    return { machine, ...project }
  }
  const logOf = async (taskId: string): Promise<string> => must('GET', `tasks/${taskId}/raw`)
  const eventsOf = async (id: string, category: string): Promise<readonly { Message: string }[]> =>
    (await must('GET', `events?regarding=${id}&eventCategories=${category}`)).Items
  const homeFile = (name: string) => readFile(join(sshd.home, name), 'utf8').catch(() => '')

  test('H7: the key of a host is shown, confirmed by a person as an event, and then scripts run', async () => {
    const found = await must('GET', `machines/discover?host=${sshd.host}&port=${proxy.port}&type=Ssh`)
    expect(found).toMatchObject({
      Id: null,
      Endpoint: {
        CommunicationStyle: 'Ssh',
        Host: '127.0.0.1',
        Port: proxy.port,
        Fingerprint: sshd.fingerprints.ed25519,
        Uri: `ssh://127.0.0.1:${proxy.port}/`,
      },
    })
    const script = [
      'echo "on $(get_octopusvariable Octopus.Machine.Name)"',
      'set_octopusvariable Colour blue',
      'echo kept >file.txt',
      'new_octopusartifact file.txt',
    ].join('\n')
    const { machine, deploy } = await place(script, { Fingerprint: '' })
    const before = await deploy()
    expect(await taskEnded(api, before)).toMatchObject({ State: 'Failed' })
    expect(await logOf(before)).toContain('nobody has confirmed the key of the host yet')
    expect(await eventsOf(machine.Id, 'HostKeyConfirmed')).toEqual([])

    await must('PUT', `machines/${machine.Id}`, {
      ...machine,
      Endpoint: { ...machine.Endpoint, ...found.Endpoint, AccountId: accountId },
    })
    expect((await eventsOf(machine.Id, 'HostKeyConfirmed'))[0]?.Message).toContain(sshd.fingerprints.ed25519)
    const taskId = await deploy()
    expect(await taskEnded(api, taskId)).toMatchObject({ State: 'Success' })
    expect(await logOf(taskId)).toContain(`on ${machine.Name}`)
    const artifact = (await must('GET', `artifacts?regarding=${taskId}`)).Items[0]
    expect(artifact.Filename).toBe('file.txt')
    expect((await api('GET', `/api/Spaces-1/artifacts/${artifact.Id}/content`)).body).toBe('kept\n')
  })

  test('H7 U1: what is no way to a host is refused with the remedy', async () => {
    const body = { Name: 'wrong', EnvironmentIds: [environmentId], Roles: ['wrong'] }
    const refused = async (changes: object) =>
      (await api('POST', '/api/Spaces-1/machines', { ...body, Endpoint: endpoint(changes) })).body.Errors
    expect(await refused({ Fingerprint: 'd9:fb:0c:93:10:f0:a8:92:0f:c7:3c:64:5e:5b:5c:b4' })).toEqual([
      expect.stringMatching(/MD5.*ssh-keygen -lf/),
    ])
    expect(await refused({ AccountId: 'Accounts-999' })).toEqual([
      'Endpoint.AccountId: account Accounts-999 was not found.',
    ])
    expect(await refused({ JumpHostMachineId: 'Machines-999' })).toEqual([
      'Endpoint.JumpHostMachineId: machine Machines-999 was not found.',
    ])
    expect(await refused({ ProxyId: 'Proxies-999' })).toEqual(['Endpoint.ProxyId: proxy Proxies-999 was not found.'])
    for (const host of ['169.254.169.254', 'fe80::1', '0.0.0.0']) {
      const seen = await api('GET', `/api/Spaces-1/machines/discover?host=${host}&type=Ssh`)
      expect(seen.status).toBe(400)
      expect(seen.body.Errors[0]).toContain('no host can be')
    }
    const closed = await api('GET', '/api/Spaces-1/machines/discover?host=127.0.0.1&port=1&type=Ssh')
    expect(closed.body.Errors[0]).toMatch(/^127.0.0.1:1 could not be looked at: .*ECONNREFUSED/)
  })

  const counting = 'echo begin >>~/begins; seq 1 500; until [ -e ~/go ]; do sleep 0.02; done; seq 501 1000'
  const linesOf = (text: string) => [...text.matchAll(/ ([0-9]+)$/gm)].map(([, number]) => Number(number))
  const oneToThousand = Array.from({ length: 1000 }, (_, index) => index + 1)
  const counts = async (deploy: () => Promise<string>, meanwhile: (taskId: string) => Promise<void>) => {
    await writeFile(join(sshd.home, 'begins'), '')
    await rm(join(sshd.home, 'go'), { force: true })
    const taskId = await deploy()
    await eventually('the script to begin', async () => (await homeFile('begins')) !== '')
    await meanwhile(taskId)
    expect(await taskEnded(server.api, taskId)).toMatchObject({ State: 'Success' })
    expect(linesOf(await server.api('GET', `/api/tasks/${taskId}/raw`).then(({ body }) => body))).toEqual(oneToThousand)
    expect(await homeFile('begins')).toBe('begin\n')
  }

  test('E1 E6 L1 L2 L3: a connection cut in the middle of a deployment costs nothing', async () => {
    const { deploy } = await place(counting)
    await counts(deploy, async (taskId) => {
      await eventually('its first lines', async () => (await logOf(taskId)).includes(' 500'))
      proxy.cut()
      await writeFile(join(sshd.home, 'go'), '')
    })
  })

  /** A script that printed the first half and was given up; nobody reaches its host. */
  const givenUp = async () => {
    const { Id: _id, Slug: _slug, ...policy } = (await must('GET', 'machinepolicies')).Items[0]
    const retry = { Enabled: true, RetryDuration: '00:00:01', HealthCheckRetryDuration: '00:00:01' }
    const { machine, deploy } = await place(counting)
    const impatient = await create('machinepolicies', {
      ...policy,
      Name: `Impatient ${machine.Name}`,
      IsDefault: false,
      MachineRpcCallRetryPolicy: retry,
    })
    await must('PUT', `machines/${machine.Id}`, { ...machine, MachinePolicyId: impatient.Id })
    await writeFile(join(sshd.home, 'begins'), '')
    await rm(join(sshd.home, 'go'), { force: true })
    const taskId = await deploy()
    await eventually('its first lines', async () => (await logOf(taskId)).includes(' 500'))
    proxy.admit(false)
    proxy.cut()
    expect(await taskEnded(api, taskId)).toMatchObject({ State: 'Failed' })
    expect(linesOf(await logOf(taskId))).toEqual(oneToThousand.slice(0, 500))
    return { machine, taskId }
  }

  test('F23 F37 L5 L8: a script that was given up stays unknown; the rest of its log comes when the host is back', async () => {
    const { taskId } = await givenUp()
    // A restarted server knows of it too.
    await server.stop('SIGKILL')
    server = await startTestServer({ dataDir: server.dataDir })
    api = server.api
    proxy.admit(true)
    await writeFile(join(sshd.home, 'go'), '')
    const log = await eventually('the rest of its log', async () => {
      const text = await logOf(taskId)
      return text.includes('Its outcome stays unknown') ? text : undefined
    })
    expect(linesOf(log)).toEqual(oneToThousand)
    expect(log).toMatch(/ 500\n[\s\S]*is back\. What follows came after the outcome was decided\.\n.* 501\n/)
    expect(await homeFile('begins')).toBe('begin\n')
    expect(await taskEnded(api, taskId)).toMatchObject({ State: 'Failed' })
  })

  test('F23 X7: a script that was given up is ended by its time limit once its host is back', async () => {
    const { taskId } = await givenUp()
    const database = new pg.Client({ connectionString: await databaseOf(server) })
    await database.connect()
    // As if the task had begun long ago.
    const long = "update script_attempt set created_at = created_at - interval '100 hours' where task_id = $1"
    await database.query(long, [taskId]).finally(() => database.end())
    proxy.admit(true)
    const log = await eventually('the end of its log', async () => {
      const text = await logOf(taskId)
      return text.includes('Its outcome stays unknown') ? text : undefined
    })
    expect(log).toMatch(/took longer there than its time limit[\s\S]*The script was ended there by the signal/)
    expect(linesOf(log)).toEqual(oneToThousand.slice(0, 500))
  })

  test('F23 E9: a host that was removed after a script there was given up is not asked for the rest', async () => {
    const { machine, taskId } = await givenUp()
    await must('DELETE', `machines/${machine.Id}`)
    proxy.admit(true)
    await writeFile(join(sshd.home, 'go'), '')
    const log = await eventually('the end of its log', async () => {
      const text = await logOf(taskId)
      return text.includes('was not fetched: the machine was removed') || text.includes('is back.') ? text : undefined
    })
    expect(log).toContain('was not fetched: the machine was removed')
    expect(linesOf(log)).toEqual(oneToThousand.slice(0, 500))
  })

  test('E1 E6 F1: the server is killed while a script runs over SSH; the next one attaches', async () => {
    const { deploy } = await place(counting)
    await counts(deploy, async () => {
      await server.stop('SIGKILL')
      await writeFile(join(sshd.home, 'go'), '')
      server = await startTestServer({ dataDir: server.dataDir })
      api = server.api
    })
  })

  test('X2: a cancelled deployment ends everything on the host, whatever session it fled to', async () => {
    const { deploy } = await place(
      'setsid sh -c "echo \\$\\$ >~/fled; exec sleep 1000" & until [ -s ~/fled ]; do sleep 0.02; done; echo ready; sleep 1000',
    )
    const taskId = await deploy()
    const pid = Number(await eventually('the child', async () => (await homeFile('fled')).trim() || undefined))
    await eventually('its line', async () => (await logOf(taskId)).includes('ready'))
    await api('POST', `/api/tasks/${taskId}/cancel`)
    expect(await taskEnded(api, taskId)).toMatchObject({ State: 'Canceled' })
    // Whoever adopted it may not have asked yet how it ended.
    expect(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'gone')).toMatch(/^gone$|\) Z /)
  })

  test('a health check finds out what kind of host it is', async () => {
    const { machine } = await place('echo')
    const task = await create('tasks', { Name: 'Health', Arguments: { MachineIds: [machine.Id] } })
    expect(await taskEnded(api, task.Id)).toMatchObject({ State: 'Success' })
    expect(await must('GET', `machines/${machine.Id}`)).toMatchObject({
      HealthStatus: 'Healthy',
      OperatingSystem: expect.stringMatching(/Linux/),
      Architecture: process.arch === 'x64' ? 'x86_64' : expect.any(String),
    })
  })

  test('F33 H7: a host with another key is refused, and that is an event', async () => {
    const other = await startSshd({ like: sshd })
    const { machine, deploy } = await place('echo never', { Port: other.port })
    try {
      const taskId = await deploy()
      expect(await taskEnded(api, taskId)).toMatchObject({ State: 'Failed' })
      const log = await logOf(taskId)
      expect(log).toContain(`the host key is ${other.fingerprints.ed25519}, and not ${sshd.fingerprints.ed25519}`)
      expect(log).not.toContain(' never')
      const event = await eventually('the event', async () => (await eventsOf(machine.Id, 'HostKeyRefused'))[0])
      expect(event.Message).toContain(other.fingerprints.ed25519)
    } finally {
      await other.stop()
    }
  })

  test('a machine behind an HTTP proxy, with a password that nobody is shown; and behind a machine that has one', async () => {
    const way = await startConnectProxy({ username: 'robot', password: 'password-of-the-proxy' })
    const inner = await startSshd({ like: sshd })
    try {
      const proxyOf = (Name: string, password: string) =>
        create('proxies', {
          Name,
          Host: '127.0.0.1',
          Port: way.port,
          Username: 'robot',
          Password: { HasValue: true, NewValue: password },
        })
      const good = await proxyOf('Way out', 'password-of-the-proxy')
      expect(good).toMatchObject({ ProxyType: 'HTTP', Password: { HasValue: true, Hint: null } })
      const found = await must('GET', `machines/discover?host=127.0.0.1&port=${sshd.port}&type=Ssh&proxyId=${good.Id}`)
      expect(found.Endpoint).toMatchObject({ ProxyId: good.Id, Fingerprint: sshd.fingerprints.ed25519 })

      const behind = await place('echo out', { Port: sshd.port, ProxyId: good.Id })
      expect(await taskEnded(api, await behind.deploy())).toMatchObject({ State: 'Success' })
      const outer = `127.0.0.1:${sshd.port}`
      expect(way.asked).toEqual([outer, outer])

      const through = await place('echo through', {
        Port: inner.port,
        Fingerprint: inner.fingerprints.ed25519,
        JumpHostMachineId: behind.machine.Id,
      })
      expect(await taskEnded(api, await through.deploy())).toMatchObject({ State: 'Success' })
      expect(inner.log()).toContain('Accepted publickey')
      expect(way.asked.every((asked) => asked === outer)).toBe(true)

      const wrong = await proxyOf('Wrong way', 'another-password')
      const refused = await place('echo never', { Port: sshd.port, ProxyId: wrong.Id })
      const taskId = await refused.deploy()
      expect(await taskEnded(api, taskId)).toMatchObject({ State: 'Failed' })
      expect(await logOf(taskId)).toContain('the proxy answered 407')
      expect(`${await logOf(taskId)}${server.output()}`).not.toMatch(/another-password|password-of-the-proxy/)

      const kept = await api('DELETE', `/api/Spaces-1/proxies/${good.Id}`)
      expect(kept.body.Errors ?? kept.body.ErrorMessage).toEqual(
        expect.arrayContaining([expect.stringContaining(behind.machine.Name)]),
      )
    } finally {
      await inner.stop()
      way.close()
    }
  })

  test('a machine behind another one, and wrong credentials', async () => {
    const jump = await place('echo outer')
    const inner = await startSshd({ like: sshd })
    try {
      const { deploy } = await place('echo through', {
        Port: inner.port,
        Fingerprint: inner.fingerprints.ed25519,
        JumpHostMachineId: jump.machine.Id,
      })
      const taskId = await deploy()
      expect(await taskEnded(api, taskId)).toMatchObject({ State: 'Success' })
      expect(inner.log()).toContain('Accepted publickey')
    } finally {
      await inner.stop()
    }
    const wrong = await create('accounts', {
      Name: 'Wrong',
      AccountType: 'UsernamePassword',
      Username: 'root',
      Password: { HasValue: true, NewValue: 'wrong-secret-word' },
    })
    const { deploy } = await place('echo never', { AccountId: wrong.Id })
    const taskId = await deploy()
    expect(await taskEnded(api, taskId)).toMatchObject({ State: 'Failed' })
    const log = await logOf(taskId)
    expect(log).toContain('it did not let root in with the credentials of the account')
    for (const text of [log, server.output(), sshd.log()]) {
      expect(text).not.toContain('wrong-secret-word')
      expect(text).not.toContain(sshd.privateKey.split('\n')[1])
    }
  })
})
