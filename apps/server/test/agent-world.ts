import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket, connect as tcpConnect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Api, eventually } from '@flotilla/testkit'

const CLI = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url))

/** An agent as a process of its own, with a registration and a state directory. */
export interface TestAgent {
  readonly name: string
  readonly directory: string
  /** What it and its predecessors have written. */
  output(): string
  start(): void
  /** Ends the process; the registration stays. */
  stop(signal?: NodeJS.Signals): Promise<void>
  remove(): Promise<void>
}

/** Runs the command line and answers what it wrote and how it ended. */
export function flotilla(...args: readonly string[]): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = spawn(process.execPath, [CLI, ...args], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (text += String(bytes)))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, text })))
}

const environment = () => ({ PATH: process.env.PATH, HOME: process.env.HOME, FLOTILLA_AGENT_ALLOW_ROOT: '1' })

/** Registers a machine by a token, without running it. */
export async function registerAgent(
  url: string,
  token: string,
  name: string,
  more: readonly string[] = [],
): Promise<TestAgent> {
  const directory = await mkdtemp(join(tmpdir(), 'flotilla-agent-'))
  const { code, text } = await flotilla(
    ...['agent', 'register', '--server', url, '--token', token, '--name', name, '--state-dir', directory, ...more],
  )
  if (code !== 0) {
    await rm(directory, { recursive: true, force: true })
    throw new Error(`The agent was not registered: ${text}`)
  }
  return agentIn(directory, name)
}

/** An agent with the registration in `directory`. */
export function agentIn(directory: string, name: string): TestAgent {
  let running: ChildProcess | undefined
  let text = ''
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const child = running
    running = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
  return {
    name,
    directory,
    output: () => text,
    start: () => {
      const child = spawn(process.execPath, [CLI, 'agent', 'run', '--state-dir', directory], {
        env: environment(),
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (text += String(bytes)))
      running = child
    },
    stop,
    remove: async () => {
      await stop('SIGKILL')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** A way to a server that can be cut, or swallow everything without a word. */
export interface Link {
  readonly url: string
  /** From now on new connections go there. */
  target(url: string): void
  /** Ends all connections, as a broken network that says so. */
  cut(): void
  /** Nothing gets through any more, in neither direction, and nobody is told. */
  swallow(isOn: boolean): void
  close(): Promise<void>
}

export async function createLink(url: string): Promise<Link> {
  let target = new URL(url)
  let isSwallowing = false
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = tcpConnect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => {
        if (!isSwallowing) to.write(bytes)
      })
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        if (!isSwallowing) to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: (next) => {
      target = new URL(next)
    },
    cut,
    swallow: (isOn) => {
      isSwallowing = isOn
    },
    close: async () => {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const S = '/api/Spaces-1'

/** Makes something, or fails with what the server said. */
export async function make(api: Api, path: string, body: unknown) {
  const answer = await api('POST', `${S}/${path}`, body)
  if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

export const makeToken = (api: Api, scope: Readonly<Record<string, unknown>>): Promise<{ Id: string; Token: string }> =>
  make(api, 'agentregistrationtokens', scope)

export const findMachine = async (api: Api, name: string) =>
  (await api('GET', `${S}/machines?name=${name}`)).body.Items[0]

export const healthy = (api: Api, name: string) =>
  eventually(`${name} to be healthy`, async () => {
    const machine = await findMachine(api, name)
    return machine?.HealthStatus === 'Healthy' ? machine : undefined
  })

/** A project of one step that runs a script on every machine with the role, or on a worker of a pool; answers how to deploy it to some of them. */
export async function targetProject(
  api: Api,
  options: {
    readonly name: string
    readonly role?: string
    readonly workerPoolId?: string
    readonly script: string
    readonly environmentId: string
    readonly variables?: readonly object[]
  },
) {
  const lifecycle = (await api('GET', `${S}/lifecycles`)).body.Items[0]
  const group = (await api('GET', `${S}/projectgroups`)).body.Items[0]
  const project = await make(api, 'projects', {
    Name: options.name,
    LifecycleId: lifecycle.Id,
    ProjectGroupId: group.Id,
  })
  const address = `${S}/deploymentprocesses/${project.DeploymentProcessId}`
  const process = (await api('GET', address)).body
  const action = {
    Name: 'Run',
    ActionType: 'Octopus.Script',
    ...(options.workerPoolId ? { WorkerPoolId: options.workerPoolId } : {}),
    Properties: {
      'Octopus.Action.RunOnServer': String(options.role === undefined),
      'Octopus.Action.Script.Syntax': 'Bash',
      'Octopus.Action.Script.ScriptBody': options.script,
    },
  }
  const targets = options.role === undefined ? {} : { Properties: { 'Octopus.Action.TargetRoles': options.role } }
  const steps = [{ Name: 'Run', ...targets, Actions: [action] }]
  const saved = await api('PUT', address, { ...process, Steps: steps })
  if (saved.status !== 200) throw new Error(JSON.stringify(saved.body))
  if (options.variables) {
    const set = `${S}/variables/${project.VariableSetId}`
    await api('PUT', set, { ...(await api('GET', set)).body, Variables: options.variables })
  }
  const release = await make(api, 'releases', { ProjectId: project.Id, Version: '1.0' })
  const deploy = async (machineIds?: readonly string[]): Promise<string> => {
    const deployment = await make(api, 'deployments', {
      ReleaseId: release.Id,
      EnvironmentId: options.environmentId,
      ...(machineIds ? { SpecificMachineIds: machineIds } : {}),
    })
    return deployment.TaskId
  }
  return { projectId: project.Id as string, releaseId: release.Id as string, deploy }
}

export const rawLog = async (api: Api, taskId: string): Promise<string> =>
  (await api('GET', `/api/tasks/${taskId}/raw`)).body

/** The numbers of the lines `line N` of a log, in the order in which they stand there. */
export const numbersIn = (log: string): number[] => [...log.matchAll(/\bline (\d+)$/gm)].map(([, n]) => Number(n))
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

/** The address of a test server's own database, for another node. */
export async function databaseOf({ dataDir }: { readonly dataDir: string }): Promise<string> {
  const [pidFile, password] = await Promise.all([
    readFile(join(dataDir, 'database/postmaster.pid'), 'utf8'),
    readFile(join(dataDir, 'database-password'), 'utf8'),
  ])
  return `postgres://flotilla:${encodeURIComponent(password.trim())}@127.0.0.1:${pidFile.split('\n')[3]}/flotilla`
}
