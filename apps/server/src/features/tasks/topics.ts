/** Sent when a task was queued somewhere: nodes look for tasks whose workflow has not begun. */
export const TASKS_TOPIC = 'tasks'

/** Sent when the state, log or interruptions of a task have changed. */
export const taskTopic = (taskId: string): string => `task:${taskId}`
