import { type Channel, changeDocument, createDocument, type Project } from '@flotilla/api'
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { useChange, useDocuments } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { useForm } from '../../ui/use-form.ts'
import { TenantTagsField } from '../tenants/tenants-field.tsx'
import { ruleFields, VersionRules } from './version-rules.tsx'

export type ChannelDraft = Pick<Channel, 'Name' | 'Description' | 'LifecycleId' | 'IsDefault' | 'Rules' | 'TenantTags'>

export const NEW_CHANNEL: ChannelDraft = {
  Name: '',
  Description: '',
  LifecycleId: null,
  IsDefault: false,
  Rules: [],
  TenantTags: [],
}

/** A channel to be made, or one that is stored. */
export function ChannelForm({
  project,
  channel,
  onClose,
}: {
  readonly project: Project
  readonly channel: ChannelDraft | Channel
  readonly onClose: () => void
}) {
  const lifecycles = useDocuments('lifecycles')
  const saving = useChange((client, given: ChannelDraft) =>
    'Id' in channel
      ? changeDocument(client, 'channels', channel, given)
      : createDocument(client, 'channels', { ...given, ProjectId: project.Id }),
  )
  const form = useForm<ChannelDraft>(channel, saving)
  const { draft, change } = form
  return (
    <FormDialog
      title={'Id' in channel ? channel.Name : 'A new channel'}
      verb="Save"
      form={form}
      shownAt={ruleFields(draft.Rules.length)}
      onClose={onClose}
    >
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <ChooseOne
        label="Lifecycle"
        description="The way that releases of this channel go"
        whenNone="the project's"
        from={lifecycles.data}
        {...form.field('LifecycleId')}
        onChange={(id) => change({ LifecycleId: id || null })}
      />
      <VersionRules
        project={project}
        rules={draft.Rules}
        error={saving.error}
        onChange={(Rules) => change({ Rules })}
      />
      {project.TenantedDeploymentMode !== 'Untenanted' && (
        <TenantTagsField
          label="Only for tenants with one of these tags"
          whenNone="any tenant"
          {...form.field('TenantTags')}
        />
      )}
      <Textarea label="About" description="Markdown" autosize {...form.text('Description')} />
      <Checkbox
        label="The default channel of the project"
        description={
          'Id' in channel && channel.IsDefault ? 'Make another channel the default to change this.' : undefined
        }
        {...form.check('IsDefault')}
        disabled={'Id' in channel && channel.IsDefault}
      />
    </FormDialog>
  )
}
