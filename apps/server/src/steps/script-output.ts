import { isTooShortToMask, SHORTEST_MASKED } from '@flotilla/domain/variables'
import type { Ticket } from '@flotilla/work-directory'
import type { Queryable } from '../database/connection.ts'
import { openText, sealText } from '../database/keyring.ts'
import { interpreterPlace } from '../database/sealed-columns.ts'
import {
  FRESH_INTERPRETER,
  type HeldOutput,
  type InterpreterState,
  isTargetChange,
  maskOutput,
  NO_HELD_OUTPUT,
  OUTPUT_VARIABLE_LIMIT_BYTES,
  type OutputItem,
  type OutputLine,
  offsetsOf,
  restoreInterpreter,
  type SavedInterpreter,
  saveInterpreter,
} from '../execution/index.ts'
import type { Entry } from '../features/tasks/batched-write.ts'
import { saying } from '../features/tasks/log-entries.ts'
import type { ScriptRun } from './script-run.ts'
import { progressing } from './tickets.ts'

/** A file that the script asked to be kept. */
export interface ArtifactRequest {
  readonly path: string
  readonly name: string
}

/** What output is taken in with. */
export type TakingOutput = Pick<ScriptRun, 'deps' | 'run' | 'activityKey' | 'applyEffects' | 'changeTargets'>

/** How far a script's output was taken in, what of it is not shown yet, and what it asked for that is done at its end. */
export interface OutputState {
  readonly interpreter: InterpreterState
  readonly held: HeldOutput
  /** Collected after the script, in this order. */
  readonly artifacts: readonly ArtifactRequest[]
  /** Why it failed, in the script's own words; not masked. */
  readonly reason: string | null
  /** What of it the log of the task had no room for. */
  readonly dropped: { readonly lines: number; readonly bytes: number }
  /** Why it fails, whatever its exit code: it put out more than a task may, or asked for what it may not have. */
  readonly excess: string | null
}

export const FRESH_OUTPUT: OutputState = {
  interpreter: FRESH_INTERPRETER,
  held: NO_HELD_OUTPUT,
  artifacts: [],
  reason: null,
  dropped: { lines: 0, bytes: 0 },
  excess: null,
}

type SavedOutput = SavedInterpreter & Partial<Omit<OutputState, 'interpreter'>>

/** What was stored of a ticket's output. */
export async function loadOutput(db: Queryable, ticket: Ticket, stored: unknown): Promise<OutputState> {
  if (!stored) return FRESH_OUTPUT
  const saved = JSON.parse(await openText(db, interpreterPlace(ticket), stored as string)) as SavedOutput
  // A server of an earlier version has not saved all of it.
  const { held, artifacts, reason, dropped, excess, ...interpreter } = { ...FRESH_OUTPUT, ...saved }
  return { interpreter: restoreInterpreter(interpreter), held, artifacts, reason, dropped, excess }
}

/** Stores how far the output of a ticket was taken in. */
export function storingOutput(db: Queryable, ticket: Ticket, state: OutputState): Entry {
  const { interpreter, ...rest } = state
  // Sealed: the beginning of a line may be that of a secret.
  const sealed = sealText(db, interpreterPlace(ticket), JSON.stringify({ ...saveInterpreter(interpreter), ...rest }))
  return progressing({ ticket, ...offsetsOf(interpreter), state: sealed })
}

/**
 * Lines, effects and the new offset in one transaction: a chunk counts once, however often it is read (L1–L3, L6). Answers
 * the state with what is held back now; `isLast`: nothing is.
 */
