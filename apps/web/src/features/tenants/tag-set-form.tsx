import type { Schema } from '@flotilla/api'
import { ColorInput, Group, Input, MultiSelect, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useChange } from '../../api/queries.ts'
import { AddButton } from '../../ui/add-button.tsx'
import { fieldsOf } from '../../ui/fields.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { fieldProblem } from '../../ui/problem.tsx'
import { RemoveButton } from '../../ui/remove-button.tsx'
import { useForm } from '../../ui/use-form.ts'

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
  const saving = useChange((client, given: TagSetDraft) =>
    'Id' in set
      ? client.put<TagSet>(`~/tagsets/${set.Id}`, { ...set, ...given })
      : client.post<TagSet>('~/tagsets', given),
  )
  const form = useForm<TagSetDraft>(set, saving)
  const { draft, change } = form
  return (
    <FormDialog
      title={'Id' in set ? set.Name : 'A new tag set'}
      verb="Save"
      form={form}
      shownAt={['Tags', ...draft.Tags.flatMap((_, at) => [`Tags[${at}].Name`, `Tags[${at}].Color`])]}
      onClose={onClose}
    >
      <TextInput label="Name" required {...form.text('Name')} data-autofocus />
      <Group grow align="flex-start">
        <MultiSelect
          label="For"
          required
          data={SCOPES}
          {...form.field('Scopes')}
          value={[...draft.Scopes]}
          onChange={(scopes) => change({ Scopes: scopes as TagSet['Scopes'] })}
        />
        <Select label="Each has" data={TYPES} {...form.option('Type')} />
      </Group>
      {draft.Type !== 'FreeText' && (
        <Tags tags={draft.Tags} error={saving.error} onChange={(Tags) => change({ Tags })} />
      )}
      <Textarea label="About" description="Markdown" autosize {...form.text('Description')} />
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
        <OneTag
          key={tag.Id || `new-${at}`}
          tag={tag}
          at={at}
          error={error}
          onChange={(part) => changeTag(at, part)}
          onRemove={() => onChange(tags.toSpliced(at, 1))}
        />
      ))}
      <AddButton variant="default" size="compact-sm" mr="auto" onClick={() => onChange([...tags, newTag(tags.length)])}>
        Add a tag
      </AddButton>
    </Stack>
  )
}

function OneTag({
  tag,
  at,
  error,
  onChange,
  onRemove,
}: {
  readonly tag: Tag
  readonly at: number
  readonly error: unknown
  readonly onChange: (part: Partial<Tag>) => void
  readonly onRemove: () => void
}) {
  const { text, field } = fieldsOf(tag, onChange, error, `Tags[${at}].`)
  return (
    <Group align="flex-start" wrap="nowrap">
      <TextInput style={{ flex: 1 }} aria-label={`Name of tag ${at + 1}`} required {...text('Name')} />
      <ColorInput w={150} aria-label={`Colour of tag ${at + 1}`} swatches={COLORS} {...field('Color')} />
      <RemoveButton what={`tag ${at + 1}`} onClick={onRemove} />
    </Group>
  )
}

const newTag = (at: number): Tag => ({
  Id: '',
  Name: '',
  Color: COLORS[at % COLORS.length]!,
  Description: '',
  SortOrder: at,
})
