import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { err, ok } from '@flotilla/kit'
import { hasSshd, startSshd, startTestServer, type TestServer, type TestSshd, taskEnded } from '@flotilla/testkit'
import { FROM_THE_START, parseTicket } from '@flotilla/work-directory'
import { limitConcurrency } from '../apps/server/src/engine/limit-concurrency.ts'
import { buildPayload, createSsh, type Ssh } from '../apps/server/src/execution/index.ts'
import { dialHost } from '../apps/server/src/outbound/index.ts'
import { describeMachine, percentile, timed } from './measure.ts'
import { create, createProject, scriptStep } from './projects.ts'

/** One trivial script on many hosts over SSH: Flotilla, and the tools of Debian, against one SSH server in turn. */
const HOSTS = Number(process.argv[2] ?? 200)
const ROUNDS = Number(process.argv[3] ?? 5)
const SCRIPT = 'echo done'
const HANDSHAKES = 32

const run = promisify(execFile)
const addresses = Array.from({ length: HOSTS }, (_, index) => `127.1.${Math.floor(index / 250)}.${(index % 250) + 1}`)

/** A way to run the script on every host; answers nothing, and throws when one of them failed. */
interface Contender {
  readonly name: string
  readonly run: () => Promise<void>
}

async function otherTools(sshd: TestSshd, directory: string): Promise<readonly Contender[]> {
  const config = join(directory, 'ssh_config')
  const known = join(directory, 'known_hosts')
  const hosts = join(directory, 'hosts')
  const { stdout: key } = await run('ssh-keyscan', ['-t', 'ed25519', '-p', String(sshd.port), '127.0.0.1'])
  await writeFile(known, `[127.1.*]:${sshd.port} ${key.trim().split(' ').slice(1).join(' ')}\n`)
  await writeFile(hosts, `${addresses.join('\n')}\n`)
  const settings = {
    Port: sshd.port,
    User: sshd.username,
    IdentityFile: sshd.privateKeyFile,
    IdentitiesOnly: 'yes',
    UserKnownHostsFile: known,
    GlobalKnownHostsFile: '/dev/null',
    BatchMode: 'yes',
    LogLevel: 'ERROR',
  }
  await writeFile(
    config,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(''),
  )
  const counted = async (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const { stdout } = await run(program, [...args], {
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    })
    const answers = stdout.split('\n').filter((line) => /(^|: )done$/.test(line)).length
    if (answers !== HOSTS) throw new Error(`${program} reached ${answers} of ${HOSTS} hosts`)
  }
  const ansible = ['all', '-i', hosts, '-f', '50', '-m', 'shell', '-a', SCRIPT]
  const ansibleEnvironment = {
    ANSIBLE_PIPELINING: '1',
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
    ANSIBLE_SSH_COMMON_ARGS: `-F ${config}`,
    ANSIBLE_SSH_CONTROL_PATH_DIR: join(directory, 'control'),
    ANSIBLE_LOCAL_TEMP: join(directory, 'ansible'),
  }
  const tools = [
    {
      name: 'pdsh, fan-out 32',
      program: 'pdsh',
      run: () => counted('pdsh', ['-R', 'ssh', '-w', `^${hosts}`, SCRIPT], { PDSH_SSH_ARGS_APPEND: `-F ${config}` }),
    },
    {
      name: 'clush, fan-out 64',
      program: 'clush',
      run: () => counted('clush', ['-o', `-F ${config}`, '--hostfile', hosts, '-f', '64', SCRIPT]),
    },
    {
      name: 'ansible, forks 50, pipelining, connections kept',
      program: 'ansible',
      run: () => counted('ansible', ansible, ansibleEnvironment),
    },
  ]
  const there: Contender[] = []
  for (const tool of tools) {
    const isThere = await run('sh', ['-c', 'command -v "$0"', tool.program]).then(
      () => true,
      () => false,
    )
    if (isThere) there.push(tool)
    else console.log(`${tool.program} is not on this machine, and is left out.`)
  }
  return there
}

const sshOf = (sshd: TestSshd): Ssh =>
  createSsh({
    space: 'bench',
    inTurn: limitConcurrency(HANDSHAKES),
    loadLogin: async () =>
      ok({ kind: 'key', username: sshd.username, privateKey: sshd.privateKey, passphrase: undefined }),
    loadProxy: async (id) => err(id),
    dial: dialHost,
  })

let tickets = 0

