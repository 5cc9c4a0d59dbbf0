import { createHash } from 'node:crypto'
import type { CheckFinding } from '@flotilla/domain/targets'
import { createVariables, evaluate } from '@flotilla/domain/templates'
import type { NamedValues } from '@flotilla/domain/variables'
import { err, ok, type Result } from '@flotilla/kit'
import type { Payload } from '@flotilla/work-directory'
import { sql } from 'kysely'
import { firstOrAborted } from '../engine/deployment/pauses.ts'
import { buildPayload, type PlaceFacts, type Reach } from '../execution/index.ts'
import type { HealthPolicy } from '../features/machine-policies/to-domain.ts'
import { runScriptAttempts, type ScriptEnd } from './script-attempt.ts'
import type { ScriptRun } from './script-run.ts'
import type { StepDeps } from './step-type.ts'

/** A machine, or a worker, to be checked. */
export interface CheckedHost {
  readonly id: string
  readonly name: string
  readonly reach: Reach
  readonly policy: HealthPolicy
  /** What its health script sees. */
  readonly variables: NamedValues
}

/** One check of one host by a task. It may be repeated after a crash at any point. */
export interface HostCheck extends Pick<ScriptRun, 'run' | 'key' | 'activityKey' | 'hadBegun' | 'say'> {
  readonly deps: ScriptRun['deps'] & Pick<StepDeps, 'transports' | 'checkConnection'>
  readonly host: CheckedHost
  /** Nothing is run, whatever the policy says. */
  readonly onlyConnects: boolean
  /** For everything from the first attempt to connect on; a script that has begun may take what is left of it. */
  readonly timeoutMs: number
  /** Ends the check early: it was cancelled, or the time of all checks is up. */
  readonly givenUp: AbortSignal
  /** Waits for a place among what is done at once. One that does not answer holds none until it is tried again. */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

export interface HostFinding {
  readonly finding: CheckFinding
  /** What it said of itself, if it was asked. */
  readonly facts: PlaceFacts | null
}

/**
 * Finds out how a host is: whether it answers, and what its health script says. Null: the task was cancelled.
 *
 * A health script runs beside whatever is at work there: it must neither hold a deployment up nor be held up by one.
 * Source: domain reference 6.3, 6.6.
 */
export async function checkHost(check: HostCheck): Promise<HostFinding | null> {
  if (check.hadBegun && (await hasTicket(check))) {
    const end = await runHealthScript(check, performance.now() + check.timeoutMs)
    return takenFrom(end, check, null)
  }
  const found = await findOut(check)
  return check.run.cancelled.aborted ? null : found
}

async function hasTicket({ deps, run, key }: HostCheck): Promise<boolean> {
  const { rows } = await sql`
    select 1 from script_attempt where task_id = ${run.task.id} and action_key = ${key} limit 1`.execute(deps.database)
  return rows.length > 0
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 10_000

const LATE: HostFinding = {
  finding: { kind: 'not-checked', detail: 'the time for the whole check was up.' },
  facts: null,
}

/** A host that does not answer is tried again for as long as its policy says, and the time allows. */
async function findOut(check: HostCheck): Promise<HostFinding | null> {
  const { host, timeoutMs, givenUp, inTurn } = check
  // Nothing is there that could be unreachable.
  if (host.reach.style === 'None') return { finding: { kind: 'connected' }, facts: null }
  let begun: number | undefined
  let away = LATE
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    const tried = await inTurn(async () => {
      if (givenUp.aborted) return err(away)
      begun ??= performance.now()
      return tryHost(check, begun + timeoutMs)
    })
    if (tried.ok) return tried.value
    // What was cut short says nothing about the host.
    if (givenUp.aborted) return away
    away = tried.error
    const until = begun! + Math.min(timeoutMs, host.policy.retryMs)
    if (performance.now() + waitMs >= until) return away
    await sleep(waitMs, givenUp)
  }
}

/** Connects, and runs what is to be run there. Errors: nobody answers. */
async function tryHost(check: HostCheck, deadline: number): Promise<Result<HostFinding | null, HostFinding>> {
  const { deps, host, onlyConnects, timeoutMs, givenUp } = check
  const late = AbortSignal.timeout(Math.ceil(Math.max(1, deadline - performance.now())))
  const limit = AbortSignal.any([givenUp, late])
  let connected: Awaited<ReturnType<typeof deps.checkConnection>> = err({
    kind: 'out-of-reach',
    detail: `it did not answer within ${Math.round(timeoutMs / 1_000)} s`,
  })
  // One that stands still in the middle of it may be noticed by the connection itself only much later.
  const answered = deps.checkConnection({ ...host.reach, reachTimeoutMs: 0 }, limit)
  await firstOrAborted(limit, [answered.then((answer) => (connected = answer))])
  if (!connected.ok) {
    const found = { finding: connected.error, facts: null }
    return connected.error.kind === 'out-of-reach' ? err(found) : ok(found)
  }
  const facts = connected.value
  const hasScript = !onlyConnects && !host.policy.onlyConnects && host.policy.bashScript.trim() !== ''
  if (!hasScript) return ok({ finding: { kind: 'connected' }, facts })
  return ok(await takenFrom(await runHealthScript(check, deadline), check, facts))
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await firstOrAborted(signal, [
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms)
    }),
  ])
  clearTimeout(timer)
}

