import type { Outcome, Ticket } from '@flotilla/work-directory'
import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { finishInterpretation, interpretChunk, offsetsOf } from '../execution/index.ts'
import { saying } from '../features/tasks/log-entries.ts'
import type { TaskRow } from '../features/tasks/queries.ts'
import { Superseded } from '../features/tasks/task-run.ts'
import { errorFacts, logLine } from '../log.ts'
import { tellingDropped, tidyUp } from '../steps/script-attempt.ts'
import { commitOutput, loadOutput, type OutputState, type TakingOutput } from '../steps/script-output.ts'
import type { StepDeps } from '../steps/step-type.ts'
import { type LeftBehind, leavingNothing } from '../steps/tickets.ts'
import { loadRun } from './deployment/load-run.ts'

const LOOK_MS = 5_000
/** Scripts whose output is fetched at once. */
const MOST_AT_ONCE = 50
/** One that does not answer is asked again after so long, and then more and more seldom. */
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 300_000
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
  readonly is_too_late: boolean
}

/**
 * Completes the logs of scripts that were given up because their machine was out of reach, once it is back and their task has
 * ended; what became of the task does not change. The node that ran a task does so, or any while that one is gone: whoever does
 * takes a new run of the task, so that another node that does it too writes nothing more. Answers how to stop.
 * Source: reliability reference F23, L8.
 */
export function watchLateOutput(deps: StepDeps): () => void {
  const stopping = new AbortController()
  const busy = new Set<string>()
  const pauses = new Map<string, { readonly ms: number; readonly until: number }>()
  const fetchAll = async (): Promise<void> => {
    const left = await findLeft(deps.database, deps.nodeName)
    const known = new Set<string>(left.map(({ ticket }) => ticket))
    for (const ticket of pauses.keys()) if (!known.has(ticket)) pauses.delete(ticket)
    for (const each of left) {
      const isDue = (pauses.get(each.ticket)?.until ?? 0) <= performance.now()
      // Of a task one script at a time: they share its log.
      if (!isDue || busy.has(each.task_id) || busy.size >= MOST_AT_ONCE) continue
      busy.add(each.task_id)
      void fetchOne(deps, each, stopping.signal)
        .catch((error: unknown) => {
          if (!(error instanceof Superseded) && !stopping.signal.aborted)
            logLine('warn', 'The rest of a log could not be fetched', { ticket: each.ticket, ...errorFacts(error) })
        })
        .finally(() => {
          const ms = Math.min(2 * (pauses.get(each.ticket)?.ms ?? FIRST_PAUSE_MS / 2), LONGEST_PAUSE_MS)
          pauses.set(each.ticket, { ms, until: performance.now() + ms })
          busy.delete(each.task_id)
        })
    }
  }
  const timer = setInterval(() => {
    fetchAll().catch((error: unknown) => {
      if (!stopping.signal.aborted) logLine('warn', 'Unfinished logs could not be looked for', errorFacts(error))
    })
  }, LOOK_MS)
  timer.unref()
  return () => {
    stopping.abort()
    clearInterval(timer)
  }
}

async function findLeft(database: Database, nodeName: string): Promise<readonly Left[]> {
  const { rows } = await sql<Left>`
    select a.ticket, a.task_id, a.payload_hash, a.has_begun, a.interpreter_state, a.left_behind,
      t.state = 'Canceled' or a.is_over_time as is_to_end,
      a.ended_at < now() - make_interval(hours => ${GIVEN_UP_AFTER_HOURS}) as is_too_late
    from script_attempt a join server_task t on t.id = a.task_id
    where a.left_behind is not null and t.state in ('Success', 'Failed', 'Canceled', 'TimedOut')
      and (t.server_node = ${nodeName} or not exists (select from server_node node where node.name = t.server_node))
    order by a.ended_at limit 1000`.execute(database)
  return rows
}

async function fetchOne(deps: StepDeps, left: Left, stopping: AbortSignal): Promise<void> {
  const { ticket, left_behind: place } = left
  const transport = deps.transports({ ...place.reach, reachTimeoutMs: 0 })
  const stored = await loadOutput(deps.database, ticket, left.interpreter_state)
  if (left.is_too_late || !transport.ok) return endWithout(deps, left, stored, 'nobody answered there for a day')
  const attached = await transport.value.attach(ticket, {
    from: offsetsOf(stored.interpreter),
    payloadHash: left.payload_hash,
    hasBegun: left.has_begun,
  })
  if (!attached.ok) {
    const { kind } = attached.error
    if (kind !== 'out-of-reach') await endWithout(deps, left, stored, kind)
    return
  }
  const execution = attached.value
  const stop = () => execution.detach()
  stopping.addEventListener('abort', stop, { once: true })
  try {
    const script = await lateScript(deps, left)
    if (!script) return execution.detach()
    if (left.is_to_end) void transport.value.cancel(ticket).catch(() => {})
    await say(script, `late:${ticket}`, `${place.place} is back. What follows came after the outcome was decided.`)
    let state = stored
    for await (const event of execution) {
      if (event.kind === 'output') {
        const { state: interpreter, items } = interpretChunk(state.interpreter, event)
        state = await commitOutput(script, ticket, { state: { ...state, interpreter }, items })
      } else if (event.kind === 'ended') {
        // It is away again: the rest is fetched another time.
        if (event.outcome.kind === 'unknown' && event.outcome.why === 'out-of-reach') return
        await finish(script, ticket, state, explain(event.outcome))
        tidyUp(transport.value, ticket)
      }
    }
  } finally {
    stopping.removeEventListener('abort', stop)
  }
}

async function endWithout(deps: StepDeps, left: Left, state: OutputState, why: string): Promise<void> {
  const script = await lateScript(deps, left)
  const { place } = left.left_behind
  if (script)
    await finish(script, left.ticket, state, `What the script put out later on ${place} was not fetched: ${why}.`)
}

/** What the output is taken in with: it is logged and masked as that of any script, and changes nothing any more. */
async function lateScript(deps: StepDeps, { task_id, left_behind }: Left): Promise<TakingOutput | undefined> {
  const { rows } = await sql<TaskRow>`
    update server_task set run_number = run_number + 1, server_node = ${deps.nodeName}
    where id = ${task_id} and state in ('Success', 'Failed', 'Canceled', 'TimedOut') returning *`.execute(deps.database)
  const task = rows[0]
  if (!task) return undefined
  const run = await loadRun(deps, task, { cancelled: new AbortController().signal, hasJustBegun: false })
  return {
    deps,
    run,
    activityKey: left_behind.activityKey,
    applyEffects: async () => {},
    changeTargets: async () => null,
  }
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

const explain = (outcome: Outcome): string => {
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
