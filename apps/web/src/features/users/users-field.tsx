import type { User } from '@flotilla/api'
import { useRead } from '../../api/queries.ts'
import { ChooseMany } from '../../ui/choose.tsx'

/** So many are offered at once; typing finds the others. */
const OFFERED = 100

/** Some users, by the names that others read. */
export function UsersField(props: Omit<Parameters<typeof ChooseMany>[0], 'from' | 'limit'>) {
  const users = useRead(['users'], (client) => client.all<User>('/api/users'))
  return (
    <ChooseMany
      whenNone="nobody yet"
      {...props}
      limit={OFFERED}
      from={users.data?.map(({ Id, DisplayName }) => ({ Id, Name: DisplayName }))}
    />
  )
}
