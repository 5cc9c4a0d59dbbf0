import type { Execution, Outcome, ScriptTransport, Ticket } from '@flotilla/work-directory'
import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { finishInterpretation, interpretChunk, offsetsOf } from '../../execution/index.ts'
import { saying } from '../../features/tasks/log-entries.ts'
import type { TaskRow } from '../../features/tasks/queries.ts'
import { Superseded } from '../../features/tasks/task-run.ts'
import { errorFacts, logLine } from '../../log.ts'
import { tellingDropped, tellingLost, tidyUp } from '../../steps/script-attempt.ts'
import { commitOutput, loadOutput, type OutputState, type TakingOutput } from '../../steps/script-output.ts'
import type { StepDeps } from '../../steps/step-type.ts'
import { type LeftBehind, leavingNothing } from '../../steps/tickets.ts'
import { loadRun } from '../deployment/load-run.ts'
import type { RunState } from '../deployment/run-state.ts'
import { followLate } from './follow-late.ts'
import { loadLatePlace } from './late-place.ts'
import { createLateTurns } from './late-turns.ts'
import { type Shared, shareWhileUsed } from './shared-while-used.ts'

const LOOK_MS = 5_000
/** Of more the oldest are known first. */
const MOST_KNOWN = 10_000
/** After a day the machines have removed what nobody fetched. */
const GIVEN_UP_AFTER_HOURS = 24

interface Left {
  readonly ticket: Ticket
  readonly task_id: string
  readonly payload_hash: string
  readonly has_begun: boolean
  readonly interpreter_state: unknown
  readonly left_behind: LeftBehind
  /** The task was cancelled, or the script took too long: it was to be ended. */
  readonly is_to_end: boolean
  /** Until its time limit is up. */
  readonly left_ms: number
  readonly give_up_in_ms: number
}

/**
 * Completes the logs of scripts that were given up because their machine was out of reach, once it is back and their task has
 * ended; what became of the task does not change. The node that ran a task does so, or any while that one is gone: whoever does
 * takes a new run of the task, so that another node that does it too writes nothing more. Answers how to stop.
 * Source: reliability reference F23, L8.
 */
export function watchLateOutput(deps: StepDeps): () => void {
  const stopping = new AbortController()
  const runs = shareWhileUsed((taskId) => takeRun(deps, taskId))
  const turns = createLateTurns(
    (ticket: Ticket, answered) =>
      fetchOne({ deps, runs, stopping: stopping.signal }, ticket, answered).catch((error: unknown) => {
        if (!(error instanceof Superseded) && !stopping.signal.aborted) throw error
      }),
    () => performance.now(),
  )
  const timer = setInterval(() => {
    findWaiting(deps.database, deps.nodeName).then(turns.waiting, (error: unknown) => {
      if (!stopping.signal.aborted) logLine('warn', 'Unfinished logs could not be looked for', errorFacts(error))
    })
  }, LOOK_MS)
  timer.unref()
  return () => {
    stopping.abort()
    clearInterval(timer)
  }
}

async function findWaiting(database: Database, nodeName: string): Promise<readonly Ticket[]> {
  const { rows } = await sql<{ ticket: Ticket }>`
    select a.ticket from script_attempt a join server_task t on t.id = a.task_id
    where a.left_behind is not null and t.state in ('Success', 'Failed', 'Canceled', 'TimedOut')
      and (t.server_node = ${nodeName} or not exists (select from server_node node where node.name = t.server_node))
    order by a.ended_at limit ${MOST_KNOWN}`.execute(database)
  return rows.map(({ ticket }) => ticket)
}

/** What is known of a ticket now, when its turn has come. */
async function loadLeft({ database, limits }: StepDeps, ticket: Ticket): Promise<Left | undefined> {
  const { rows } = await sql<Left>`
    select a.ticket, a.task_id, a.payload_hash, a.has_begun, a.interpreter_state, a.left_behind,
      t.state = 'Canceled' or a.is_over_time as is_to_end,
      extract(epoch from coalesce(a.deadline, a.created_at + ${limits.scriptMinutes}::float8 * interval '1 minute')
        - now())::float8 * 1000 as left_ms,
      extract(epoch from a.ended_at + make_interval(hours => ${GIVEN_UP_AFTER_HOURS}) - now())::float8 * 1000 as give_up_in_ms
    from script_attempt a join server_task t on t.id = a.task_id
    where a.ticket = ${ticket} and a.left_behind is not null`.execute(database)
  return rows[0]
}

/** What fetching needs. The scripts of a task that are fetched at the same time share a run of it, and so its log. */
interface Fetching {
  readonly deps: StepDeps
  readonly runs: Shared<RunState | undefined>
  readonly stopping: AbortSignal
}

