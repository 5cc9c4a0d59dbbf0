import { mkdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CodedError } from '@flotilla/kit'
import { createLocalTransport } from '@flotilla/work-directory'
import pg from 'pg'
import { createApp } from './app.ts'
import type { Settings } from './config.ts'
import { crashPoint } from './crash-point.ts'
import { connect, type Database } from './database/connection.ts'
import { unlockDataKeys, watchDataKeys } from './database/data-keys.ts'
import { startEmbeddedPostgres } from './database/embedded-postgres.ts'
import { keyPlainHashes } from './database/keyed-hashes.ts'
import { Keyring } from './database/keyring.ts'
import { migrate, whileStartingAlone } from './database/migrate.ts'
import { oneReading } from './database/one-reading.ts'
import { sealClearRows } from './database/sealed-columns.ts'
import { listenForSignals } from './database/signals.ts'
import { deployTask } from './engine/deployment/deploy-task.ts'
import { planSuites } from './engine/deployment/plan-suites.ts'
import { createEngine, type Engine } from './engine/engine.ts'
import { keepAlive } from './engine/fail-over.ts'
import { healthTask } from './engine/health/health-task.ts'
import { watchHealthChecks } from './engine/health/watch-health-checks.ts'
import { watchLateOutput } from './engine/late-output/watch-late-output.ts'
import { limitConcurrency } from './engine/limit-concurrency.ts'
import { retentionTask } from './engine/retention/retention-task.ts'
import { watchRetention } from './engine/retention/watch-retention.ts'
import { runTask, type TaskKind } from './engine/run-task.ts'
import { createScriptSlots } from './engine/script-slots.ts'
import { watchMachines } from './engine/triggers/machine-events/watch-machines.ts'
import { watchSchedules } from './engine/triggers/schedules/watch-schedules.ts'
import { watchWebhooks } from './engine/webhooks/watch-webhooks.ts'
import { acceptAgents, createCheckConnection, createTransports } from './execution/index.ts'
import { loadCaller } from './features/access/authenticate.ts'
import { ensureFirstStart } from './features/access/first-start.ts'
import { startAgents } from './features/agents/start-agents.ts'
import type { Deps } from './features/context.ts'
import { createPackageFiles } from './features/packages/delivery/package-files.ts'
import { sealClearAnswers } from './features/project-triggers/answers.ts'
import { startSsh } from './features/ssh/start-ssh.ts'
import { createStreamLimit } from './http/stream-limit.ts'
import { createOutboundFetch } from './outbound/index.ts'
import type { StepDeps } from './steps/step-type.ts'
import { VERSION } from './version.ts'

export interface RunningServer {
  readonly url: string
  /** Takes nothing new and ends; running scripts go on and are found again at the next start. */
  stop(): Promise<void>
}

/** Starts everything in order: database, migrations, first start, HTTP, engine. `print` takes lines for the person who starts it. */
export async function startServer(settings: Settings, print: (line: string) => void): Promise<RunningServer> {
  await mkdir(settings.dataDir, { recursive: true, mode: 0o700 })
  const embedded = settings.databaseUrl ? undefined : await startEmbeddedPostgres(join(settings.dataDir, 'database'))
  const connectionString = settings.databaseUrl ?? embedded!.connectionString
  const owner = embedded ? await claimDataDirectory(connectionString) : undefined
  const endDatabase = async () => {
    await owner?.end()
    await embedded?.stop()
  }
  try {
    const server = await startOn(connectionString, settings, print)
    const stop = async () => {
      await server.stop()
      await endDatabase()
    }
    return { ...server, stop }
  } catch (error) {
    // What this start has claimed is its own: nobody else would end it.
    await endDatabase()
    throw error
  }
}