export async function commitOutput(
  script: TakingOutput,
  ticket: Ticket,
  interpretation: { readonly state: OutputState; readonly items: readonly OutputItem[] },
  {
    isLast = false,
    alsoWrites = () => [],
  }: { readonly isLast?: boolean; readonly alsoWrites?: (next: OutputState) => readonly Entry[] } = {},
): Promise<OutputState> {
  const { run, activityKey, deps } = script
  const { state, items } = interpretation
  const announced = items.flatMap((item) => (item.kind === 'mask' ? [item.value] : []))
  run.protect([...announced, ...items.flatMap(sensitiveOutputOf)])
  const outputs = judgeOutputs(script, items)
  const { shown, held } = maskOutput(state.held, items.flatMap(linesOf), run.masker, isLast)
  const { fitting, dropped } = fitLog(script, shown, state.dropped)
  const taken: OutputState = {
    ...state,
    held,
    dropped,
    excess: state.excess ?? outputs.excess,
    artifacts: [...state.artifacts, ...items.flatMap(requestOf)],
    reason: items.findLast((item) => item.kind === 'result-message')?.message ?? state.reason,
  }
  const occurredAt = new Date(deps.now())
  const lines = fitting.map(({ category, text }) => ({ category, text, occurredAt }))
  const storing = (next: OutputState) => [
    ...(lines.length > 0 ? [saying(activityKey, lines)] : []),
    storingOutput(deps.database, ticket, next),
    ...alsoWrites(next),
  ]
  if (outputs.kept.every(({ kind }) => kind === 'line')) {
    await run.log.write(...storing(taken))
    return taken
  }
  let next = taken
  await run.log.within(async (tx) => {
    await run.announce(tx, announced)
    const changes = outputs.kept.filter(isTargetChange)
    // What is refused is part of what is stored of the output, so it must be known first.
    const refusal = changes.length > 0 ? await script.changeTargets(tx, changes) : null
    next = { ...taken, excess: taken.excess ?? refusal }
    await Promise.all([run.log.writeIn(tx, ...storing(next)), script.applyEffects(tx, outputs.kept)])
  })
  return next
}

/** The lines that the log of the task has room for, and how much is dropped by now. What follows a dropped line is dropped too. */
function fitLog(
  { deps, run }: TakingOutput,
  lines: readonly OutputLine[],
  before: OutputState['dropped'],
): { readonly fitting: readonly OutputLine[]; readonly dropped: OutputState['dropped'] } {
  const fitting: OutputLine[] = []
  let { lines: count, bytes } = before
  for (const line of lines) {
    const size = Buffer.byteLength(line.text)
    if (count === 0 && run.logBytes + size <= deps.limits.logBytes) {
      run.logBytes += size
      fitting.push(line)
    } else {
      count += 1
      bytes += size
    }
  }
  return { fitting, dropped: { lines: count, bytes } }
}

/** What a script asks for without the output variables that are too much, and why the script fails because of them. */
function judgeOutputs(
  { deps, run }: TakingOutput,
  items: readonly OutputItem[],
): { readonly kept: readonly OutputItem[]; readonly excess: string | null } {
  let excess: string | null = null
  let bytes = run.outputBytes
  const kept = items.filter((item) => {
    if (item.kind === 'variable-too-large')
      excess ??= `The output variable ${item.name} is larger than ${inMebibytes(OUTPUT_VARIABLE_LIMIT_BYTES)}.`
    if (item.kind !== 'set-variable') return true
    bytes += Buffer.byteLength(item.value)
    if (bytes <= deps.limits.outputBytes) return true
    excess ??= `With the output variable ${item.name} those of this task are larger than ${inMebibytes(deps.limits.outputBytes)} together.`
    return false
  })
  return { kept, excess }
}

const inMebibytes = (bytes: number): string => `${Number((bytes / 1024 ** 2).toPrecision(3))} MiB`

const requestOf = (item: OutputItem): readonly ArtifactRequest[] =>
  item.kind === 'create-artifact' ? [{ path: item.path, name: item.name }] : []

const sensitiveOutputOf = (item: OutputItem): readonly string[] =>
  item.kind === 'set-variable' && item.sensitive ? [item.value] : []

const TOO_SHORT_TO_HIDE = `has fewer than ${SHORTEST_MASKED} characters, so it cannot be hidden in logs.`

/** What an item says in the log, not yet masked. */
function linesOf(item: OutputItem): readonly OutputLine[] {
  const said = (category: OutputLine['category'], text: string) => [{ stream: undefined, category, text }]
  switch (item.kind) {
    case 'line':
      return [item]
    case 'set-variable':
      return item.sensitive && isTooShortToMask(item.value)
        ? said('Warning', `The sensitive output ${item.name} ${TOO_SHORT_TO_HIDE}`)
        : []
    case 'mask':
      return isTooShortToMask(item.value) ? said('Warning', `The text to be masked ${TOO_SHORT_TO_HIDE}`) : []
    case 'variable-too-large':
      return said('Error', `The output variable ${item.name} is larger than 1 MiB and was not kept.`)
    case 'set-environment-state':
      return said(
        'Warning',
        `The environment state ${item.key} was not kept: this server does not know such states yet.`,
      )
    default:
      return []
  }
}
