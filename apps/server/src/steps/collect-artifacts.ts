import { assertNever, err, ok, type Result } from '@flotilla/kit'
import type { FileRefusal, ScriptTransport, Ticket } from '@flotilla/work-directory'
import { inTransaction } from '../database/connection.ts'
import { countArtifacts, MOST_ARTIFACTS_A_TASK } from '../features/artifacts/queries.ts'
import { storeArtifact } from '../features/artifacts/store-artifact.ts'
import { relatedIds } from '../features/deployments/execution.ts'
import { saying } from '../features/tasks/log-entries.ts'
import { lockTask } from '../features/tasks/task-run.ts'
import { type ArtifactRequest, type OutputState, storingOutput } from './script-output.ts'
import type { ActionRun } from './step-type.ts'

/** Why a file is not kept. */
type ArtifactRefusal =
  | FileRefusal
  | { readonly kind: 'too-large'; readonly sizeBytes: number; readonly limitBytes: number }
  | { readonly kind: 'too-many'; readonly limit: number }

/**
 * Stores the files that a script asked to be kept, once it has ended and before its work directory goes. Each is stored in
 * one transaction with the note that it is done, so that a crash neither loses nor doubles one. A file that can't be kept is
 * a warning.
 *
 * Source: domain reference 4.7, 4.12; reliability reference L6, L7, G6.
 */
export async function collectArtifacts(
  action: ActionRun,
  transport: ScriptTransport,
  ticket: Ticket,
  ended: OutputState,
): Promise<OutputState> {
  const { run, activityKey, deps } = action
  let state = ended
  for (const request of ended.artifacts) {
    state = { ...state, artifacts: state.artifacts.slice(1) }
    const kept = await keep(action, transport, ticket, request, state)
    if (kept.ok) continue
    const text = run.mask(`The artifact ${request.name} was not kept: ${explain(kept.error, request.path)}.`)
    const line = { category: 'Warning', text, occurredAt: new Date(deps.now()) } as const
    await run.log.write(saying(activityKey, [line]), storingOutput(deps.database, ticket, state))
  }
  return state
}

async function keep(
  { deps, run, activityKey }: ActionRun,
  transport: ScriptTransport,
  ticket: Ticket,
  request: ArtifactRequest,
  done: OutputState,
): Promise<Result<void, ArtifactRefusal>> {
  const opened = await transport.openFile(ticket, request.path)
  if (!opened.ok) return opened
  const file = opened.value
  try {
    if (file.sizeBytes > deps.maxArtifactBytes)
      return err({ kind: 'too-large', sizeBytes: file.sizeBytes, limitBytes: deps.maxArtifactBytes })
    // Not among the writes of the log: a large file would hold up everything else that the task has to say.
    return await inTransaction(deps.database, async (tx) => {
      if ((await countArtifacts(tx, run.task.id)) >= MOST_ARTIFACTS_A_TASK)
        return err({ kind: 'too-many', limit: MOST_ARTIFACTS_A_TASK } as const)
      await storeArtifact(tx, {
        spaceId: run.execution.space_id,
        taskId: run.task.id,
        filename: run.mask(request.name),
        source: activityKey,
        content: file,
        related: relatedIds(run.execution),
      })
      await Promise.all([run.log.writeIn(tx, storingOutput(tx, ticket, done)), lockTask(tx, run.task)])
      return ok()
    })
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall !== 'read' || code === undefined) throw error
    return err({ kind: 'not-readable', code })
  } finally {
    await file.close()
  }
}

/** Why a file is not kept, as the end of a sentence. */
function explain(refusal: ArtifactRefusal, path: string): string {
  switch (refusal.kind) {
    case 'file-not-found':
      return `there is no file ${path}`
    case 'not-a-file':
      return refusal.isDirectory
        ? `${path} is a directory; hand over an archive of it instead`
        : `${path} is not a regular file`
    case 'leads-elsewhere':
      return `${path} leads out of the work directory through a link`
    case 'closed':
      return `${path} is not for scripts to hand over`
    case 'not-readable':
      return `${path} could not be read (${refusal.code})`
    case 'too-large':
      return `${path} has ${refusal.sizeBytes} bytes, and at most ${refusal.limitBytes} are allowed`
    case 'too-many':
      return `a task keeps at most ${refusal.limit}`
    default:
      return assertNever(refusal)
  }
}