async function startOn(
  connectionString: string,
  settings: Settings,
  print: (line: string) => void,
): Promise<RunningServer> {
  const keyring = new Keyring()
  const { database, pool } = connect(connectionString, keyring, CONNECTIONS)
  // Requests have connections of their own: however many there are, what runs and what waits for machines goes on.
  const ofRequests = connect(connectionString, keyring, CONNECTIONS)
  const clock = { now: () => Date.now() }
  let url = settings.publicUrl ?? ''
  let nodeUrl = ''

  return whileStartingAlone(connectionString, async (client) => {
    await migrate(client)
    await unlockDataKeys(database, keyring, settings)
    await sealClearRows(database)
    await keyPlainHashes(database)
    await sealClearAnswers(database)
    const signals = await listenForSignals(connectionString)
    await ensureFirstStart(database, settings.admin, print)
    const local = createLocalTransport({
      root: join(settings.dataDir, 'work'),
      privateDirectory: settings.dataDir,
      onKillSent: () => crashPoint('kill.sent'),
    })
    const agents = await startAgents({ database, signals, nodeName: settings.nodeName, nodeUrl: () => nodeUrl })
    const ssh = startSsh(database, limitConcurrency(SSH_HANDSHAKES_AT_ONCE))
    const stepDeps: Omit<StepDeps, 'tasks'> = {
      database,
      signals,
      nodeName: settings.nodeName,
      now: clock.now,
      serverUri: () => url,
      timeZone: settings.timeZone,
      transports: createTransports({ local, agent: agents.transport, ssh: ssh.transport }),
      checkConnection: createCheckConnection({ agent: agents.check, ssh: ssh.check }),
      newScriptSlot: createScriptSlots(settings.maxRunningScripts),
      limits: settings.task,
      // Nodes may share their data directory.
      packageFiles: createPackageFiles(
        database,
        join(settings.dataDir, 'packages', encodeURIComponent(settings.nodeName)),
      ),
      maxArtifactBytes: settings.maxArtifactBytes,
      loadCaller: (userId) => loadCaller(database, userId),
    }
    const taskDeps = { database, signals, nodeName: settings.nodeName, now: clock.now }
    const engine: Engine = createEngine(taskDeps, connectionString, (taskId) => runTask(taskDeps, kinds, taskId))
    const kinds: Record<string, TaskKind> = {
      Deploy: deployTask({ ...stepDeps, tasks: engine }, 'Deploy'),
      RunbookRun: deployTask({ ...stepDeps, tasks: engine }, 'RunbookRun'),
      Health: healthTask({ ...stepDeps, tasks: engine }),
      Retention: retentionTask({ database, now: clock.now }),
    }
    const outboundFetch = createOutboundFetch(settings.allowedPrivateNetworks)
    const planSuitesOn =
      (handle: Database): Deps['planSuites'] =>
      (caller, asks) =>
        planSuites({ ...stepDeps, tasks: engine, database: oneReading(handle) }, caller, asks)
    const deps: Deps = {
      planSuites: planSuitesOn(ofRequests.database),
      database: ofRequests.database,
      signals,
      clock,
      tasks: engine,
      nodeName: settings.nodeName,
      serverUri: () => url,
      publicUrl: settings.publicUrl,
      streams: createStreamLimit(settings.maxStreamsPerUser, settings.maxStreams),
      version: VERSION,
      maxArtifactBytes: settings.maxArtifactBytes,
      maxPackageBytes: settings.maxPackageBytes,
      outboundFetch,
      hostKeyOf: ssh.hostKey,
    }
    const app = createApp(deps, { ...settings, pages: PAGES })
    const listening = await app.listen({ port: settings.port, host: settings.host })
    url ||= listening
    nodeUrl = settings.nodeUrl ?? listening.replace(/\/\/(0\.0\.0\.0|\[::\])/, `//${hostname()}`)
    acceptAgents(app.server, agents.hub)
    const stopBeating = await keepAlive(database, settings.nodeName, engine.recover)
    await engine.launch()
    await engine.watch()
    const stopWatchingKeys = await watchDataKeys(database, keyring, settings)
    const triggerDeps = {
      database,
      tasks: engine,
      now: clock.now,
      loadCaller: stepDeps.loadCaller,
      planSuites: planSuitesOn(database),
    }
    const stopTriggers = [watchMachines(triggerDeps, signals), watchSchedules(triggerDeps, signals)]
    const stopRetention = watchRetention({ database, tasks: engine })
    const stopHealthChecks = watchHealthChecks({ database, tasks: engine }, signals)
    const stopLateOutput = watchLateOutput({ ...stepDeps, tasks: engine })
    const stopWebhooks = watchWebhooks({ database, outboundFetch, serverUri: () => url }, signals)
    const sweep = setInterval(() => void local.sweep(TOMBSTONE_RETENTION_MS).catch(() => {}), SWEEP_MS)
    sweep.unref()
    return {
      url: listening,
      stop: async () => {
        engine.stop()
        stopBeating()
        for (const stop of stopTriggers) stop()
        stopRetention()
        stopHealthChecks()
        stopWebhooks()
        stopLateOutput()
        stopWatchingKeys()
        clearInterval(sweep)
        agents.stop()
        ssh.close()
        await app.close()
        await signals.close()
        await Promise.all([pool.end(), ofRequests.pool.end()])
      },
    }
  })
}

/** Beside the server's own code, where the build has put them. */
const PAGES = fileURLToPath(new URL(/\/chunks\/[^/]+$/.test(import.meta.url) ? '../web' : './web', import.meta.url))

/** Each of two pools has so many. */
const CONNECTIONS = 12

/** Each handshake costs some milliseconds of this process; more at once make all of them late. */
const SSH_HANDSHAKES_AT_ONCE = 32

/** Longer than any start of a script may be delayed. */
const TOMBSTONE_RETENTION_MS = 24 * 3_600_000
const SWEEP_MS = 3_600_000

/** One data directory, one server: the claim lives as long as its connection (reliability D6). */
export async function claimDataDirectory(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, keepAlive: true, application_name: 'flotilla owner' })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock(7083220613) as free')
  if (!rows[0]?.free) {
    await client.end()
    throw new CodedError('database.directory_in_use', 'Another Flotilla server is running on this data directory.', {
      retry: 'never',
      hint: 'Stop it first, or give this one another --data-dir. Several servers share a database through DATABASE_URL.',
    })
  }
  return client
}
