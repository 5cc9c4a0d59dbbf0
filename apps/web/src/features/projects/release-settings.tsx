import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useDocuments } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'
import { fieldsOf } from '../../ui/fields.ts'
import type { SettingsPart } from './settings-page.tsx'

/** Which way releases go, and what they are called. */
export function ReleaseSettings({ draft }: SettingsPart) {
  const lifecycles = useDocuments('lifecycles')
  const { VersioningStrategy: versioning } = draft.value
  const { text } = fieldsOf(
    versioning,
    (change) => draft.change({ VersioningStrategy: { ...versioning, ...change } }),
    draft.error,
    'VersioningStrategy.',
  )
  return (
    <>
      <ChooseOne
        label="Lifecycle"
        description="For channels that have none of their own"
        required
        from={lifecycles.data}
        {...draft.field('LifecycleId')}
      />
      <TextInput
        label="Version of the next release"
        description={
          versioning.DonorPackage
            ? 'Taken from a package; the template is not used.'
            : 'An i counts up: #{Octopus.Version.LastMajor}.#{Octopus.Version.LastMinor}.i'
        }
        className="mono-input"
        {...text('Template')}
      />
      <Textarea
        label="Notes of a release for which nobody writes any"
        description="Markdown with variables, such as #{Octopus.Release.Number}"
        autosize
        minRows={2}
        {...draft.text('ReleaseNotesTemplate')}
      />
      <Checkbox
        label="Each channel has a line of its own on the dashboard"
        description="For projects whose channels are different products; otherwise the latest release of any channel is shown."
        {...draft.check('DiscreteChannelRelease')}
      />
      <Checkbox
        label="Releases may break the version rules of their channel if somebody asks for it"
        {...draft.check('AllowIgnoreChannelRules')}
      />
    </>
  )
}
