import { wireDate } from '../../http/dates.ts'
import type { Caller } from '../context.ts'
import type { UserRow } from './queries.ts'

/** A user as the API shows him. Source: API reference 5.26. */
export function presentUser(user: UserRow, caller: Pick<Caller, 'userId'> | undefined) {
  const address = `/api/users/${user.id}`
  return {
    Id: user.id,
    Username: user.username,
    DisplayName: user.display_name,
    EmailAddress: user.email_address,
    IsActive: user.is_active,
    IsService: user.is_service,
    IsRequestor: user.id === caller?.userId,
    CanPasswordBeEdited: !user.is_service,
    Identities: [],
    Created: wireDate(user.created_at),
    Links: {
      Self: address,
      Permissions: `${address}/permissions{?spaces,includeSystem}`,
      PermissionsConfiguration: `${address}/permissions/configuration`,
      ApiKeys: `${address}/apikeys{/id}{?skip,take}`,
      Spaces: `${address}/spaces`,
      Teams: `${address}/teams{?spaces,includeSystem}`,
    },
  }
}
