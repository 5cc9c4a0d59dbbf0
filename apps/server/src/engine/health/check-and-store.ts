import type { HealthVerdict } from '@flotilla/domain/targets'
import { machineVariables, systemVariables } from '@flotilla/domain/variables'
import { sql } from 'kysely'
import { inTransaction } from '../../database/connection.ts'
import { systemCaller } from '../../features/access/authenticate.ts'
import type { CheckArguments } from '../../features/health-checks/check-arguments.ts'
import { checkKey } from '../../features/health-checks/last-check.ts'
import type { Host } from '../../features/health-checks/load-hosts.ts'
import { removeHost } from '../../features/health-checks/remove-host.ts'
import { storeHealth } from '../../features/health-checks/store-health.ts'
import { recordHostEvents } from '../../features/machines/machine-events.ts'
import { recording } from '../../features/tasks/action-outcomes.ts'
import { type BatchedWrite, type Entry, entry, writeEntries } from '../../features/tasks/batched-write.ts'
import { type ActivityStatus, type LogCategory, saying, showing } from '../../features/tasks/log-entries.ts'
import { lockTask, Superseded } from '../../features/tasks/task-run.ts'
import { errorFacts, logLine } from '../../log.ts'
import { checkHost, type HostCheck, type HostFinding } from '../../steps/check-host.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import { isDatabaseAway } from '../run-task.ts'
import { type HealthRun, ROOT } from './health-run.ts'

/** What the check of one host came to. */
export interface StoredCheck {
  readonly name: string
  readonly check: HealthVerdict['check']
}

interface Asked extends Pick<HostCheck, 'givenUp' | 'inTurn'> {
  readonly host: Host
  readonly asked: CheckArguments
}

/** Checks one host, and stores what was found with what it is to the task. A cancelled check stores nothing. */
export async function checkAndStore(deps: StepDeps, run: HealthRun, ask: Asked): Promise<void> {
  const { host } = ask
  const key = checkKey(host.id)
  const node = () => ({ key, parentKey: ROOT, name: host.name, at: new Date(deps.now()) })
  run.log.begins(node())
  const found = await findOut(deps, run, ask, key)
  if (found === null) return
  const verdict = await store(deps, run, host, found)
  if (!verdict) return
  if (verdict.removal === 'remove') await tryToRemove(deps, run, host)
}

function findOut(deps: StepDeps, run: HealthRun, { host, asked, givenUp, inTurn }: Asked, key: string) {
  return checkHost({
    deps,
    run,
    key,
    activityKey: key,
    hadBegun: run.begun.has(key),
    say: (category, lineKey, text) => say(deps, run, host, { category, key: lineKey, text }),
    host: { ...host, variables: variablesOf(run, host) },
    onlyConnects: asked.onlyConnects,
    timeoutMs: asked.machineTimeoutMs,
    givenUp,
    inTurn,
  })
}

const variablesOf = ({ variables }: HealthRun, { id, name, roles, reach }: Host) =>
  systemVariables(
    ...variables,
    machineVariables({ id, name, roles, hostname: reach.style === 'Ssh' ? reach.host : null, targetedRoles: [] }),
  )

const SHOWN: Readonly<Record<HealthVerdict['check'], { status: ActivityStatus; category: LogCategory }>> = {
  passed: { status: 'Success', category: 'Info' },
  warned: { status: 'SuccessWithWarning', category: 'Warning' },
  skipped: { status: 'Skipped', category: 'Warning' },
  failed: { status: 'Failed', category: 'Error' },
}

/** In one transaction: how the host is, what the log says of it, and that this check is through. */
async function store(
  deps: StepDeps,
  run: HealthRun,
  host: Host,
  found: HostFinding,
): Promise<HealthVerdict | undefined> {
  const verdict = await run.log.ask(entry(CHECKS, { ...found, host, mask: run.mask, at: new Date(deps.now()) }))
  run.done.set(host.id, { name: host.name, check: verdict?.check ?? 'skipped' })
  return verdict
}

interface Found extends HostFinding {
  readonly host: Host
  readonly at: Date
  mask(text: string): string
}

const CHECKS: BatchedWrite<Found, HealthVerdict | undefined> = {
  turn: 'machines',
  write: async (tx, run, rows) => {
    const verdicts = await storeHealth(
      tx,
      rows.map(({ host: { id, policy }, finding, facts }) => ({ id, policy, finding, facts })),
    )
    await writeEntries(
      tx,
      run,
      rows.flatMap((found, index) => tellingOf(found, verdicts[index])),
    )
    return verdicts
  },
}

function tellingOf({ host, at, mask }: Found, verdict: HealthVerdict | undefined): readonly Entry[] {
  const key = checkKey(host.id)
  const { status, category } = verdict ? SHOWN[verdict.check] : ({ status: 'Skipped', category: 'Info' } as const)
  const texts = [
    mask(`${host.name} ${verdict?.message ?? 'was removed or disabled meanwhile.'}`),
    ...(verdict?.removal === 'wait' ? [`${host.name} is to be removed, but a deployment is using it.`] : []),
  ]
  const lines = texts.map((text, index) => ({ category, text, occurredAt: at, key: `${key}:found:${index}` }))
  return [
    saying(key, lines),
    showing({ key, parentKey: ROOT, name: host.name, status, at }),
    recording({ key, outcome: verdict?.check ?? 'skipped', detail: { name: host.name } }),
  ]
}

/** Removes a host that has been gone for as long as its policy says. That it failed is an event, once. */
async function tryToRemove(deps: StepDeps, run: HealthRun, host: Host): Promise<void> {
  try {
    const isRemoved = await inTransaction(deps.database, async (tx) => {
      await lockTask(tx, run.task)
      return removeHost(tx, host.id)
    })
    const text = `${host.name} was removed: it has been unavailable for as long as its machine policy says.`
    if (isRemoved) say(deps, run, host, { category: 'Highlight', key: 'removed', text })
  } catch (error) {
    if (error instanceof Superseded || isDatabaseAway(error)) throw error
    logLine('warn', 'A machine could not be removed by its clean-up policy', { machine: host.id, ...errorFacts(error) })
    const text = `${host.name} could not be removed as its machine policy says: ${(error as Error).message}`
    say(deps, run, host, { category: 'Warning', key: 'not-removed', text })
    await inTransaction(deps.database, async (tx) => {
      await lockTask(tx, run.task)
      const { rows } = await sql<{ document: never }>`
        update health_check set cleanup_has_failed = true where id = ${host.id} and not cleanup_has_failed
        returning coalesce((select document from machine where id = ${host.id}), (select document from worker where id = ${host.id})) as document`.execute(
        tx,
      )
      if (rows[0])
        await recordHostEvents(tx, systemCaller(), [{ host: rows[0].document, category: 'MachineCleanupFailed' }])
    })
  }
}

const say = (
  deps: StepDeps,
  run: HealthRun,
  { id }: Host,
  { category, key, text }: { readonly category: LogCategory; readonly key: string; readonly text: string },
): void => {
  const line = { category, text: run.mask(text), occurredAt: new Date(deps.now()), key: `${checkKey(id)}:${key}` }
  run.log.later(saying(checkKey(id), [line]))
}
