import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { err, ok } from '@flotilla/kit'
import { createLocalTransport } from '@flotilla/work-directory'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { runDeployment } from '../src/engine/deployment/run-deployment.ts'
import { healthTask } from '../src/engine/health/health-task.ts'
import { createScriptSlots } from '../src/engine/script-slots.ts'
import type { CheckConnection, ConnectionRefusal, PlaceFacts, Reach } from '../src/execution/index.ts'
import { systemCaller } from '../src/features/access/authenticate.ts'
import { findTask } from '../src/features/tasks/queries.ts'
import type { StepDeps } from '../src/steps/step-type.ts'
import { startApp, type TestApp } from './start-app.ts'

export const FACTS: PlaceFacts = {
  operatingSystem: 'Debian GNU/Linux 12',
  operatingSystemVersion: '12',
  shellName: 'Bash',
  shellVersion: '5.2',
  architecture: 'x86_64',
}

export type Connection = 'up' | 'hangs' | ConnectionRefusal['kind']

// biome-ignore lint/suspicious/noExplicitAny: tests look at whatever the wire has
type Any = any

/** A server without engine, and machines at the other end of connections that a test sets up or cuts. */
export async function healthWorld() {
  const app = await startApp()
  const root = await mkdtemp(join(tmpdir(), 'flotilla-health-'))
  const local = createLocalTransport({ root })
  const signals = localSignals()
  const connections = new Map<string, Connection>()
  const asked: string[] = []
  const used: string[] = []
  const { database } = app
  const must = async (method: string, path: string, body?: unknown): Promise<Any> => {
    const answer = await app.api(method, `/api/Spaces-1/${path}`, body)
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
    return answer.body
  }
  const connectionTo = (reach: Reach): Connection =>
    reach.style === 'other' ? 'not-offered' : (reach.style !== 'None' && connections.get(reach.machineId)) || 'up'
  const checkConnection: CheckConnection = async (reach) => {
    if (reach.style !== 'None') asked.push(reach.machineId)
    const state = connectionTo(reach)
    // It stands still, and the connection has not noticed yet.
    if (state === 'hangs') return new Promise(() => {})
    if (state === 'up') return ok(FACTS)
    return err({ kind: state, detail: `it is ${state}` })
  }
  const deps: StepDeps = {
    database,
    signals,
    tasks: { begin: () => {} },
    nodeName: 'test',
    now: () => Date.now(),
    serverUri: () => 'http://localhost',
    timeZone: 'UTC',
    transports: (reach) => {
      used.push(reach.style === 'None' ? 'built-in' : reach.machineId)
      const state = connectionTo(reach)
      if (state === 'not-offered') return err('It cannot be reached by this server.')
      if (state === 'up') return ok(local)
      const refusal = { kind: 'out-of-reach', detail: 'no answer' } as const
      return ok({ ...local, start: async () => err(refusal), attach: async () => err(refusal) })
    },
    newScriptSlot: createScriptSlots(100),
    limits: { logBytes: 1_000_000, outputBytes: 1_000_000, scriptMinutes: 60, silenceMinutes: 30 },
    maxArtifactBytes: 1_000_000,
    packageFiles: async () => err('a health check needs no packages'),
    loadCaller: async () => systemCaller(),
    checkConnection,
  }
  const connected = async (endpoint: ReturnType<typeof agentEndpoint>) => {
    await sql`insert into agent_connection (thumbprint, node_name, node_url, instance, software, address)
      values (${endpoint.Thumbprint}, 'test', '', 'test', 'test', '')`.execute(database)
    return endpoint
  }
  const newMachine = (endpoint: object, fields: object) =>
    must('POST', 'machines', {
      Name: `machine-${++count}`,
      EnvironmentIds: [environment],
      Roles: ['web'],
      Endpoint: endpoint,
      ...fields,
    })
  let count = 0
  const environment = (await must('POST', 'environments', { Name: 'Staging' })).Id as string
  return {
    app,
    deps,
    must,
    environment,
    signals,
    connections,
    /** Ids of the hosts that were tried to connect to, one for each time. */
    asked,
    /** Ids of the hosts that scripts of deployments and checks went to; `built-in` is the server itself. */
    used,
    /** A machine policy; nobody waits for what does not answer. */
    policy: (check: object = {}, others: object = {}) =>
      must('POST', 'machinepolicies', {
        Name: `Policy ${++count}`,
        MachineHealthCheckPolicy: check,
        MachineRpcCallRetryPolicy: { Enabled: false },
        ...others,
      }),
    machine: async (fields: object = {}) => newMachine(await connected(agentEndpoint(++count)), fields),
    /** A machine whose agent has not connected yet. */
    machineToCome: (fields: object = {}) => newMachine(agentEndpoint(++count), fields),
    worker: async (pool: string, fields: object = {}) =>
      must('POST', 'workers', {
        Name: `worker-${++count}`,
        WorkerPoolIds: [pool],
        Endpoint: await connected(agentEndpoint(++count)),
        ...fields,
      }),
    pool: () => must('POST', 'workerpools', { Name: `Pool ${++count}` }),
    queue: (args: object) => must('POST', 'tasks', { Name: 'Health', Arguments: args }),
    run: (taskId: string, isFirst = true) => runHealth(app, deps, taskId, isFirst),
    /** Checks machines and workers at once, and answers the task. */
    check: async (ids: readonly string[], args: object = {}) => {
      const { Id } = await must('POST', 'tasks', { Name: 'Health', Arguments: { MachineIds: ids, ...args } })
      await runHealth(app, deps, Id, true)
      return must('GET', `tasks/${Id}`)
    },
    eventsOf: async (id: string): Promise<readonly string[]> => {
      const { Items } = await must('GET', `events?regarding=${id}&take=100`)
      return Items.map(({ Category }: Any) => Category)
        .filter((category: string) => category.startsWith('Machine'))
        .reverse()
    },
    /** Deploys a project with these steps and settings, and answers the task when it has ended. */
    deploy: async (steps: readonly object[], settings: object = {}) => {
      const group = (await must('GET', 'projectgroups')).Items[0].Id
      const lifecycle = (await must('GET', 'lifecycles')).Items[0].Id
      const project = await must('POST', 'projects', {
        Name: `Project ${++count}`,
        LifecycleId: lifecycle,
        ProjectGroupId: group,
        ...settings,
      })
      const process = await must('GET', `deploymentprocesses/${project.DeploymentProcessId}`)
      await must('PUT', `deploymentprocesses/${process.Id}`, { ...process, Steps: steps })
      const release = await must('POST', 'releases', { ProjectId: project.Id, Version: '1.0' })
      const body = { ReleaseId: release.Id, EnvironmentId: environment }
      const { TaskId, Id } = await must('POST', 'deployments', body)
      used.splice(0)
      await sql`update server_task set state = 'Executing', start_time = now() where id = ${TaskId}`.execute(database)
      await runDeployment(deps, (await findTask(database, TaskId))!, true)
      const { Task, ActivityLogs } = await must('GET', `tasks/${TaskId}/details`)
      return { task: Task, steps: ActivityLogs[0].Children, deploymentId: Id }
    },
    due: (id: string) =>
      sql<{ is_due: boolean }>`select next_at <= now() as is_due from health_check where id = ${id}`.execute(database),
    stop: async () => {
      await app.stop()
      await rm(root, { recursive: true, force: true })
    },
  }
}

