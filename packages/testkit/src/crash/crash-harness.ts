import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Answer, type Api, eventually, startTestServer, type TestServer } from '../test-server.ts'
import { type History, type LoggedLine, type Recorder, recordTo, type TaskRecord } from './history.ts'
import { readMarks } from './numbered-script.ts'

const run = promisify(execFile)
const END_LIMIT_MS = 90_000
const DEATH_LIMIT_MS = 60_000

/** The node of a world in which there is only one. */
const ONLY_NODE = 'test-node'

/**
 * One installation: a data directory, the nodes that live and die on it, and what is known of them. Several nodes share a
 * database given by its address, and here also the folder where scripts run.
 */
export class CrashWorld {
  readonly dataDir: string
  readonly #databaseUrl: string | undefined
  readonly #recorder: Recorder
  /** Requests whose answers were cut off, to be repeated: the same key makes them the same request. */
  readonly #unanswered: (() => Promise<void>)[] = []
  readonly #nodes = new Map<string, TestServer>()
  #server: TestServer | undefined

  private constructor(dataDir: string, databaseUrl?: string) {
    this.dataDir = dataDir
    this.#databaseUrl = databaseUrl
    this.#recorder = recordTo(join(dataDir, 'history.jsonl'))
  }

  /** A world of its own, copied from the data directory of a stopped server; its nodes share `databaseUrl` when given. */
  static async copyOf(stoppedDataDir: string, databaseUrl?: string): Promise<CrashWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'flotilla-crash-'))
    const dataDir = join(folder, 'data')
    // Owners and modes count: the database belongs to an account of its own.
    await run('cp', ['-a', stoppedDataDir, dataDir])
    return new CrashWorld(dataDir, databaseUrl)
  }

  /** Runs `story` in a copy of its own, with an embedded database; keeps the folder of a story that fails. */
  static async inCopyOf(stoppedDataDir: string, story: (world: CrashWorld) => Promise<void>): Promise<void> {
    const world = await CrashWorld.copyOf(stoppedDataDir)
    let keep = true
    try {
      await story(world)
      keep = false
    } finally {
      await world.remove({ keep })
    }
  }

  /** The node that takes requests: the one started last, unless `use` chose another. */
  get server(): TestServer {
    if (!this.#server) throw new Error('No server runs.')
    return this.#server
  }

  node(name: string): TestServer {
    const server = this.#nodes.get(name)
    if (!server) throw new Error(`There is no node ${name}.`)
    return server
  }

  /** From here on requests go to this node; what was cut off before is repeated there. */
  async use(name: string): Promise<void> {
    this.#server = this.node(name)
    for (const repeat of this.#unanswered.splice(0)) await repeat()
  }

  /** Starts a node, to die at the n-th passage of `crashAt` (`point[:n]`) when given, and uses it. */
  async start(crashAt?: string, name = ONLY_NODE): Promise<void> {
    const database = this.#databaseUrl ? { DATABASE_URL: this.#databaseUrl } : {}
    const server = await startTestServer({
      dataDir: this.dataDir,
      env: { FLOTILLA_NODE_NAME: name, ...database },
      ...(crashAt ? { crashAt } : {}),
    })
    this.#nodes.set(name, server)
    await this.use(name)
  }

  /** Waits until the node has killed itself. */
  async dies(name = ONLY_NODE): Promise<void> {
    const { exited, output } = this.node(name)
    const limit = new AbortController()
    const how = await Promise.race([
      exited,
      new Promise<string>((resolve) => {
        const timer = setTimeout(() => resolve('nothing'), DEATH_LIMIT_MS)
        limit.signal.addEventListener('abort', () => clearTimeout(timer))
      }),
    ])
    limit.abort()
    if (how !== 'SIGKILL') throw new Error(`The server was to be killed but ended with ${how}:\n${output()}`)
    this.#recorder.note({ kind: 'fault', what: `${name} killed itself` })
  }

  /** Waits until the node has stopped itself: `crashAt` with `:SIGSTOP`. */
  async stops(name = ONLY_NODE): Promise<void> {
    const { pid } = this.node(name).process
    const isStopped = () => readFile(`/proc/${pid}/stat`, 'utf8').then((stat) => stat.includes(') T '))
    await eventually(`${name} to stop itself`, isStopped, DEATH_LIMIT_MS)
    this.#recorder.note({ kind: 'fault', what: `${name} stopped itself` })
  }

  /** Kills a node from outside; with `database` also its PostgreSQL. */
  async kill(options: { readonly database?: boolean; readonly node?: string } = {}): Promise<void> {
    const { node = ONLY_NODE, database } = options
    const postmaster = database ? await postmasterOf(this.dataDir) : undefined
    this.node(node).process.kill('SIGKILL')
    if (postmaster) process.kill(postmaster, 'SIGKILL')
    this.#recorder.note({ kind: 'fault', what: `${node}${postmaster ? ' and its database were' : ' was'} killed` })
    await this.node(node).exited
    if (postmaster) await eventually('the database to be gone', async () => !(await lives(postmaster)))
  }

  /** Kills every process of every script of this world. */
  async killScripts(): Promise<void> {
    for (const { pid } of await processesOf(this.dataDir)) process.kill(pid, 'SIGKILL')
    this.#recorder.note({ kind: 'fault', what: 'the scripts were killed' })
    await eventually('the scripts to be gone', async () => (await processesOf(this.dataDir)).length === 0)
  }

  /** Stops a node in its tracks, or lets it go on: to the others it looks as if it had died. */
  pause(node: string, isPaused: boolean): void {
    this.node(node).process.kill(isPaused ? 'SIGSTOP' : 'SIGCONT')
    this.#recorder.note({ kind: 'fault', what: `${node} ${isPaused ? 'was paused' : 'goes on'}` })
  }

  /**
   * Sends a request and records what came of it. Cut off, it is repeated with the same idempotency key as soon as another
   * node is used. Answers undefined when nobody knows yet.
   */
  async call(what: string, path: string, body: unknown = {}): Promise<Answer['body'] | undefined> {
    const key = { 'idempotency-key': randomUUID() }
    const attempt = async () => {
      this.#recorder.note({ kind: 'invoke', call: what })
      const answer = await this.server.api('POST', path, body, key).catch(() => undefined)
      if (!answer || answer.status >= 500) {
        this.#recorder.note({ kind: 'unknown', call: what })
        this.#unanswered.push(async () => void (await attempt()))
        return undefined
      }
      if (answer.status >= 400) this.#recorder.note({ kind: 'refused', call: what, status: answer.status })
      else
        this.#recorder.note({ kind: 'ok', call: what, ...(answer.body.TaskId ? { taskId: answer.body.TaskId } : {}) })
      return answer.body
    }
    return attempt()
  }

  /** Deploys a release. */
  deploy(releaseId: string, environmentId: string): Promise<Answer['body'] | undefined> {
    return this.call('deploy', '/api/Spaces-1/deployments', { ReleaseId: releaseId, EnvironmentId: environmentId })
  }

  /** Waits until every task is final; answers the history, with everything that is stored. */
  async ended(): Promise<History> {
    const { api } = this.server
    await eventually(
      'all tasks to end',
      async () => {
        const open = await api('GET', '/api/tasks?active=true&take=1')
        return open.body.TotalResults === 0
      },
      END_LIMIT_MS,
    ).catch((error: unknown) => this.#recorder.note({ kind: 'fault', what: String(error) }))
    return {
      events: this.#recorder.events,
      marks: await readMarks(this.dataDir),
      tasks: await loadTasks(api),
      leftProcesses: (await processesOf(this.dataDir)).map(({ command }) => command),
    }
  }

  /** Ends what runs, without ceremony. The data directory stays when `keep` is set: a failing run is looked at. */
  async remove(options: { readonly keep: boolean }): Promise<void> {
    for (const node of this.#nodes.values()) await node.stop('SIGKILL')
    const postmaster = await postmasterOf(this.dataDir)
    if (postmaster && (await lives(postmaster))) {
      process.kill(postmaster, 'SIGQUIT')
      await eventually('the database to be gone', async () => !(await lives(postmaster)))
    }
    if (options.keep) console.log(`What is left of the failed run: ${this.dataDir}`)
    else await rm(join(this.dataDir, '..'), { recursive: true, force: true })
  }
}

/** The PostgreSQL of this data directory, by the file that it keeps there itself. */
async function postmasterOf(dataDir: string): Promise<number | undefined> {
  const text = await readFile(join(dataDir, 'database/postmaster.pid'), 'utf8').catch(() => '')
  return Number(text.split('\n')[0]) || undefined
}

const lives = (pid: number): Promise<boolean> =>
  readFile(`/proc/${pid}/stat`, 'utf8').then(
    (stat) => !stat.includes(') Z '),
    () => false,
  )

/** Living processes that carry the mark of a ticket of this data directory. */
async function processesOf(dataDir: string): Promise<{ readonly pid: number; readonly command: string }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
      if (!environment.includes(`FLOTILLA_DIRECTORY=${dataDir}/`)) return []
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      return [{ pid: Number(pid), command: command.replaceAll('\0', ' ') }]
    }),
  )
  return found.flat().filter(({ command }) => command !== '')
}

