import type { Schema } from '@flotilla/api'
import { Group, Paper, Stack, Title } from '@mantine/core'
import { useChange, useDocuments, useRead } from '../../api/queries.ts'
import { DraftButtons } from '../../ui/draft-buttons.tsx'
import { nameIn } from '../../ui/name-in.ts'
import { Loaded } from '../../ui/page.tsx'
import { Problem } from '../../ui/problem.tsx'
import { State } from '../../ui/state.tsx'
import { useDraft } from '../../ui/use-draft.ts'
import { ValuesTable, valueNames } from './values-table.tsx'

type Values = Schema<'TenantVariables'>
type Missing = Schema<'MissingTenantVariables'>['MissingVariables'][number]

/** A tenant's own values for what its projects and the library ask each tenant for; what is missing is marked. */
export function TenantValues({ tenantId }: { readonly tenantId: string }) {
  const values = useRead(['tenant-values', tenantId], (client) => client.get<Values>(`~/tenants/${tenantId}/variables`))
  const missing = useRead(['tenant-values', tenantId, 'missing'], async (client) => {
    const query = { tenantId, includeDetails: true }
    const found = await client.get<readonly Schema<'MissingTenantVariables'>[]>('~/tenants/variables-missing', query)
    return found.flatMap(({ MissingVariables }) => MissingVariables)
  })
  return (
    <Loaded of={values}>
      {(stored) => <Editor stored={stored} missing={missing.data ?? []} readAgain={values.refetch} />}
    </Loaded>
  )
}

function Editor({
  stored,
  missing,
  readAgain,
}: {
  readonly stored: Values
  readonly missing: readonly Missing[]
  readonly readAgain: () => Promise<unknown>
}) {
  const environments = useDocuments('environments')
  const nameOf = (id: string) => nameIn(environments.data, id)
  const saving = useChange((client, given: Values) =>
    client.put<Values>(`~/tenants/${stored.TenantId}/variables`, given),
  )
  const draft = useDraft(stored, readAgain, saving)
  const { ProjectVariables: projects, LibraryVariables: sets } = draft.value
  const lacks = (owner: string, environmentId: string, templateId: string) =>
    missing.some(
      (each) =>
        each.VariableTemplateId === templateId &&
        (each.ProjectId ?? each.LibraryVariableSetId) === owner &&
        (each.EnvironmentId ?? '') === environmentId,
    )
  const asked = [...Object.values(projects), ...Object.values(sets)].filter(({ Templates }) => Templates.length > 0)
  return (
    <Paper withBorder p="lg" maw={1180} component="section" aria-label="Values">
      <Stack>
        <Group justify="space-between">
          <Group>
            <Title order={2}>Values</Title>
            {missing.length > 0 && (
              <State tone="warn" word={missing.length === 1 ? '1 is missing' : `${missing.length} are missing`} />
            )}
          </Group>
          <DraftButtons draft={draft} />
        </Group>
        {saving.error && (
          <Problem error={saving.error} shownAt={asked.flatMap(({ Templates }) => Templates.flatMap(valueNames))} />
        )}
        {asked.length === 0 && (
          <p className="faint">
            No connected project asks its tenants for values. A project or a variable set asks with variable templates.
          </p>
        )}
        {Object.entries(sets).map(([id, set]) => (
          <ValuesTable
            key={id}
            title={set.LibraryVariableSetName}
            templates={set.Templates}
            places={[{ id: '', name: 'Value' }]}
            values={{ '': set.Variables }}
            lacks={(place, template) => lacks(id, place, template)}
            error={saving.error}
            onChange={({ '': Variables = {} }) =>
              draft.change({ LibraryVariables: { ...sets, [id]: { ...set, Variables } } })
            }
          />
        ))}
        {Object.entries(projects).map(([id, project]) => (
          <ValuesTable
            key={id}
            title={project.ProjectName}
            templates={project.Templates}
            places={Object.keys(project.Variables).map((place) => ({ id: place, name: nameOf(place) }))}
            values={project.Variables}
            lacks={(place, template) => lacks(id, place, template)}
            error={saving.error}
            onChange={(Variables) =>
              draft.change({ ProjectVariables: { ...projects, [id]: { ...project, Variables } } })
            }
          />
        ))}
      </Stack>
    </Paper>
  )
}
