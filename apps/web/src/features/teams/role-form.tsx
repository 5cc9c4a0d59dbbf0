import type { Schema } from '@flotilla/api'
import { Select } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { useSpace } from '../../api/space.tsx'
import { ChooseMany, ChooseOne } from '../../ui/choose.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { RESTRICTIONS, type Role, usePlaces } from './role-places.ts'

type Draft = Pick<Role, 'UserRoleId' | 'ProjectIds' | 'ProjectGroupIds' | 'EnvironmentIds' | 'TenantIds'> & {
  /** Empty: over the server. */
  readonly SpaceId: string
}

/** A role for a team, in this space or over the server, for everything or some of it. */
export function RoleForm({ team, onClose }: { readonly team: Schema<'Team'>; readonly onClose: () => void }) {
  const space = useSpace()
  const places = usePlaces()
  const [draft, setDraft] = useState<Draft>({
    UserRoleId: '',
    SpaceId: space.Id,
    ProjectIds: [],
    ProjectGroupIds: [],
    EnvironmentIds: [],
    TenantIds: [],
  })
  const saving = useChange((client, { SpaceId, ...given }: Draft) =>
    client.post(SpaceId ? '~/scopeduserroles' : '/api/scopeduserroles', {
      ...given,
      TeamId: team.Id,
      ...(SpaceId ? { SpaceId } : {}),
    }),
  )
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const chosen = places.roles?.find(({ Id }) => Id === draft.UserRoleId)
  return (
    <FormDialog title={`A role for ${team.Name}`} verb="Give" value={draft} saving={saving} onClose={onClose}>
      <ChooseOne
        label="Role"
        description={chosen?.Description}
        required
        from={places.roles}
        value={draft.UserRoleId}
        error={fieldProblem(saving.error, 'UserRoleId')}
        onChange={(UserRoleId) => change({ UserRoleId })}
      />
      {team.SpaceId === null && (
        <Select
          label="Where"
          data={[
            { value: space.Id, label: `in ${space.Name}` },
            { value: '', label: 'over the server' },
          ]}
          value={draft.SpaceId}
          allowDeselect={false}
          onChange={(SpaceId) => change({ SpaceId: SpaceId ?? '' })}
        />
      )}
      {draft.SpaceId !== '' &&
        RESTRICTIONS.map(({ field, label }) => (
          <ChooseMany
            key={field}
            label={`Only for these ${label.toLowerCase()}`}
            whenNone="all"
            from={places[field]}
            value={draft[field]}
            error={fieldProblem(saving.error, field)}
            onChange={(ids) => change({ [field]: ids })}
          />
        ))}
    </FormDialog>
  )
}
