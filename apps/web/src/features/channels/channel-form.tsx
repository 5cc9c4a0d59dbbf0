import { type Channel, changeDocument, createDocument, listDocuments, type Project } from '@flotilla/api'
import { ActionIcon, Button, Checkbox, Group, Input, Stack, Textarea, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange, useRead } from '../../api/queries.ts'
import { ChooseOne } from '../../ui/choose.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
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
  const [draft, setDraft] = useState<ChannelDraft>(channel)
  const lifecycles = useRead(['lifecycles'], (client) => listDocuments(client, 'lifecycles'))
  const saving = useChange((client, given: ChannelDraft) =>
    'Id' in channel
      ? changeDocument(client, 'channels', channel, given)
      : createDocument(client, 'channels', { ...given, ProjectId: project.Id }),
  )
  const change = (part: Partial<ChannelDraft>) => setDraft({ ...draft, ...part })
  const { error } = saving
  return (
    <FormDialog
      title={'Id' in channel ? channel.Name : 'A new channel'}
      verb="Save"
      value={draft}
      saving={saving}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        value={draft.Name}
        error={fieldProblem(error, 'Name')}
        onChange={({ currentTarget }) => change({ Name: currentTarget.value })}
        data-autofocus
      />
      <ChooseOne
        label="Lifecycle"
        description="The way that releases of this channel go"
        whenNone="the project's"
        from={lifecycles.data}
        value={draft.LifecycleId}
        error={fieldProblem(error, 'LifecycleId')}
        onChange={(id) => change({ LifecycleId: id || null })}
      />
      <Rules rules={draft.Rules} error={error} onChange={(Rules) => change({ Rules })} />
      {project.TenantedDeploymentMode !== 'Untenanted' && (
        <TenantTagsField
          label="Only for tenants with one of these tags"
          whenNone="any tenant"
          value={draft.TenantTags}
          error={fieldProblem(error, 'TenantTags')}
          onChange={(TenantTags) => change({ TenantTags })}
        />
      )}
      <Textarea
        label="About"
        description="Markdown"
        autosize
        value={draft.Description}
        onChange={({ currentTarget }) => change({ Description: currentTarget.value })}
      />
      <Checkbox
        label="The default channel of the project"
        description={
          'Id' in channel && channel.IsDefault ? 'Make another channel the default to change this.' : undefined
        }
        checked={draft.IsDefault}
        disabled={'Id' in channel && channel.IsDefault}
        onChange={({ currentTarget }) => change({ IsDefault: currentTarget.checked })}
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
        <Group key={rule.Id || `new-${at}`} align="flex-start" wrap="nowrap">
          <TextInput
            style={{ flex: 1 }}
            className="mono-input"
            aria-label={`Range of rule ${at + 1}`}
            placeholder="range: [1.0,2.0)"
            value={rule.VersionRange}
            error={fieldProblem(error, `Rules[${at}].VersionRange`)}
            onChange={({ currentTarget }) => changeRule(at, { VersionRange: currentTarget.value })}
          />
          <TextInput
            style={{ flex: 1 }}
            className="mono-input"
            aria-label={`Pre-release tag of rule ${at + 1}`}
            placeholder="pre-release tag: ^beta"
            value={rule.Tag}
            error={fieldProblem(error, `Rules[${at}].Tag`)}
            onChange={({ currentTarget }) => changeRule(at, { Tag: currentTarget.value })}
          />
          <Tooltip label="Remove">
            <ActionIcon
              mt={4}
              variant="subtle"
              color="red"
              aria-label={`Remove rule ${at + 1}`}
              onClick={() => onChange(rules.filter((_, index) => index !== at))}
            >
              <IconTrash size={17} />
            </ActionIcon>
          </Tooltip>
        </Group>
      ))}
      <Button
        variant="default"
        size="compact-sm"
        mr="auto"
        leftSection={<IconPlus size={15} aria-hidden />}
        onClick={() => onChange([...rules, { Id: '', VersionRange: '', Tag: '', ActionPackages: [] }])}
      >
        Add a rule
      </Button>
    </Stack>
  )
}
