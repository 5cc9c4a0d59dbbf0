import type { Environment, Project, Release, Schema } from '@flotilla/api'
import { Radio, Stack } from '@mantine/core'
import { useDocuments, useRead } from '../../api/queries.ts'
import { fieldProblem } from '../../ui/problem.tsx'

/** The environments of the release's lifecycle: where it may go now, and why not elsewhere; `value` may be one of those. */
export function EnvironmentChoice({
  project,
  release,
  tenantId,
  allowedIds,
  environments,
  value,
  error,
  onChange,
}: {
  readonly project: Project
  readonly release: Release
  readonly tenantId: string | null
  readonly allowedIds: readonly string[]
  readonly environments: readonly Environment[]
  readonly value: string | null
  readonly error: unknown
  readonly onChange: (environmentId: string) => void
}) {
  const progress = useRead(['release-progression', release.Id], (client) =>
    client.get<Schema<'ReleaseProgression'>>(`~/releases/${release.Id}/progression`),
  )
  const tenants = useDocuments('tenants', { isSkipped: tenantId === null })
  const tenant = tenants.data?.find(({ Id }) => Id === tenantId)
  const whyNot = (environmentId: string): string => {
    if (tenantId === null && project.TenantedDeploymentMode === 'Tenanted')
      return `Choose a tenant first: ${project.Name} is always deployed for one.`
    // What is wrong with the tenant comes first, and is not known yet.
    if (tenantId !== null && !tenants.data) return ''
    if (tenant && !tenant.ProjectEnvironments[project.Id]?.includes(environmentId))
      return `${tenant.Name} is not connected to ${project.Name} there.`
    return whyNotNow(progress.data, environmentId)
  }
  const reached = progress.data?.Phases.flatMap((phase) => [
    ...phase.AutomaticDeploymentTargets,
    ...phase.OptionalDeploymentTargets,
  ])
  const refused = tenant && environments.find(({ Id }) => Id === value && !allowedIds.includes(Id))
  const shown = environments.filter(({ Id }) => allowedIds.includes(Id) || reached?.includes(Id))
  return (
    <Radio.Group
      label="Environment"
      value={value}
      onChange={onChange}
      required
      withAsterisk={false}
      error={
        fieldProblem(error, 'EnvironmentId') ??
        (refused && `For ${tenant.Name} it cannot go to ${refused.Name} now. Choose another environment.`)
      }
    >
      <Stack gap={6} mt={6}>
        {shown.map(({ Id, Name }) => {
          const isAllowed = allowedIds.includes(Id)
          return (
            <Radio
              key={Id}
              value={Id}
              label={Name}
              disabled={!isAllowed}
              description={isAllowed ? undefined : whyNot(Id)}
            />
          )
        })}
        {shown.length === 0 && <span className="faint">You may not deploy this release anywhere now.</span>}
      </Stack>
    </Radio.Group>
  )
}

/** In the order in which it would be noticed. */
function whyNotNow(progress: Schema<'ReleaseProgression'> | undefined, environmentId: string): string {
  const phases = progress?.Phases ?? []
  const at = phases.findIndex(
    ({ AutomaticDeploymentTargets, OptionalDeploymentTargets }) =>
      AutomaticDeploymentTargets.includes(environmentId) || OptionalDeploymentTargets.includes(environmentId),
  )
  if (phases[at]?.Blocked) return 'The release is blocked by a defect.'
  const open = phases.slice(0, at).find((phase) => phase.Progress !== 'Complete' && !phase.IsOptionalPhase)
  if (open) return `First the phase ${open.Name} must be complete.`
  return 'You may not deploy there.'
}