export type HealthWorld = Awaited<ReturnType<typeof healthWorld>>

/** Signals that a test sends itself. */
function localSignals() {
  const listeners = new Map<string, Set<() => void>>()
  const on = (topic: string, listener: () => void) => {
    const set = listeners.get(topic) ?? new Set()
    listeners.set(topic, set.add(listener))
    return () => void set.delete(listener)
  }
  return {
    on,
    next: async () => {},
    close: async () => {},
    send: (topic: string) => {
      for (const listener of listeners.get(topic) ?? []) listener()
    },
  }
}

const agentEndpoint = (number: number) => ({
  CommunicationStyle: 'TentacleActive',
  Uri: `poll://agent-${number}/`,
  Thumbprint: `AGENT${number}`,
})

/** What the engine does with a task that may run. */
async function runHealth({ database }: TestApp, deps: StepDeps, taskId: string, isFirst: boolean): Promise<void> {
  await sql`update server_task set state = 'Executing', start_time = coalesce(start_time, now()), completed_time = null
    where id = ${taskId}`.execute(database)
  await healthTask(deps).run((await findTask(database, taskId))!, isFirst)
}

/** A health script in the words of a policy. */
export const script = (body: string) => ({ BashHealthCheckPolicy: { RunType: 'Inline', ScriptBody: body } })

/** A step that runs a Bash script: on targets with a role, or once. */
export const step = (
  name: string,
  options: { role?: string; onServer?: boolean; action?: object; body?: string } = {},
) => ({
  Name: name,
  Properties: options.role ? { 'Octopus.Action.TargetRoles': options.role } : {},
  Actions: [
    {
      Name: name,
      ActionType: 'Octopus.Script',
      Properties: {
        'Octopus.Action.RunOnServer': String(options.onServer ?? options.role === undefined),
        'Octopus.Action.Script.Syntax': 'Bash',
        'Octopus.Action.Script.ScriptBody': options.body ?? 'true',
      },
      ...options.action,
    },
  ],
})
