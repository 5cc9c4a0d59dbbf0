import type { Query, Schema, User } from '@flotilla/api'
import { Group, TextInput } from '@mantine/core'
import { useDocuments, useRead } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'
import { EnvironmentField } from '../environments/environments-field.tsx'

/** What narrows the audit, as the address names it: `from` and `to` are days where the reader is, both included. */
type Filter = 'category' | 'project' | 'environment' | 'user' | 'from' | 'to'

/** What the server is asked for. */
export function queryOf(address: URLSearchParams): Query {
  const chosen = (name: Filter) => address.get(name) || undefined
  const at = (day: string | undefined, time: string) => {
    const date = new Date(`${day}T${time}`)
    return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
  }
  return {
    eventGroups: chosen('category'),
    projects: chosen('project'),
    environments: chosen('environment'),
    users: chosen('user'),
    from: at(chosen('from'), '00:00'),
    to: at(chosen('to'), '23:59:59.999'),
  }
}

/** The server finds what fits all that is chosen. */
export function AuditFilters({
  chosen,
  choose,
}: {
  readonly chosen: (name: Filter) => string | null
  readonly choose: (name: Filter, value: string | null) => void
}) {
  const groups = useRead(['event-groups'], (client) =>
    client.get<readonly Schema<'EventGroup'>[]>('/api/events/groups'),
  )
  const users = useRead(['users'], (client) => client.all<User>('/api/users'))
  const day = (name: 'from' | 'to', label: string) => (
    <TextInput
      type="date"
      aria-label={label}
      title={label}
      value={chosen(name) ?? ''}
      onChange={({ currentTarget }) => choose(name, currentTarget.value)}
    />
  )
  return (
    <Group gap="xs">
      <ChooseOne
        aria-label="What about"
        whenNone="Everything"
        from={groups.data}
        value={chosen('category')}
        onChange={(id) => choose('category', id)}
      />
      <ChooseOne
        aria-label="Project"
        whenNone="All projects"
        from={useDocuments('projects').data}
        value={chosen('project')}
        onChange={(id) => choose('project', id)}
      />
      <EnvironmentField
        aria-label="Environment"
        whenNone="All environments"
        value={chosen('environment')}
        onChange={(id) => choose('environment', id)}
      />
      {/* Who may not see users reads their names in the rows. */}
      {users.data && (
        <ChooseOne
          aria-label="Who"
          whenNone="Everybody"
          from={users.data.map(({ Id, DisplayName }) => ({ Id, Name: DisplayName }))}
          value={chosen('user')}
          onChange={(id) => choose('user', id)}
        />
      )}
      <Group gap={6} wrap="nowrap">
        {day('from', 'First day')}
        <span aria-hidden>–</span>
        {day('to', 'Last day')}
      </Group>
    </Group>
  )
}