/** The script on every host through the transport alone: nothing is stored. */
async function throughTransport(ssh: Ssh, sshd: TestSshd): Promise<void> {
  const payload = buildPayload({ syntax: 'Bash', body: SCRIPT, variables: [] })
  if (!payload.ok) throw new Error(payload.error.kind)
  tickets += 1
  await Promise.all(
    addresses.map(async (host, index) => {
      const transport = ssh.transport({
        style: 'Ssh',
        machineId: host,
        host,
        port: sshd.port,
        fingerprint: sshd.fingerprints.ed25519!,
        accountId: 'bench',
        proxyId: null,
      })
      const ticket = parseTicket(`bench-${tickets}-${index}`)
      if (!ticket.ok) throw new Error(ticket.error.text)
      const started = await transport.start(ticket.value, payload.value, FROM_THE_START)
      if (!started.ok) throw new Error(`${host}: ${JSON.stringify(started.error)}`)
      let text = ''
      for await (const event of started.value) {
        if (event.kind === 'output') text += Buffer.from(event.bytes).toString()
        if (event.kind === 'ended' && (event.outcome.kind !== 'exited' || event.outcome.exitCode !== 0))
          throw new Error(`${host}: ${JSON.stringify(event.outcome)}`)
      }
      if (text !== 'done\n') throw new Error(`${host}: ${text}`)
      await transport.cleanUp(ticket.value)
    }),
  )
}

/** A deployment to every host by a real server, from the request to the final state of its task, with all that it stores. */
async function deployer(server: TestServer, sshd: TestSshd): Promise<() => Promise<void>> {
  const { api } = server
  const environment = await create(api, 'environments', { Name: 'Production' })
  const account = await create(api, 'accounts', {
    Name: 'Deployer',
    AccountType: 'SshKeyPair',
    Username: sshd.username,
    PrivateKeyFile: { HasValue: true, NewValue: Buffer.from(sshd.privateKey).toString('base64') },
  })
  for (const Host of addresses) {
    await create(api, 'machines', {
      Name: Host,
      EnvironmentIds: [environment.Id],
      Roles: ['web'],
      SkipInitialHealthCheck: true,
      Endpoint: {
        CommunicationStyle: 'Ssh',
        AccountId: account.Id,
        Host,
        Port: sshd.port,
        Fingerprint: sshd.fingerprints.ed25519,
      },
    })
  }
  const lifecycleId = (await api('GET', '/api/Spaces-1/lifecycles')).body.Items[0].Id
  const { projectId } = await createProject(api, {
    name: 'Bench',
    lifecycleId,
    steps: [scriptStep('Run', SCRIPT, 'web')],
  })
  const set = (await api('GET', `/api/Spaces-1/projects/${projectId}/variables`)).body
  const limit = { Name: 'Octopus.Action.MaxParallelism', Value: String(HOSTS), Type: 'String', Scope: {} }
  await api('PUT', `/api/Spaces-1/projects/${projectId}/variables`, { ...set, Variables: [limit] })
  const release = await create(api, 'releases', { ProjectId: projectId, Version: '2.0.0' })
  return async () => {
    const { TaskId } = await create(api, 'deployments', { ReleaseId: release.Id, EnvironmentId: environment.Id })
    const task = await taskEnded(api, TaskId, 120_000)
    if (task.State !== 'Success') throw new Error(`The deployment ended as ${task.State}: ${task.ErrorMessage}`)
  }
}

async function main(): Promise<void> {
  if (!hasSshd()) throw new Error('This needs an SSH server: apt-get install openssh-server.')
  console.log(`${HOSTS} hosts, ${ROUNDS} rounds. ${describeMachine()}`)
  const directory = await mkdtemp(join(tmpdir(), 'flotilla-bench-ssh-'))
  // The same limits for everybody: none that a tool with many connections at a time would run into.
  const sshd = await startSshd({ listenOn: ['0.0.0.0'], config: ['MaxStartups 1000', 'LogLevel ERROR'] })
  const server = await startTestServer({ env: { FLOTILLA_MAX_RUNNING_SCRIPTS: String(HOSTS) } }).catch(
    async (error) => {
      await sshd.stop()
      throw error
    },
  )
  const open = sshOf(sshd)
  try {
    const deploy = await deployer(server, sshd)
    const contenders: Contender[] = [
      ...(await otherTools(sshd, directory)),
      {
        name: 'Flotilla, transport alone, new connections',
        run: async () => {
          const ssh = sshOf(sshd)
          await throughTransport(ssh, sshd)
          ssh.close()
        },
      },
      { name: 'Flotilla, transport alone, connections kept', run: () => throughTransport(open, sshd) },
      { name: 'Flotilla, a deployment, connections kept', run: deploy },
    ]
    // Whoever keeps connections opens them here.
    for (const { name, run: act } of contenders)
      console.log(`first round of ${name}: ${(await timed(act)).toFixed(0)} ms`)
    const times = new Map(contenders.map(({ name }) => [name, [] as number[]]))
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { name, run: act } of contenders) times.get(name)!.push(await timed(act))
    }
    for (const [name, samples] of times) {
      console.log(
        `${name}: median ${percentile(samples, 0.5).toFixed(0)} ms (${samples.map((each) => each.toFixed(0)).join(', ')})`,
      )
    }
    console.log(
      `load average ${loadavg()
        .map((each) => each.toFixed(1))
        .join(' ')}`,
    )
  } catch (error) {
    console.error(server.output())
    throw error
  } finally {
    open.close()
    await server.remove()
    await sshd.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

await main()
