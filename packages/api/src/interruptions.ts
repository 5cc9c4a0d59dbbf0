import type { Client } from './client.ts'
import type { Interruption } from './resources.ts'

/** The questions of a task that nobody has answered yet, newest first. */
export const pendingInterruptions = (client: Client, taskId: string): Promise<readonly Interruption[]> =>
  client.all('/api/interruptions', { regarding: taskId, pendingOnly: true })

/** The caller takes responsibility, which answering needs. */
export const takeResponsibility = (client: Client, id: string): Promise<unknown> =>
  client.put(`/api/interruptions/${id}/responsible`)

/** Answers: `Proceed` or `Abort`; for failure guidance `Fail`, `Retry`, `Ignore` or `Exclude`. */
export const submitInterruption = (
  client: Client,
  interruption: Interruption,
  answer: { readonly result: string; readonly notes: string },
): Promise<Interruption> =>
  client.post(`/api/interruptions/${interruption.Id}/submit`, {
    [interruption.Type === 'GuidedFailure' ? 'Guidance' : 'Result']: answer.result,
    Notes: answer.notes,
  })
