import type { Schema } from '@flotilla/api'

export type MachinePolicy = Schema<'MachinePolicy'>

/** `1.02:30:00`: days, hours, minutes and seconds, as the API writes them. */
export function parseSpan(text: string): { readonly minutes: number } | undefined {
  const parts = /^(?:(\d+)\.)?(\d+):(\d+):(\d+)/.exec(text)
  if (!parts) return undefined
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  return { minutes: (days * 24 + hours) * 60 + minutes + seconds / 60 }
}

export function writeSpan(minutes: number): string {
  const days = Math.floor(minutes / 1_440)
  const two = (part: number) => String(part).padStart(2, '0')
  const clock = [Math.floor((minutes % 1_440) / 60), Math.floor(minutes % 60), Math.round((minutes % 1) * 60)]
  return `${days > 0 ? `${days}.` : ''}${clock.map(two).join(':')}`
}

/** `2 days 3 hours`. */
export function spanInWords(text: string): string {
  const span = parseSpan(text)
  if (!span) return text
  const whole = Math.floor(span.minutes)
  const parts = [
    [Math.floor(whole / 1_440), 'day'],
    [Math.floor((whole % 1_440) / 60), 'hour'],
    [whole % 60, 'minute'],
    [Math.round((span.minutes % 1) * 60), 'second'],
  ] as const
  const told = parts.flatMap(([count, unit]) => (count > 0 ? [`${count} ${unit}${count === 1 ? '' : 's'}`] : []))
  return told.length === 0 ? 'no time' : told.join(' ')
}

/** When machines under a policy are checked. */
export function healthChecksInWords({ MachineHealthCheckPolicy: checks }: MachinePolicy): string {
  const what = checks.HealthCheckType === 'OnlyConnectivity' ? 'only whether it answers' : 'by a script'
  if (checks.HealthCheckCron) return `${checks.HealthCheckCron} (${checks.HealthCheckCronTimezone}), ${what}`
  const minutes = parseSpan(checks.HealthCheckInterval)?.minutes ?? 0
  return minutes === 0
    ? 'never automatically'
    : `every ${spanInWords(checks.HealthCheckInterval).replace(/^1 (\w+)$/, '$1')}, ${what}`
}

/** What a health check makes of a machine that does not answer. */
export const CONNECTIVITY = {
  ExpectedToBeOnline: 'the check fails',
  MayBeOfflineAndCanBeSkipped: 'it may be offline: the check passes with a warning',
} as const

/** What becomes of machines that stay out of reach. */
export const cleanUpInWords = ({
  MachineCleanupPolicy: { DeleteMachinesBehavior, DeleteMachinesElapsedTimeSpan },
}: MachinePolicy) =>
  DeleteMachinesBehavior === 'DoNotDelete'
    ? 'kept'
    : `deleted after ${spanInWords(DeleteMachinesElapsedTimeSpan)} out of reach`
