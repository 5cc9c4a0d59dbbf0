import { argumentNames, hasToken } from '@flotilla/domain/templates'
import { canonicalId } from '../../database/ids.ts'
import { KINDS } from '../kinds.ts'
import { checkReferences, textsIn } from '../references.ts'
import type { Change } from '../standard-routes.ts'
import { checkTags } from '../tag-sets/check-tags.ts'

type Fields = Readonly<Record<string, unknown>>

/** Checks everything that a project points to, that it names one release at most for each place, and that its templates can be read. */
export async function checkProject(change: Change, body: Fields): Promise<string[]> {
  const overrides = body.AutoDeployReleaseOverrides as readonly { EnvironmentId: string; TenantId: string | null }[]
  const { ChannelId } = body.ReleaseCreationStrategy as { readonly ChannelId: string | null }
  const places = overrides.map(({ EnvironmentId, TenantId }) => `${EnvironmentId} ${TenantId ?? ''}`.toLowerCase())
  return [
    ...(await checkReferences(change.tx, change, [
      { field: 'LifecycleId', kind: KINDS.lifecycle, ids: [body.LifecycleId as string] },
      {
        field: 'ProjectGroupId',
        kind: KINDS.projectGroup,
        ids: body.ProjectGroupId ? [body.ProjectGroupId as string] : [],
      },
      {
        field: 'IncludedLibraryVariableSetIds',
        kind: KINDS.libraryVariableSet,
        ids: body.IncludedLibraryVariableSetIds as string[],
      },
      {
        field: 'ReleaseCreationStrategy.ChannelId',
        kind: KINDS.channel,
        ids: ChannelId ? [ChannelId] : [],
        projectId: change.id,
      },
      {
        field: 'AutoDeployReleaseOverrides.EnvironmentId',
        kind: KINDS.environment,
        ids: overrides.map(({ EnvironmentId }) => EnvironmentId),
      },
      {
        field: 'AutoDeployReleaseOverrides.TenantId',
        kind: KINDS.tenant,
        ids: overrides.flatMap(({ TenantId }) => (TenantId ? [TenantId] : [])),
      },
    ])),
    ...(await checkOverriddenReleases(change, body)),
    ...(new Set(places).size < places.length
      ? ['AutoDeployReleaseOverrides: there is more than one release for the same environment and tenant.']
      : []),
    ...(await checkTags(change, { field: 'ProjectTags', scope: 'Project', tags: body.ProjectTags, isOwn: true })),
    ...templateProblems('VersioningStrategy.Template', (body.VersioningStrategy as { Template?: string }).Template),
    ...templateProblems('ReleaseNotesTemplate', body.ReleaseNotesTemplate as string | null),
    ...templateProblems('DeploymentChangesTemplate', body.DeploymentChangesTemplate as string | null),
  ]
}

function templateProblems(field: string, text: string | null | undefined): readonly string[] {
  if (!text || !hasToken(text)) return []
  const read = argumentNames(text)
  if (read.ok) return []
  return read.error.kind === 'parse'
    ? [
        `${field}: cannot be read from line ${read.error.line}, column ${read.error.column} on. Look at the expression that begins there.`,
      ]
    : [`${field}: nests too deeply.`]
}

async function checkOverriddenReleases(change: Change, body: Fields): Promise<string[]> {
  const wanted = (body.AutoDeployReleaseOverrides as readonly { ReleaseId: string }[]).map(({ ReleaseId }) =>
    canonicalId(ReleaseId),
  )
  if (wanted.length === 0) return []
  const rows = await change.tx
    .selectFrom('release')
    .select('id')
    .where('project_id', '=', change.id)
    .where('id', 'in', wanted)
    .execute()
  const found = new Set(rows.map(({ id }) => id))
  return wanted
    .filter((id) => !found.has(id) && !textsIn(change.before).has(id))
    .map((id) => `AutoDeployReleaseOverrides.ReleaseId: the project has no release ${id}.`)
}