async function loadTasks(api: Api): Promise<TaskRecord[]> {
  const [{ body: deployments }, { body: runs }, { body: projects }] = await Promise.all([
    api('GET', '/api/Spaces-1/deployments?take=1000'),
    api('GET', '/api/Spaces-1/runbookRuns?take=1000'),
    api('GET', '/api/Spaces-1/projects/all'),
  ])
  const tasks: TaskRecord[] = []
  for (const deployment of [...runs.Items, ...deployments.Items]) {
    const { body } = await api('GET', `/api/tasks/${deployment.TaskId}/details`)
    const time = (text: string | null) => (text === null ? null : Date.parse(text))
    tasks.push({
      id: body.Task.Id,
      name: body.Task.Description,
      state: body.Task.State,
      isFinal: body.Task.IsCompleted,
      errorMessage: body.Task.ErrorMessage,
      startedAtMs: time(body.Task.StartTime),
      completedAtMs: time(body.Task.CompletedTime),
      parentTaskId: deployment.ParentTaskId ?? null,
      projectId: deployment.ProjectId,
      projectName: projects.find(({ Id }: { Id: string }) => Id === deployment.ProjectId)?.Name,
      tenantId: deployment.TenantId,
      concurrencyTag: [
        deployment.TenantId,
        deployment.RunbookId ?? deployment.ProjectId,
        deployment.EnvironmentId,
      ].join('/'),
      log: linesOf(body.ActivityLogs).sort((one, other) => one.number - other.number),
    })
  }
  return tasks
}

interface Activity {
  readonly LogElements: readonly { readonly Number: number; readonly MessageText: string }[]
  readonly Children: readonly Activity[]
}

const linesOf = (activities: readonly Activity[]): LoggedLine[] =>
  activities.flatMap(({ LogElements, Children }) => [
    ...LogElements.map(({ Number: number, MessageText }) => ({ number, text: MessageText })),
    ...linesOf(Children),
  ])
