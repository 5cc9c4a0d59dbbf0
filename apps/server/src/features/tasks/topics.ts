/** Sent when the state or interruptions of a task have changed. */
export const taskTopic = (taskId: string): string => `task:${taskId}`

/** Sent when a task's log has grown or changed: often, so that only its readers listen. */
export const taskLogTopic = (taskId: string): string => `task-log:${taskId}`

/** Sent when a task has learned of a secret: its children hide it too. */
export const taskSecretsTopic = (taskId: string): string => `task-secrets:${taskId}`
