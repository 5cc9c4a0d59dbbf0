import type { Schema } from '@flotilla/api'
import { useRead } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'

/** The time zone of a schedule, one of those that the server knows. */
export function TimeZoneField({
  value,
  error,
  onChange,
}: {
  readonly value: string | null | undefined
  readonly error: string | undefined
  readonly onChange: (zone: string) => void
}) {
  const zones = useRead(['time-zones'], (client) =>
    client.get<readonly Schema<'TimeZone'>[]>('/api/serverstatus/timezones'),
  )
  return (
    <ChooseOne
      label="Time zone"
      required
      from={zones.data}
      limit={100}
      value={value || 'UTC'}
      error={error}
      onChange={onChange}
    />
  )
}
