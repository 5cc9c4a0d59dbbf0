/** Sent when the state, log or interruptions of a task have changed. */
export const taskTopic = (taskId: string): string => `task:${taskId}`
