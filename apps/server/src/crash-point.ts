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
  'retention.half',
  'recover.half',
  'migrate.half',
] as const
export type CrashPoint = (typeof CRASH_POINTS)[number]

/** Set by the build: false in what is shipped, so that nothing of this is left in it. */
declare const __CRASH_POINTS__: boolean | undefined

const armed = typeof __CRASH_POINTS__ === 'undefined' ? false : __CRASH_POINTS__
const [wanted, nth = '1'] = (process.env.FLOTILLA_TEST_CRASH_AT ?? '').split(':')
let passages = 0

/** Kills this server with SIGKILL at the n-th passage of `FLOTILLA_TEST_CRASH_AT=point[:n]`; otherwise does nothing. */
export async function crashPoint(point: CrashPoint): Promise<void> {
  if (!armed || point !== wanted) return
  passages += 1
  if (passages === Number(nth)) {
    process.kill(process.pid, 'SIGKILL')
    await new Promise(() => {})
  }
}
