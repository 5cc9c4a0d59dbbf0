import { hostname } from 'node:os'
import type { CodedError } from '@flotilla/kit'
import type { Command } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { document } from '../documentation.ts'
import { UsageError } from '../failures.ts'
import { collect } from '../on-server.ts'
import { addAgentTokenCommand } from './agent-token.ts'

interface Options {
  readonly stateDir?: string
  readonly allowRoot?: boolean
  readonly server?: string
  readonly token?: string
  readonly name?: string
  readonly environment?: readonly string[]
  readonly role?: readonly string[]
  readonly tenant?: readonly string[]
  readonly tenantTag?: readonly string[]
  readonly workerPool?: readonly string[]
  readonly policy?: string
  readonly force?: boolean
}

const STATE_DIR = [
  '--state-dir <directory>',
  'where the agent keeps its key and its work (FLOTILLA_AGENT_DIR, ~/.flotilla-agent)',
] as const
const ALLOW_ROOT = [
  '--allow-root',
  'run although this is root: every script is root then (FLOTILLA_AGENT_ALLOW_ROOT=1)',
] as const

/** The agent of a machine: joins it to a server, and runs the scripts that the server sends. */
export function addAgentCommands(program: Command): void {
  const agent = program
    .command('agent')
    .description('join this machine to a server, and run the scripts that it sends')
    .option(...STATE_DIR)
    .option(...ALLOW_ROOT)
  document(agent, {
    details: [
      'The agent connects to the server; nothing connects to the agent. It runs until it is stopped; scripts run on.',
    ],
    examples: ['flotilla agent', 'flotilla agent --state-dir /var/lib/flotilla-agent'],
  }).action((options: Options) => run(options))
  addAgentTokenCommand(agent)
  addRegister(agent)
  document(
    agent
      .command('run')
      .description('run the agent until it is stopped')
      .option(...STATE_DIR)
      .option(...ALLOW_ROOT),
    { examples: ['flotilla agent run', 'flotilla agent run --state-dir /var/lib/flotilla-agent'] },
  ).action((_options: Options, command: Command) => run(command.optsWithGlobals()))
  document(
    agent
      .command('status')
      .description('say what this machine is registered as, and whether its agent is connected')
      .option(...STATE_DIR),
    { examples: ['flotilla agent status', 'flotilla agent status --state-dir /var/lib/flotilla-agent'] },
  ).action((_options: Options, command: Command) => status(command.optsWithGlobals()))
  document(
    agent
      .command('unregister')
      .description('forget the registration of this machine, and its key')
      .option(...STATE_DIR),
    {
      details: ['The server keeps the target: remove it there, or let its machine policy do so.'],
      examples: ['flotilla agent unregister', 'flotilla agent unregister --state-dir /var/lib/flotilla-agent'],
    },
  ).action((_options: Options, command: Command) => unregister(command.optsWithGlobals()))
}

function addRegister(agent: Command): void {
  const register = agent
    .command('register')
    .description('register this machine at a server')
    .option(...STATE_DIR)
    .option('--server <address>', 'address of the server (FLOTILLA_URL)')
    .option('--token <token>', 'registration token (FLOTILLA_AGENT_TOKEN)')
    .option('--name <name>', "name of the target (this host's name)")
    .option('-e, --environment <environment>', 'environment it belongs to; may be repeated', collect)
    .option('--role <role>', 'what it is for, e.g. App-WebApi; may be repeated', collect)
    .option('--tenant <tenant>', 'tenant it serves; may be repeated', collect)
    .option('--tenant-tag <Set/Tag>', 'tag of the tenants it serves; may be repeated', collect)
    .option('--worker-pool <pool>', 'make it a worker of this pool instead of a target; may be repeated', collect)
    .option('--policy <policy>', 'name or id of the machine policy')
    .option('--force', 'give up the registration that is here for a new one')
  document(register, {
    details: [
      'Names and ids must be within what the token gives leave to; what is left out comes from the token.',
      'Where the token allows it, a machine of a name that is taken takes the place of the earlier one.',
    ],
    examples: [
      'flotilla agent register --server https://flotilla.example.com --token "$TOKEN" -e Staging --role App-WebApi',
      'flotilla agent register --server https://flotilla.example.com --token "$TOKEN" --worker-pool Linux',
    ],
  }).action(async (_options: Options, command: Command) => {
    const options: Options = command.optsWithGlobals()
    // Loaded here and not above: everything else must start without the agent.
    const { registerAgent, stateDirectory } = await import('@flotilla/agent/main')
    const registration = await usable(() =>
      registerAgent(stateDirectory(options.stateDir), {
        server: need(options.server ?? process.env.FLOTILLA_URL, '--server'),
        token: need(options.token ?? process.env.FLOTILLA_AGENT_TOKEN, '--token'),
        name: options.name ?? hostname(),
        environments: options.environment ?? [],
        roles: options.role ?? [],
        tenants: options.tenant ?? [],
        tenantTags: options.tenantTag ?? [],
        workerPools: options.workerPool ?? [],
        ...(options.policy ? { policy: options.policy } : {}),
        force: options.force === true,
      }),
    )
    process.stdout.write(`Registered ${registration.name} (${registration.id}) at ${registration.server}.\n`)
  })
}

async function run(options: Options): Promise<void> {
  const { runAgent, stateDirectory } = await import('@flotilla/agent/main')
  const stopping = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort())
  const allowRoot = options.allowRoot === true || process.env.FLOTILLA_AGENT_ALLOW_ROOT === '1'
  await usable(() =>
    runAgent(stateDirectory(options.stateDir), { version: manifest.version, allowRoot, signal: stopping.signal }),
  )
  process.exit(0)
}

async function status(options: Options): Promise<void> {
  const { loadRegistration, loadRunning, stateDirectory } = await import('@flotilla/agent/main')
  const directory = stateDirectory(options.stateDir)
  const registration = await usable(() => loadRegistration(directory))
  if (!registration)
    throw new UsageError(`No agent is registered in ${directory}.`, 'See flotilla agent register --help.')
  const running = await loadRunning(directory)
  const how = !running
    ? 'not running'
    : running.connectedSince
      ? `connected since ${running.connectedSince}`
      : `running, not connected${running.lastProblem ? `: ${running.lastProblem}` : ''}`
  process.stdout.write(`${registration.name} (${registration.id}) of ${registration.server}: ${how}\n`)
}

async function unregister(options: Options): Promise<void> {
  const { forgetRegistration, stateDirectory } = await import('@flotilla/agent/main')
  const directory = stateDirectory(options.stateDir)
  await forgetRegistration(directory)
  process.stdout.write(`Forgot the registration in ${directory}.\n`)
}

/** A failure of the agent, told as those of other commands are. */
async function usable<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    // The agent is a program of its own, with a class of its own for them.
    const { code, message, hint } = error as Partial<CodedError>
    if (typeof code === 'string' && code.startsWith('agent.')) throw new UsageError(message!, hint ?? '')
    throw error
  }
}

function need(value: string | undefined, option: string): string {
  if (value) return value
  throw new UsageError(`${option} is missing.`, 'See flotilla agent register --help.')
}
