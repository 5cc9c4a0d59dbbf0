/** Sent when machine events are written, and when a deployment ends: triggers look again at the machines that wait. */
export const MACHINE_EVENTS_TOPIC = 'machine-events'
