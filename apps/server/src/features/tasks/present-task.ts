import { humanDuration, wireDate } from '../../http/dates.ts'
import { spaceAddress } from '../context.ts'
import type { TaskRow } from './queries.ts'

const FINAL: ReadonlySet<string> = new Set(['Success', 'Failed', 'Canceled', 'TimedOut'])

export const isFinal = (state: string): boolean => FINAL.has(state)

/** How long a task has run, for people. */
export function durationOf(task: Pick<TaskRow, 'start_time' | 'completed_time' | 'last_updated_time'>): string {
  const until = task.completed_time ?? task.last_updated_time
  return task.start_time ? humanDuration(until.getTime() - task.start_time.getTime()) : '0 seconds'
}

/** Of deployments and runs a new one is made instead (domain reference 3.6). */
export const canRerun = ({ name, completed_time }: TaskRow): boolean =>
  completed_time !== null && (name === 'Health' || name === 'Retention')

/** A task as the API shows it (API reference 5.10). */
export function presentTask(task: TaskRow) {
  const address = `/api/tasks/${task.id}`
  const space = task.space_id ? spaceAddress(task.space_id) : '/api'
  return {
    Id: task.id,
    SpaceId: task.space_id,
    Name: task.name,
    Description: task.description,
    Arguments: task.arguments,
    State: task.state,
    Completed: task.completed_time ? task.completed_time.toUTCString() : `${task.state}...`,
    Duration: durationOf(task),
    ErrorMessage: task.error_message,
    QueueTime: wireDate(task.queue_time),
    QueueTimeExpiry: wireDate(task.queue_time_expiry),
    StartTime: wireDate(task.start_time),
    LastUpdatedTime: wireDate(task.last_updated_time),
    CompletedTime: wireDate(task.completed_time),
    ServerNode: task.server_node ?? '',
    ProjectId: task.project_id,
    EnvironmentId: task.environment_id,
    TenantId: task.tenant_id,
    ParentTaskId: task.parent_task_id,
    WaitingFor: task.waiting_for,
    HasBeenPickedUpByProcessor: task.start_time !== null,
    IsCompleted: isFinal(task.state),
    FinishedSuccessfully: task.state === 'Success',
    HasPendingInterruptions: task.pending_interruptions > 0,
    HasWarningsOrErrors: task.has_warnings_or_errors,
    CanRerun: canRerun(task),
    PendingInterruptionTypes: [
      ...(task.pending_interruptions > task.pending_guidance ? ['ManualIntervention'] : []),
      ...(task.pending_guidance > 0 ? ['GuidedFailure'] : []),
    ],
    PendingPreconditionTypes: [],
    HasPendingPreconditions: false,
    EstimatedRemainingQueueDurationSeconds: 0,
    Links: {
      Self: address,
      Web: `/app#${task.space_id ? `/${task.space_id}` : ''}/tasks/${task.id}`,
      Raw: `${address}/raw`,
      Rerun: `/api/tasks/rerun/${task.id}`,
      Cancel: `${address}/cancel`,
      State: `${address}/state`,
      QueuedBehind: `${address}/queued-behind{?skip,take}`,
      Details: `${address}/details{?verbose,tail}`,
      Stream: `${address}/stream`,
      Artifacts: `${space}/artifacts?regarding=${task.id}`,
      Interruptions: `${space}/interruptions?regarding=${task.id}`,
      Prioritize: `${address}/prioritize`,
    },
  }
}
