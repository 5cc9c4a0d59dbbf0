/**
 * A .NET time span in the width that clients decode: 8 characters (`hh:mm:ss`) or at least 10 (with days or a fraction).
 * Undefined when the text is no time span. Source: API reference 1.4.
 */
export function canonicalTimeSpan(text: string): string | undefined {
  const parts = /^(?:(\d{1,8})\.)?(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,7}))?$/.exec(text.trim())
  if (!parts) return undefined
  const [, days, hours, minutes, seconds, fraction] = parts
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  const clock = [hours, minutes, seconds].map((part) => part!.padStart(2, '0')).join(':')
  return `${days && Number(days) > 0 ? `${Number(days)}.` : ''}${clock}${fraction ? `.${fraction.padEnd(7, '0')}` : ''}`
}

/** The length of a time span; undefined when the text is none. */
export function timeSpanMs(text: string): number | undefined {
  const parts = /^(?:(\d+)\.)?(\d{2}):(\d{2}):(\d{2})(?:\.(\d{7}))?$/.exec(canonicalTimeSpan(text) ?? '')
  if (!parts) return undefined
  const [days = 0, hours = 0, minutes = 0, seconds = 0, ticks = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000 + ticks / 10_000
}