function runHealthScript(check: HostCheck, deadline: number): Promise<ScriptEnd> {
  const { deps, run, key, activityKey, hadBegun, host, say } = check
  const leftMs = Math.max(1_000, deadline - performance.now())
  return runScriptAttempts({
    deps,
    run,
    key,
    activityKey,
    hadBegun,
    say,
    place: host.name,
    target: { id: host.id, name: host.name },
    lock: 'none',
    limitMinutes: leftMs / 60_000,
    // What it says of the host then says nothing of how that is now.
    reach: null,
    transport: (waiter) => deps.transports({ ...host.reach, reachTimeoutMs: leftMs }, waiter),
    acquire: null,
    prepare: () => prepare(host, deps.now()),
    beforeStart: async () => {},
    // There is nothing that it could change.
    applyEffects: async () => {},
    changeTargets: async () => 'A health script may not make or remove targets.',
    collectArtifacts: async (_transport, _ticket, ended) => {
      say(
        'Verbose',
        'artifacts',
        'The files that the script handed over were not kept: a health check has no artifacts.',
      )
      return { ...ended, artifacts: [] }
    },
  })
}

function prepare({ policy, variables }: CheckedHost, now: number): Result<Payload, string> {
  const values = [...variables].map(([name, value]) => ({ name, value }))
  const hash = (algorithm: string, bytes: Uint8Array) => createHash(algorithm.toLowerCase()).update(bytes).digest('hex')
  const body = evaluate(policy.bashScript, createVariables(values), { now, hash }).text ?? policy.bashScript
  const payload = buildPayload({ syntax: 'Bash', body, variables: values })
  return payload.ok ? ok(payload.value) : err(`The health script cannot be run (${payload.error.kind}).`)
}

/** What the end of its health script says of a host. */
async function takenFrom(
  { outcome, message, outOfReach }: ScriptEnd,
  check: HostCheck,
  facts: PlaceFacts | null,
): Promise<HostFinding | null> {
  if (outcome === 'cancelled' || check.run.cancelled.aborted) return null
  if (outOfReach) return { finding: { kind: 'out-of-reach', detail: message }, facts }
  if (outcome !== 'succeeded') return { finding: { kind: 'script-failed', detail: message }, facts }
  return { finding: { kind: 'script-passed', hasWarnings: await hasWarned(check) }, facts }
}

/** Whether the script said something that is worth a look. What the server says there itself carries a key. */
async function hasWarned({ deps, run, activityKey }: HostCheck): Promise<boolean> {
  await run.log.settled()
  const { rows } = await sql`
    select 1 from task_log_line line
    where task_id = ${run.task.id} and category in ('Warning', 'Error', 'Fatal') and line_key is null
      and activity_number = (select number from task_activity where task_id = ${run.task.id} and key = ${activityKey})
    limit 1`.execute(deps.database)
  return rows.length > 0
}
