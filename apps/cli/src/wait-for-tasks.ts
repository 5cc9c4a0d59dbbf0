import { type Client, followTask, type Task } from '@flotilla/api'
import { WaitEnded } from './failures.ts'
import type { Context } from './on-server.ts'
import { createProgress } from './progress.ts'

export interface WaitOptions {
  /** Undefined: as long as it takes. */
  readonly limitMs: number | undefined
  readonly isQuiet: boolean
}

export interface Awaited {
  readonly taskId: string
  /** Tells several apart in the progress; empty for one. */
  readonly label: string
}

/** Waits until all tasks are final and answers them in that order. Throws `WaitEnded` when time is up or on Ctrl-C. */
export async function waitForTasks(
  { client, say, catchInterrupt }: Context,
  awaited: readonly Awaited[],
  { limitMs, isQuiet }: WaitOptions,
): Promise<readonly Task[]> {
  const stop = new AbortController()
  const stopNow = () => stop.abort()
  const interrupted = catchInterrupt()
  interrupted.addEventListener('abort', stopNow)
  const timer = limitMs === undefined ? undefined : setTimeout(stopNow, limitMs)
  try {
    const tasks = await Promise.all(
      awaited.map((each) => waitForTask(client, each, stop.signal, isQuiet ? () => {} : say)),
    )
    const unfinished = awaited.filter((_, at) => tasks[at] === undefined)
    if (unfinished.length > 0) {
      throw new WaitEnded(
        interrupted.aborted ? 'interrupt' : 'time',
        unfinished.map(({ taskId }) => taskId),
      )
    }
    return tasks as readonly Task[]
  } finally {
    clearTimeout(timer)
    // One that failed must not keep the others' connections, and so the process, alive.
    stop.abort()
  }
}

/** Undefined when it was stopped before the task was final. */
async function waitForTask(
  client: Client,
  { taskId, label }: Awaited,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<Task | undefined> {
  const progress = createProgress(label)
  let last: Task | undefined
  for await (const event of followTask(client, taskId, signal)) {
    for (const line of progress(event)) say(line)
    if (event.kind === 'task') last = event.task
  }
  return last?.IsCompleted ? last : undefined
}
