import { type Channel, changeDocument, createDocument, type Project } from '@flotilla/api'
import { Checkbox, Group, Input, Stack, Textarea, TextInput } from '@mantine/core'
import { useChange, useDocuments } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { ChooseOne } from '../../ui/choose.tsx'
import { fieldsOf } from '../../ui/fields.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { RemoveButton } from '../../ui/remove-button.tsx'
import { useForm } from '../../ui/use-form.ts'
import { TenantTagsField } from '../tenants/tenants-field.tsx'

export type ChannelDraft = Pick<Channel, 'Name' | 'Description' | 'LifecycleId' | 'IsDefault' | 'Rules' | 'TenantTags'>
type Rule = Channel['Rules'][number]

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
    <FormDialog title={'Id' in channel ? channel.Name : 'A new channel'} verb="Save" form={form} onClose={onClose}>
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <ChooseOne
        label="Lifecycle"
        description="The way that releases of this channel go"
        whenNone="the project's"
        from={lifecycles.data}
        {...form.field('LifecycleId')}
        onChange={(id) => change({ LifecycleId: id || null })}
      />
      <Rules rules={draft.Rules} error={saving.error} onChange={(Rules) => change({ Rules })} />
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

/** Which versions of packages a channel takes; a version must pass every rule. */
function Rules({
  rules,
  error,
  onChange,
}: {
  readonly rules: readonly Rule[]
  readonly error: unknown
  readonly onChange: (rules: readonly Rule[]) => void
}) {
  const changeRule = (at: number, part: Partial<Rule>) =>
    onChange(rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)))
  return (
    <Stack gap="xs" component="section" aria-label="Version rules">
      <div>
        <Input.Label component="div">Version rules</Input.Label>
        <Input.Description component="div">
          Packages of a release must fit them. A range is written like [1.0,2.0); a pre-release tag is a regular
          expression: ^$ takes no pre-releases.
        </Input.Description>
      </div>
      {rules.map((rule, at) => (
        <OneRule
          key={rule.Id || `new-${at}`}
          rule={rule}
          at={at}
          error={error}
          onChange={(part) => changeRule(at, part)}
          onRemove={() => onChange(rules.toSpliced(at, 1))}
        />
      ))}
      <AddButton
        variant="default"
        size="compact-sm"
        mr="auto"
        onClick={() => onChange([...rules, { Id: '', VersionRange: '', Tag: '', ActionPackages: [] }])}
      >
        Add a rule
      </AddButton>
    </Stack>
  )
}

function OneRule({
  rule,
  at,
  error,
  onChange,
  onRemove,
}: {
  readonly rule: Rule
  readonly at: number
  readonly error: unknown
  readonly onChange: (part: Partial<Rule>) => void
  readonly onRemove: () => void
}) {
  const { text } = fieldsOf(rule, onChange, error, `Rules[${at}].`)
  return (
    <Group align="flex-start" wrap="nowrap">
      <TextInput
        style={{ flex: 1 }}
        className="mono-input"
        aria-label={`Range of rule ${at + 1}`}
        placeholder="range: [1.0,2.0)"
        {...text('VersionRange')}
      />
      <TextInput
        style={{ flex: 1 }}
        className="mono-input"
        aria-label={`Pre-release tag of rule ${at + 1}`}
        placeholder="pre-release tag: ^beta"
        {...text('Tag')}
      />
      <RemoveButton what={`rule ${at + 1}`} onClick={onRemove} />
    </Group>
  )
}
