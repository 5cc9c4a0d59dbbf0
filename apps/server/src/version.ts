/** Of the server, and of the agent that is installed with it. */
export const VERSION = '2026.1.0'
