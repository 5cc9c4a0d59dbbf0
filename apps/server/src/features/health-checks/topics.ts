/** Sent when health checks are due earlier than before. */
export const HEALTH_CHECKS_TOPIC = 'health-checks'
