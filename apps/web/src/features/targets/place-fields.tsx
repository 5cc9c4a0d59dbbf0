import { Stack, TagsInput } from '@mantine/core'
import { useDocuments } from '../../api/queries.ts'
import { ChooseMany } from '../../ui/choose.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { EnvironmentsField } from '../environments/environments-field.tsx'
import { useMachineRoles } from './machine-roles.ts'

/** Where a target stands, what it is for and whom it serves. */
export interface Place {
  readonly EnvironmentIds: readonly string[]
  readonly Roles: readonly string[]
  readonly TenantIds: readonly string[]
}

/** What of a refusal stands at these fields. */
export const PLACE_FIELDS = ['EnvironmentIds', 'Roles', 'TenantIds'] as const

export const NO_PLACE: Place = { EnvironmentIds: [], Roles: [], TenantIds: [] }

/** The fields of a place; problems stand at the field that the server names. */
export function PlaceFields({
  value,
  onChange,
  error,
}: {
  readonly value: Place
  readonly onChange: (value: Place) => void
  readonly error: unknown
}) {
  const roles = useMachineRoles()
  const tenants = useDocuments('tenants')
  return (
    <Stack gap="md">
      <EnvironmentsField
        label="Environments"
        whenNone="Choose at least one"
        value={value.EnvironmentIds}
        onChange={(EnvironmentIds) => onChange({ ...value, EnvironmentIds })}
        error={fieldProblem(error, 'EnvironmentIds')}
        withAsterisk
      />
      <TagsInput
        label="Roles"
        description="What it is for. Steps name the roles that they run on; a new one is made by typing it"
        placeholder={value.Roles.length === 0 ? 'web-server' : undefined}
        data={[...(roles.data ?? [])]}
        value={[...value.Roles]}
        onChange={(Roles) => onChange({ ...value, Roles })}
        error={fieldProblem(error, 'Roles')}
        acceptValueOnBlur
        withAsterisk
      />
      {((tenants.data ?? []).length > 0 || value.TenantIds.length > 0) && (
        <ChooseMany
          label="Tenants"
          whenNone="serves no tenant"
          from={tenants.data}
          value={value.TenantIds}
          onChange={(TenantIds) => onChange({ ...value, TenantIds })}
          error={fieldProblem(error, 'TenantIds')}
        />
      )}
    </Stack>
  )
}
