/** Sent when an agent has connected, and when its machine is not its own any more. The database's triggers spell it too (0019). */
export const agentTopic = (thumbprint: string): string => `agent:${thumbprint}`

/** Sent when connections are to be cut: by triggers of the database (0019). */
export const AGENTS_CUT_TOPIC = 'agents-cut'
