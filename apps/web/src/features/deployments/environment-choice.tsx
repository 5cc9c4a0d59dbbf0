import type { Environment, Release, Schema } from '@flotilla/api'
import { Radio, Stack } from '@mantine/core'
import { useRead } from '../../api/queries.ts'

/** The environments of the release's lifecycle: where it may go now, and why not elsewhere. */
export function EnvironmentChoice({
  release,
  allowedIds,
  environments,
  value,
  onChange,
}: {
  readonly release: Release
  readonly allowedIds: readonly string[]
  readonly environments: readonly Environment[]
  readonly value: string | null
  readonly onChange: (environmentId: string) => void
}) {
  const progress = useRead(['release-progression', release.Id], (client) =>
    client.get<Schema<'ReleaseProgression'>>(`~/releases/${release.Id}/progression`),
  )
  const reached = progress.data?.Phases.flatMap((phase) => [
    ...phase.AutomaticDeploymentTargets,
    ...phase.OptionalDeploymentTargets,
  ])
  const shown = environments.filter(({ Id }) => allowedIds.includes(Id) || reached?.includes(Id))
  return (
    <Radio.Group label="Environment" value={value} onChange={onChange} required withAsterisk={false}>
      <Stack gap={6} mt={6}>
        {shown.map(({ Id, Name }) => {
          const isAllowed = allowedIds.includes(Id)
          return (
            <Radio
              key={Id}
              value={Id}
              label={Name}
              disabled={!isAllowed}
              description={isAllowed ? undefined : whyNot(progress.data, Id)}
            />
          )
        })}
        {shown.length === 0 && <span className="faint">You may not deploy this release anywhere now.</span>}
      </Stack>
    </Radio.Group>
  )
}

/** In the order in which it would be noticed. */
function whyNot(progress: Schema<'ReleaseProgression'> | undefined, environmentId: string): string {
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
