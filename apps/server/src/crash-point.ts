/** Places between two durable facts at which tests kill the server (reliability 2.1). */
export const CRASH_POINTS = [
  'accept.before',
  'accept.after',
  'start.before',
  'lock.after',
  'plan.after',
  'ticket.after',
  'send.after',
  'running.unseen',
  'log.read',
  'log.after',
  'exit.seen',
  'outcome.after',
  'retry.after',
  'step.between',
  'pause.after',
  'answer.after',
  'child.created',
  'child.done',
  'artifact.half',
  'final.before',
  'final.after',
  'cancel.after',
  'kill.sent',
  'schedule.before',
  'schedule.after',
  'trigger.before',
  'trigger.after',
  'webhook.sent',
  'retention.half',
  'recover.half',
  'rotate.half',
  'migrate.half',
] as const
export type CrashPoint = (typeof CRASH_POINTS)[number]

/** Set by the build: false in what is shipped, so that nothing of this is left in it. */
declare const __CRASH_POINTS__: boolean | undefined

const armed = typeof __CRASH_POINTS__ === 'undefined' ? false : __CRASH_POINTS__
const [wanted, nth = '1', how = 'SIGKILL'] = (process.env.FLOTILLA_TEST_CRASH_AT ?? '').split(':')
let passages = 0
/** Within this time a signal has stopped every thread. */
const STOPPING_MS = 50

/**
 * Kills this server at the n-th passage of `FLOTILLA_TEST_CRASH_AT=point[:n]`; with `point:n:SIGSTOP` it stops there until
 * somebody lets it go on. Otherwise does nothing.
 */
export async function crashPoint(point: CrashPoint): Promise<void> {
  if (!armed || point !== wanted) return
  passages += 1
  if (passages !== Number(nth)) return
  process.kill(process.pid, how)
  // Whatever else could still happen here before the signal arrives does not.
  if (how === 'SIGKILL') await new Promise(() => {})
  else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STOPPING_MS)
}
