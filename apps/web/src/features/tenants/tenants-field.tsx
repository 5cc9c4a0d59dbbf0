import type { Schema } from '@flotilla/api'
import { Group, MultiSelect } from '@mantine/core'
import { useDocuments, useRead } from '../../api/queries.ts'
import { ChooseMany } from '../../ui/choose.tsx'
import { fieldProblem } from '../../ui/problem.tsx'

type TagSet = Schema<'TagSet'>

/** The sets of tags, for `scope` only those that can stand there. */
export function useTagSets(scope?: TagSet['Scopes'][number]) {
  const sets = useRead(['tagsets'], (client) => client.all<TagSet>('~/tagsets'))
  return { ...sets, data: sets.data?.filter(({ Scopes }) => !scope || Scopes.includes(scope)) }
}

/** Tags of tenants, as `set/tag`. */
export function TenantTagsField({
  value,
  whenNone,
  ...rest
}: {
  readonly label?: string
  readonly 'aria-label'?: string
  readonly description?: string
  readonly value: readonly string[]
  readonly whenNone?: string
  readonly error?: string | undefined
  readonly onChange: (tags: string[]) => void
}) {
  const sets = useTagSets('Tenant')
  const known = (sets.data ?? []).map(({ Name, Tags }) => ({
    group: Name,
    items: Tags.map((tag) => ({ value: `${Name}/${tag.Name}`, label: tag.Name })),
  }))
  return (
    <MultiSelect
      {...rest}
      data={known}
      value={[...value]}
      placeholder={value.length === 0 ? whenNone : undefined}
      searchable
      clearable
      nothingFoundMessage="No tag has this name"
    />
  )
}

/** Whom something is done for: tenants, and all who have a tag. */
export function TenantsField({
  tenantIds,
  tags,
  error,
  within,
  onChange,
}: {
  readonly tenantIds: readonly string[]
  readonly tags: readonly string[]
  readonly error: unknown
  /** What the server puts before the names of the fields. */
  readonly within: string
  readonly onChange: (change: { readonly TenantIds: string[] } | { readonly TenantTags: string[] }) => void
}) {
  const tenants = useDocuments('tenants')
  return (
    <Group grow align="flex-start">
      <ChooseMany
        label="Tenants"
        whenNone="none"
        from={tenants.data}
        value={tenantIds}
        error={fieldProblem(error, `${within}TenantIds`)}
        onChange={(TenantIds) => onChange({ TenantIds })}
      />
      <TenantTagsField
        label="Tenants with a tag"
        whenNone="none"
        value={tags}
        error={fieldProblem(error, `${within}TenantTags`)}
        onChange={(TenantTags) => onChange({ TenantTags })}
      />
    </Group>
  )
}
