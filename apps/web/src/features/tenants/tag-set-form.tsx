import type { Schema } from '@flotilla/api'
import {
  ActionIcon,
  Button,
  ColorInput,
  Group,
  Input,
  MultiSelect,
  Select,
  Stack,
  Textarea,
  TextInput,
  Tooltip,
} from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'

type TagSet = Schema<'TagSet'>
type Tag = TagSet['Tags'][number]
export type TagSetDraft = Pick<TagSet, 'Name' | 'Description' | 'Type' | 'Scopes' | 'Tags'>

export const NEW_TAG_SET: TagSetDraft = {
  Name: '',
  Description: '',
  Type: 'MultiSelect',
  Scopes: ['Tenant'],
  Tags: [],
}

const SCOPES = [
  { value: 'Tenant', label: 'tenants' },
  { value: 'Environment', label: 'environments' },
  { value: 'Project', label: 'projects' },
  { value: 'Runbook', label: 'runbooks' },
  { value: 'Target', label: 'targets' },
]
const TYPES = [
  { value: 'MultiSelect', label: 'any number of its tags' },
  { value: 'SingleSelect', label: 'one of its tags' },
  { value: 'FreeText', label: 'a text of its own' },
]
const COLORS = ['#333333', '#0f7f86', '#1862ab', '#7a3fb0', '#c02626', '#b36b00', '#1b7a3d']

/** A tag set to be made, or one that is stored. */
export function TagSetForm({ set, onClose }: { readonly set: TagSetDraft | TagSet; readonly onClose: () => void }) {
  const [draft, setDraft] = useState<TagSetDraft>(set)
  const saving = useChange((client, given: TagSetDraft) =>
    'Id' in set
      ? client.put<TagSet>(`~/tagsets/${set.Id}`, { ...set, ...given })
      : client.post<TagSet>('~/tagsets', given),
  )
  const change = (part: Partial<TagSetDraft>) => setDraft({ ...draft, ...part })
  return (
    <FormDialog
      title={'Id' in set ? set.Name : 'A new tag set'}
      verb="Save"
      value={draft}
      saving={saving}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        required
        value={draft.Name}
        error={fieldProblem(saving.error, 'Name')}
        onChange={({ currentTarget }) => change({ Name: currentTarget.value })}
        data-autofocus
      />
      <Group grow align="flex-start">
        <MultiSelect
          label="For"
          required
          data={SCOPES}
          value={[...draft.Scopes]}
          error={fieldProblem(saving.error, 'Scopes')}
          onChange={(scopes) => change({ Scopes: scopes as TagSet['Scopes'] })}
        />
        <Select
          label="Each has"
          data={TYPES}
          value={draft.Type}
          allowDeselect={false}
          onChange={(type) => change({ Type: type as TagSet['Type'] })}
        />
      </Group>
      {draft.Type !== 'FreeText' && (
        <Tags tags={draft.Tags} error={saving.error} onChange={(Tags) => change({ Tags })} />
      )}
      <Textarea
        label="About"
        description="Markdown"
        autosize
        value={draft.Description}
        onChange={({ currentTarget }) => change({ Description: currentTarget.value })}
      />
    </FormDialog>
  )
}

function Tags({
  tags,
  error,
  onChange,
}: {
  readonly tags: readonly Tag[]
  readonly error: unknown
  readonly onChange: (tags: readonly Tag[]) => void
}) {
  const changeTag = (at: number, part: Partial<Tag>) =>
    onChange(tags.map((tag, index) => (index === at ? { ...tag, ...part } : tag)))
  return (
    <Stack gap="xs" component="section" aria-label="Tags">
      <Input.Label component="div">Tags</Input.Label>
      {fieldProblem(error, 'Tags') && <Input.Error>{fieldProblem(error, 'Tags')}</Input.Error>}
      {tags.map((tag, at) => (
        <Group key={tag.Id || `new-${at}`} align="flex-start" wrap="nowrap">
          <TextInput
            style={{ flex: 1 }}
            aria-label={`Name of tag ${at + 1}`}
            required
            value={tag.Name}
            error={fieldProblem(error, `Tags[${at}].Name`)}
            onChange={({ currentTarget }) => changeTag(at, { Name: currentTarget.value })}
          />
          <ColorInput
            w={150}
            aria-label={`Colour of tag ${at + 1}`}
            swatches={COLORS}
            value={tag.Color}
            onChange={(Color) => changeTag(at, { Color })}
          />
          <Tooltip label="Remove">
            <ActionIcon
              mt={4}
              variant="subtle"
              color="red"
              aria-label={`Remove tag ${at + 1}`}
              onClick={() => onChange(tags.filter((_, index) => index !== at))}
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
        onClick={() => onChange([...tags, newTag(tags.length)])}
      >
        Add a tag
      </Button>
    </Stack>
  )
}

const newTag = (at: number): Tag => ({
  Id: '',
  Name: '',
  Color: COLORS[at % COLORS.length]!,
  Description: '',
  SortOrder: at,
})