async function fetchOne(fetching: Fetching, ticket: Ticket, answered: () => void): Promise<void> {
  const { deps, stopping } = fetching
  const left = stopping.aborted ? undefined : await loadLeft(deps, ticket)
  if (!left) return
  const { reach } = left.left_behind
  const transport = deps.transports({ ...reach, reachTimeoutMs: 0 })
  const [stored, place] = await Promise.all([
    loadOutput(deps.database, ticket, left.interpreter_state),
    loadLatePlace(deps.database, reach),
  ])
  if (place === 'gone')
    return endWithout(fetching, left, stored, 'the machine was removed, or another one has taken its place')
  if (left.give_up_in_ms <= 0)
    return endWithout(
      fetching,
      left,
      stored,
      place === 'disabled' ? 'the machine is disabled' : 'nobody answered there for a day',
    )
  if (place === 'disabled') return
  if (!transport.ok) return endWithout(fetching, left, stored, transport.error)
  const attached = await transport.value.attach(ticket, {
    from: offsetsOf(stored.interpreter),
    payloadHash: left.payload_hash,
    hasBegun: left.has_begun,
  })
  if (!attached.ok) {
    const { kind } = attached.error
    if (kind !== 'out-of-reach') await endWithout(fetching, left, stored, kind)
    return
  }
  answered()
  const execution = attached.value
  try {
    await withScript(fetching, left, (script) =>
      takeRest(script, left, { execution, transport: transport.value, stored, stopping }),
    )
  } finally {
    execution.detach()
  }
}

interface Rest {
  readonly execution: Execution
  readonly transport: ScriptTransport
  readonly stored: OutputState
  readonly stopping: AbortSignal
}

async function takeRest(script: TakingOutput, left: Left, rest: Rest): Promise<void> {
  const { ticket, left_behind, is_to_end, left_ms, give_up_in_ms } = left
  const { transport, stopping } = rest
  await say(script, `late:${ticket}`, `${left_behind.place} is back. What follows came after the outcome was decided.`)
  let state = rest.stored
  const outcome = await followLate(rest.execution, {
    endInMs: is_to_end ? 0 : left_ms,
    giveUpInMs: give_up_in_ms,
    end: () => {
      const saying = is_to_end ? undefined : say(script, `late-limit:${ticket}`, OVER_TIME)
      // If it does not come to that, the next who follows it tries again.
      for (const done of [saying, transport.cancel(ticket)]) done?.catch(() => {})
    },
    take: async (output) => {
      if (output.kind === 'output-lost') return script.run.log.write(tellingLost(script, ticket, output.stream))
      const { state: interpreter, items } = interpretChunk(state.interpreter, output)
      state = await commitOutput(script, ticket, { state: { ...state, interpreter }, items })
    },
    stopping,
  })
  // The rest is fetched another time.
  if (outcome === 'stopped' || isAway(outcome)) return
  await finish(script, ticket, state, explain(outcome))
  if (outcome !== 'given-up') tidyUp(transport, ticket)
}

const OVER_TIME = 'The script took longer there than its time limit, and is ended.'

const isAway = (outcome: Outcome | 'given-up'): boolean =>
  outcome !== 'given-up' && outcome.kind === 'unknown' && outcome.why === 'out-of-reach'

const endWithout = (fetching: Fetching, left: Left, state: OutputState, why: string): Promise<void> =>
  withScript(fetching, left, (script) =>
    finish(
      script,
      left.ticket,
      state,
      `What the script put out later on ${left.left_behind.place} was not fetched: ${why}.`,
    ),
  )

/** What the output is taken in with: it is logged and masked as that of any script, and changes nothing any more. */
const withScript = (
  { deps, runs }: Fetching,
  { ticket, task_id, interpreter_state: known, left_behind: { activityKey } }: Left,
  use: (script: TakingOutput) => Promise<void>,
): Promise<void> =>
  runs(task_id, async (run) => {
    // Another node may have taken some in before this run of the task began, and none can after it (reliability L1).
    const now = run && (await loadLeft(deps, ticket))
    if (run && now?.interpreter_state === known)
      await use({ deps, run, activityKey, applyEffects: async () => {}, changeTargets: async () => null })
  })

/** A new run of a task that has ended. */
async function takeRun(deps: StepDeps, taskId: string): Promise<RunState | undefined> {
  const { rows } = await sql<TaskRow>`
    update server_task set run_number = run_number + 1, server_node = ${deps.nodeName}
    where id = ${taskId} and state in ('Success', 'Failed', 'Canceled', 'TimedOut') returning *`.execute(deps.database)
  const task = rows[0]
  return task && loadRun(deps, task, { cancelled: new AbortController().signal, hasJustBegun: false })
}

const say = ({ deps, run, activityKey }: TakingOutput, key: string, text: string): Promise<void> =>
  run.log.lines(activityKey, [{ category: 'Highlight', text: run.mask(text), occurredAt: new Date(deps.now()), key }])

/** Nothing more is to come: shows what was held back, and says how it ended. */
async function finish(script: TakingOutput, ticket: Ticket, state: OutputState, text: string): Promise<void> {
  const { state: interpreter, items } = finishInterpretation(state.interpreter)
  const last = await commitOutput(script, ticket, { state: { ...state, interpreter }, items }, { isLast: true })
  const line = {
    category: 'Highlight',
    text,
    occurredAt: new Date(script.deps.now()),
    key: `late-end:${ticket}`,
  } as const
  await script.run.log.write(
    ...tellingDropped(script, ticket, last),
    saying(script.activityKey, [line]),
    leavingNothing(ticket),
  )
}

const explain = (outcome: Outcome | 'given-up'): string => {
  if (outcome === 'given-up') return 'The script still ran there after a day, and is not followed any longer.'
  switch (outcome.kind) {
    case 'exited':
      return `The script ended there with exit code ${outcome.exitCode}. Its outcome stays unknown.`
    case 'signalled':
      return `The script was ended there by the signal ${outcome.signal}. Its outcome stays unknown.`
    case 'never-started':
      return 'The script had not begun there, and never will. Its outcome stays unknown.'
    case 'unknown':
      return `Nobody can tell how the script ended there (${outcome.why}).`
  }
}
