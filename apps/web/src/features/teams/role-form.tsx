import type { Schema } from '@flotilla/api'
import { Select } from '@mantine/core'
import { useChange } from '../../api/queries.ts'
import { useSpace } from '../../api/space.tsx'
import { ChooseMany, ChooseOne } from '../../ui/choose.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'
import { RESTRICTIONS, type Role, usePlaces } from './role-places.ts'

type Draft = Pick<Role, 'UserRoleId' | 'ProjectIds' | 'ProjectGroupIds' | 'EnvironmentIds' | 'TenantIds'> & {
  /** Empty: over the server. */
  readonly SpaceId: string
}

/** A role for a team, in this space or over the server, for everything or some of it. */
export function RoleForm({ team, onClose }: { readonly team: Schema<'Team'>; readonly onClose: () => void }) {
  const space = useSpace()
  const places = usePlaces()
  const saving = useChange((client, { SpaceId, ...given }: Draft) =>
    client.post(SpaceId ? '~/scopeduserroles' : '/api/scopeduserroles', {
      ...given,
      TeamId: team.Id,
      ...(SpaceId ? { SpaceId } : {}),
    }),
  )
  const form = useForm<Draft>(
    { UserRoleId: '', SpaceId: space.Id, ProjectIds: [], ProjectGroupIds: [], EnvironmentIds: [], TenantIds: [] },
    saving,
  )
  const chosen = places.roles?.find(({ Id }) => Id === form.draft.UserRoleId)
  return (
    <FormDialog title={`A role for ${team.Name}`} verb="Give" form={form} onClose={onClose}>
      <ChooseOne
        label="Role"
        description={chosen?.Description}
        required
        from={places.roles}
        {...form.field('UserRoleId')}
      />
      {team.SpaceId === null && (
        <Select
          label="Where"
          data={[
            { value: space.Id, label: `in ${space.Name}` },
            { value: '', label: 'over the server' },
          ]}
          {...form.option('SpaceId')}
        />
      )}
      {form.draft.SpaceId !== '' &&
        RESTRICTIONS.map(({ field, label }) => (
          <ChooseMany
            key={field}
            label={`Only for these ${label.toLowerCase()}`}
            whenNone="all"
            from={places[field]}
            {...form.field(field)}
          />
        ))}
    </FormDialog>
  )
}
