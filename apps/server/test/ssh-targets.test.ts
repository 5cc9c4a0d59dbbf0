import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually, hasSshd, startConnectProxy, startSshd, taskEnded } from '@flotilla/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLink } from './agent-world.ts'
import { counting, numbersOf, oneToThousand, type SshWorld, startSshWorld } from './ssh-world.ts'

describe.skipIf(!hasSshd())('targets over SSH', () => {
  let world: SshWorld
  beforeAll(async () => {
    world = await startSshWorld()
  })
  afterAll(() => world?.stop())

  test('H7: the key of a host is shown, confirmed by a person as an event, and then scripts run', async () => {
    const found = await world.must('GET', `machines/discover?host=${world.sshd.host}&port=${world.proxy.port}&type=Ssh`)
    expect(found).toMatchObject({
      Id: null,
      Endpoint: {
        CommunicationStyle: 'Ssh',
        Host: '127.0.0.1',
        Port: world.proxy.port,
        Fingerprint: world.sshd.fingerprints.ed25519,
        Uri: `ssh://127.0.0.1:${world.proxy.port}/`,
      },
    })
    const script = [
      'echo "on $(get_octopusvariable Octopus.Machine.Name)"',
      'set_octopusvariable Colour blue',
      'echo kept >file.txt',
      'new_octopusartifact file.txt',
    ].join('\n')
    const { machine, deploy } = await world.place(script, { Fingerprint: '' })
    const before = await deploy()
    expect(await taskEnded(world.api, before)).toMatchObject({ State: 'Failed' })
    expect(await world.logOf(before)).toContain('nobody has confirmed the key of the host yet')
    expect(await world.eventsOf(machine.Id, 'HostKeyConfirmed')).toEqual([])

    await world.must('PUT', `machines/${machine.Id}`, {
      ...machine,
      Endpoint: { ...machine.Endpoint, ...found.Endpoint, AccountId: world.accountId },
    })
    expect((await world.eventsOf(machine.Id, 'HostKeyConfirmed'))[0]?.Message).toContain(
      world.sshd.fingerprints.ed25519,
    )
    const taskId = await deploy()
    expect(await taskEnded(world.api, taskId)).toMatchObject({ State: 'Success' })
    expect(await world.logOf(taskId)).toContain(`on ${machine.Name}`)
    const artifact = (await world.must('GET', `artifacts?regarding=${taskId}`)).Items[0]
    expect(artifact.Filename).toBe('file.txt')
    expect((await world.api('GET', `/api/Spaces-1/artifacts/${artifact.Id}/content`)).body).toBe('kept\n')
  })

  test('H7 U1: what is no way to a host is refused with the remedy', async () => {
    const body = { Name: 'wrong', EnvironmentIds: [world.environmentId], Roles: ['wrong'] }
    const refused = async (changes: object) =>
      (await world.api('POST', '/api/Spaces-1/machines', { ...body, Endpoint: world.endpoint(changes) })).body.Errors
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
      const seen = await world.api('GET', `/api/Spaces-1/machines/discover?host=${host}&type=Ssh`)
      expect(seen.status).toBe(400)
      expect(seen.body.Errors[0]).toContain('no host can be')
    }
    const closed = await world.api('GET', '/api/Spaces-1/machines/discover?host=127.0.0.1&port=1&type=Ssh')
    expect(closed.body.Errors[0]).toMatch(/^127.0.0.1:1 could not be looked at: .*ECONNREFUSED/)
  })

  const counts = async (deploy: () => Promise<string>, meanwhile: (taskId: string) => Promise<void>) => {
    await writeFile(join(world.sshd.home, 'begins'), '')
    await rm(join(world.sshd.home, 'go'), { force: true })
    const taskId = await deploy()
    await eventually('the script to begin', async () => (await world.homeFile('begins')) !== '')
    await meanwhile(taskId)
    expect(await taskEnded(world.api, taskId)).toMatchObject({ State: 'Success' })
    expect(numbersOf(await world.logOf(taskId))).toEqual(oneToThousand)
    expect(await world.homeFile('begins')).toBe('begin\n')
  }

  test('E1 E6 L1 L2 L3: a connection cut in the middle of a deployment costs nothing', async () => {
    const { deploy } = await world.place(counting)
    await counts(deploy, async (taskId) => {
      await eventually('its first lines', async () => (await world.logOf(taskId)).includes(' 500'))
      world.proxy.cut()
      await writeFile(join(world.sshd.home, 'go'), '')
    })
  })

  test('E1 E6 F1: the server is killed while a script runs over SSH; the next one attaches', async () => {
    const { deploy } = await world.place(counting)
    await counts(deploy, async () => {
      await world.restart(() => writeFile(join(world.sshd.home, 'go'), ''))
    })
  })

  test('X2: a cancelled deployment ends everything on the host, whatever session it fled to', async () => {
    const { deploy } = await world.place(
      'setsid sh -c "echo \\$\\$ >~/fled; exec sleep 1000" & until [ -s ~/fled ]; do sleep 0.02; done; echo ready; sleep 1000',
    )
    const taskId = await deploy()
    const pid = Number(await eventually('the child', async () => (await world.homeFile('fled')).trim() || undefined))
    await eventually('its line', async () => (await world.logOf(taskId)).includes('ready'))
    await world.api('POST', `/api/tasks/${taskId}/cancel`)
    expect(await taskEnded(world.api, taskId)).toMatchObject({ State: 'Canceled' })
    // Whoever adopted it may not have asked yet how it ended.
    expect(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => 'gone')).toMatch(/^gone$|\) Z /)
  })

  test('a health check finds out what kind of host it is', async () => {
    const { machine } = await world.place('echo')
    const task = await world.create('tasks', { Name: 'Health', Arguments: { MachineIds: [machine.Id] } })
    expect(await taskEnded(world.api, task.Id)).toMatchObject({ State: 'Success' })
    expect(await world.must('GET', `machines/${machine.Id}`)).toMatchObject({
      HealthStatus: 'Healthy',
      OperatingSystem: expect.stringMatching(/Linux/),
      Architecture: process.arch === 'x64' ? 'x86_64' : expect.any(String),
    })
  })

  test('F33 H7: a host with another key is refused: an event, and a fact of its machine until the right key is seen', async () => {
    const other = await startSshd({ like: world.sshd })
    const line = await createLink(`http://127.0.0.1:${other.port}`)
    const Port = Number(new URL(line.url).port)
    const { machine, deploy } = await world.place('echo here', { Port })
    const refusalOf = async () => (await world.must('GET', `machines/${machine.Id}`)).HostKeyRefusal
    const refused = {
      Confirmed: world.sshd.fingerprints.ed25519,
      Shown: other.fingerprints.ed25519,
      RefusedAt: expect.any(String),
    }
    const events = () => world.eventsOf(machine.Id, 'HostKeyRefused')
    const shows = (host: { readonly port: number }) => {
      line.target(`http://127.0.0.1:${host.port}`)
      line.cut()
    }
    try {
      expect(await refusalOf()).toBeNull()
      const taskId = await deploy()
      expect(await taskEnded(world.api, taskId)).toMatchObject({ State: 'Failed' })
      const log = await world.logOf(taskId)
      expect(log).toContain(`the host key is ${refused.Shown}, and not ${refused.Confirmed}`)
      expect(log).not.toContain(' here')
      const event = await eventually('the event', async () => (await events())[0])
      expect(event.Message).toContain(refused.Shown)
      expect(await refusalOf()).toEqual(refused)
      expect(await taskEnded(world.api, await deploy())).toMatchObject({ State: 'Failed' })

      shows(world.sshd)
      expect(await taskEnded(world.api, await deploy())).toMatchObject({ State: 'Success' })
      await eventually('that to be over', async () => (await refusalOf()) === null)
      expect(await events(), 'one for as long as it lasts').toHaveLength(1)

      shows(other)
      expect(await taskEnded(world.api, await deploy())).toMatchObject({ State: 'Failed' })
      await eventually('it to be noted again', async () => (await refusalOf()) !== null)
      const Endpoint = { ...machine.Endpoint, Fingerprint: refused.Shown }
      const confirmed = await world.must('PUT', `machines/${machine.Id}`, { ...machine, Endpoint })
      expect(confirmed.HostKeyRefusal).toBeNull()
      expect(await taskEnded(world.api, await deploy())).toMatchObject({ State: 'Success' })
      expect(await events()).toHaveLength(2)
    } finally {
      await line.close()
      await other.stop()
    }
  })

  test('F33 H7: a worker says so too', async () => {
    const other = await startSshd({ like: world.sshd })
    try {
      const pool = await world.create('workerpools', { Name: 'Workers' })
      const worker = await world.create('workers', {
        Name: 'worker',
        WorkerPoolIds: [pool.Id],
        Endpoint: world.endpoint({ Port: other.port }),
      })
      const task = await world.create('tasks', { Name: 'Health', Arguments: { MachineIds: [worker.Id] } })
      await taskEnded(world.api, task.Id)
      const refusal = await eventually(
        'the refusal',
        async () => (await world.must('GET', `workers/${worker.Id}`)).HostKeyRefusal,
      )
      expect(refusal).toMatchObject({ Shown: other.fingerprints.ed25519 })
    } finally {
      await other.stop()
    }
  })

  test('a machine behind an HTTP proxy, with a password that nobody is shown; and behind a machine that has one', async () => {
    const way = await startConnectProxy({ username: 'robot', password: 'password-of-the-proxy' })
    const inner = await startSshd({ like: world.sshd })
    try {
      const proxyOf = (Name: string, password: string) =>
        world.create('proxies', {
          Name,
          Host: '127.0.0.1',
          Port: way.port,
          Username: 'robot',
          Password: { HasValue: true, NewValue: password },
        })
      const good = await proxyOf('Way out', 'password-of-the-proxy')
      expect(good).toMatchObject({ ProxyType: 'HTTP', Password: { HasValue: true, Hint: null } })
      const found = await world.must(
        'GET',
        `machines/discover?host=127.0.0.1&port=${world.sshd.port}&type=Ssh&proxyId=${good.Id}`,
      )
      expect(found.Endpoint).toMatchObject({ ProxyId: good.Id, Fingerprint: world.sshd.fingerprints.ed25519 })

      const behind = await world.place('echo out', { Port: world.sshd.port, ProxyId: good.Id })
      expect(await taskEnded(world.api, await behind.deploy())).toMatchObject({ State: 'Success' })
      const outer = `127.0.0.1:${world.sshd.port}`
      expect(way.asked).toEqual([outer, outer])

      const through = await world.place('echo through', {
        Port: inner.port,
        Fingerprint: inner.fingerprints.ed25519,
        JumpHostMachineId: behind.machine.Id,
      })
      expect(await taskEnded(world.api, await through.deploy())).toMatchObject({ State: 'Success' })
      expect(inner.log()).toContain('Accepted publickey')
      expect(way.asked.every((asked) => asked === outer)).toBe(true)

      const wrong = await proxyOf('Wrong way', 'another-password')
      const refused = await world.place('echo never', { Port: world.sshd.port, ProxyId: wrong.Id })
      const taskId = await refused.deploy()
      expect(await taskEnded(world.api, taskId)).toMatchObject({ State: 'Failed' })
      expect(await world.logOf(taskId)).toContain('the proxy answered 407')
      expect(`${await world.logOf(taskId)}${world.server().output()}`).not.toMatch(
        /another-password|password-of-the-proxy/,
      )

      const kept = await world.api('DELETE', `/api/Spaces-1/proxies/${good.Id}`)
      expect(kept.body.Errors ?? kept.body.ErrorMessage).toEqual(
        expect.arrayContaining([expect.stringContaining(behind.machine.Name)]),
      )
    } finally {
      await inner.stop()
      way.close()
    }
  })

  test('a machine behind another one, and wrong credentials', async () => {
    const jump = await world.place('echo outer')
    const inner = await startSshd({ like: world.sshd })
    try {
      const { deploy } = await world.place('echo through', {
        Port: inner.port,
        Fingerprint: inner.fingerprints.ed25519,
        JumpHostMachineId: jump.machine.Id,
      })
      const taskId = await deploy()
      expect(await taskEnded(world.api, taskId)).toMatchObject({ State: 'Success' })
      expect(inner.log()).toContain('Accepted publickey')
    } finally {
      await inner.stop()
    }
    const wrong = await world.create('accounts', {
      Name: 'Wrong',
      AccountType: 'UsernamePassword',
      Username: 'root',
      Password: { HasValue: true, NewValue: 'wrong-secret-word' },
    })
    const { deploy } = await world.place('echo never', { AccountId: wrong.Id })
    const taskId = await deploy()
    expect(await taskEnded(world.api, taskId)).toMatchObject({ State: 'Failed' })
    const log = await world.logOf(taskId)
    expect(log).toContain('it did not let root in with the credentials of the account')
    for (const text of [log, world.server().output(), world.sshd.log()]) {
      expect(text).not.toContain('wrong-secret-word')
      expect(text).not.toContain(world.sshd.privateKey.split('\n')[1])
    }
  })
})
