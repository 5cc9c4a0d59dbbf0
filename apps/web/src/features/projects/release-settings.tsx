import { listDocuments } from '@flotilla/api'
import { Checkbox, TextInput } from '@mantine/core'
import { useRead } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import type { SettingsPart } from './settings-page.tsx'

/** Which way releases go, and what they are called. */
export function ReleaseSettings({ project, error, onChange }: SettingsPart) {
  const lifecycles = useRead(['lifecycles'], (client) => listDocuments(client, 'lifecycles'))
  const { VersioningStrategy: versioning } = project
  return (
    <>
      <ChooseOne
        label="Lifecycle"
        description="For channels that have none of their own"
        required
        from={lifecycles.data}
        value={project.LifecycleId}
        error={fieldProblem(error, 'LifecycleId')}
        onChange={(LifecycleId) => onChange({ LifecycleId })}
      />
      <TextInput
        label="Version of the next release"
        description={
          versioning.DonorPackage
            ? 'Taken from a package; the template is not used.'
            : 'An i counts up: #{Octopus.Version.LastMajor}.#{Octopus.Version.LastMinor}.i'
        }
        className="mono-input"
        value={versioning.Template}
        error={fieldProblem(error, 'VersioningStrategy.Template')}
        onChange={({ currentTarget }) =>
          onChange({ VersioningStrategy: { ...versioning, Template: currentTarget.value } })
        }
      />
      <Checkbox
        label="Each channel has a line of its own on the dashboard"
        description="For projects whose channels are different products; otherwise the latest release of any channel is shown."
        checked={project.DiscreteChannelRelease}
        onChange={({ currentTarget }) => onChange({ DiscreteChannelRelease: currentTarget.checked })}
      />
      <Checkbox
        label="Releases may break the version rules of their channel if somebody asks for it"
        checked={project.AllowIgnoreChannelRules}
        onChange={({ currentTarget }) => onChange({ AllowIgnoreChannelRules: currentTarget.checked })}
      />
    </>
  )
}
