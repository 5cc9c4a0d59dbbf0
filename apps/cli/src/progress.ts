import type { Activity, LogLine, Task, TaskEvent } from '@flotilla/api'

/** Log lines worth interrupting for; the rest is in `flotilla task log`. */
const LOUD = new Set(['Highlight', 'Warning', 'Error', 'Fatal'])

/** What to tell of a task's events as they come, one text per line; a label tells several tasks apart. */
export function createProgress(label: string): (event: TaskEvent) => readonly string[] {
  const activities = new Map<number, Activity>()
  const told = new Map<number, string>()
  let toldTask = ''
  const prefix = label === '' ? '' : `[${label}] `

  const depthOf = ({ Parent }: Activity): number => {
    const parent = Parent === null ? undefined : activities.get(Parent)
    return parent ? depthOf(parent) + 1 : 0
  }
  const ofActivity = (activity: Activity): readonly string[] => {
    activities.set(activity.Number, activity)
    // The outermost one is the task itself; a step that has not begun is no news.
    if (activity.Parent === null || activity.Status === 'Pending' || told.get(activity.Number) === activity.Status)
      return []
    told.set(activity.Number, activity.Status)
    return [`${statusOf(activity)}${'  '.repeat(depthOf(activity) - 1)}${activity.Name}`]
  }
  const ofLine = (line: LogLine): readonly string[] => {
    const activity = activities.get(line.Activity)
    return LOUD.has(line.Category)
      ? [`${' '.repeat(STATUS_WIDTH)}${'  '.repeat(activity ? depthOf(activity) : 0)}${line.MessageText}`]
      : []
  }
  // A task changes more often than what there is to say about it.
  const ofTask = (task: Task): readonly string[] => {
    const lines = explainTask(task)
    const text = lines.join('\n')
    if (text === toldTask) return []
    toldTask = text
    return lines
  }
  return (event) => {
    switch (event.kind) {
      case 'activity':
        return ofActivity(event.activity).map((line) => prefix + line)
      case 'line':
        return ofLine(event.line).map((line) => prefix + line)
      case 'task':
        return ofTask(event.task).map((line) => prefix + line)
      default:
        return []
    }
  }
}

const STATUS_WIDTH = 10
const statusOf = ({ Status }: Activity): string =>
  (Status === 'SuccessWithWarning' ? 'Warnings' : Status).padEnd(STATUS_WIDTH)

/** The state of a task in words, with what to do when it waits for somebody. */
export function explainTask(task: Task): readonly string[] {
  if (task.HasPendingInterruptions) {
    return [
      `${task.Id} waits for a person. See what is asked: flotilla approve ${task.Id}`,
      `Answer: flotilla approve ${task.Id} --result Proceed --notes "…"`,
    ]
  }
  const waiting = task.State === 'Queued' && task.WaitingFor ? `, waits for ${task.WaitingFor}` : ''
  const duration = task.IsCompleted && task.StartTime ? ` after ${task.Duration}` : ''
  const why = task.IsCompleted && task.ErrorMessage ? `: ${task.ErrorMessage}` : ''
  return [`${task.Id} ${task.Description}: ${task.State}${duration}${waiting}${why}`]
}
